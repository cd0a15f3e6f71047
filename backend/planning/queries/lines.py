"""Lines of business: one line with its rows, and the lines of a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.queries.rows import RowView, kept_of, row_view
from backend.planning.rules import cycles
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessView:
    """One line of business, with its rows in the months asked for."""

    id: UUID
    committee_id: UUID
    thread_id: UUID
    came_from_id: UUID | None
    came_because: str | None
    title: str
    purpose: meeting_rules.Purpose
    owner_person_id: UUID | None
    owner: str | None
    minutes: int | None
    part: meeting_rules.Part
    private_reason: str | None
    why: str | None
    cycle: cycles.Cycle
    first_month: date
    proposed_at: datetime
    proposed_by_name: str
    accepted: bool
    ended_on: date | None
    ended_because: str | None
    rows: tuple[RowView, ...]

    @property
    def purpose_in_words(self) -> str:
        return meeting_rules.PURPOSE_IN_WORDS[self.purpose]

    @property
    def cycle_in_words(self) -> str:
        return cycles.in_words(self.cycle, self.first_month)

    @property
    def referred_in(self) -> bool:
        return self.came_because is not None

    @property
    def refused_because(self) -> str | None:
        """Why what was proposed was refused; a line that is on the plan is refused month by month only."""
        if self.accepted:
            return None
        return next((row.reason for row in self.rows if row.state is rules.Shown.REFUSED), None)

    @property
    def waiting(self) -> bool:
        """Proposed, and not settled."""
        return not self.accepted and any(row.state is rules.Shown.PROPOSED for row in self.rows)

    @property
    def last_taken(self) -> RowView | None:
        return next((row for row in reversed(self.rows) if row.state is rules.Shown.TAKEN), None)

    def row(self, month: date) -> RowView | None:
        return next((row for row in self.rows if row.month == month), None)


async def views_of(
    scope: Scope, found: Sequence[Any], meeting_months: Mapping[UUID, frozenset[date]], months: Sequence[date]
) -> tuple[BusinessView, ...]:
    """These lines (rows of `planning_business`) over some months, as far as the reader may see them."""
    seen = [row for row in found if _may_see(scope, row)]
    kept = await kept_of(scope, business_ids=[row["id"] for row in seen])
    return tuple(_view(scope, row, kept, meeting_months[row["committee_id"]], months) for row in seen)


def _view(
    scope: Scope,
    row: Any,
    kept: Mapping[tuple[UUID, date], Any],
    meeting_months: frozenset[date],
    months: Sequence[date],
) -> BusinessView:
    cycle = cycles.Cycle(row["cycle"])
    since = cycles.month_of(meeting_rules.day_of(scope, row["proposed_at"]))
    rows = []
    for month in months:
        known = kept.get((row["id"], month))
        falls = cycles.falls_in(
            cycle,
            first=row["first_month"],
            month=month,
            meeting_months=meeting_months,
            last=row["ended_on"],
        )
        # what lay before anybody planned it is nobody's omission
        if known is not None or (falls and (month >= since or cycle is cycles.Cycle.ONCE)):
            rows.append(row_view(scope, row, known, month))
    return BusinessView(
        id=row["id"],
        committee_id=row["committee_id"],
        thread_id=row["thread_id"],
        came_from_id=row["came_from_id"],
        came_because=row["came_because"],
        title=row["title"],
        purpose=meeting_rules.Purpose(row["purpose"]),
        owner_person_id=row["owner_person_id"],
        owner=row["owner"],
        minutes=row["minutes"],
        part=meeting_rules.Part(row["part"]),
        private_reason=row["private_reason"],
        why=row["why"],
        cycle=cycle,
        first_month=row["first_month"],
        proposed_at=row["proposed_at"],
        proposed_by_name=row["proposed_by_name"],
        accepted=row["accepted_at"] is not None,
        ended_on=row["ended_on"],
        ended_because=row["ended_because"],
        rows=tuple(rows),
    )


async def lines_on_thread(scope: Scope, *, thread_id: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """The lines of business of a thread that the reader may see: id, title and committee."""
    rows = await fetch(
        "SELECT b.id, b.title, b.part, b.committee_id, c.name AS committee FROM planning_business b "
        "JOIN committees_committee c ON c.tenant_id = $1 AND c.id = b.committee_id "
        "WHERE b.tenant_id = $1 AND b.thread_id = $2 AND b.withdrawn_at IS NULL ORDER BY b.proposed_at, b.id",
        scope.tenant.id,
        thread_id,
    )
    return tuple((row["id"], row["title"], row["committee"]) for row in rows if _may_see(scope, row))


def _may_see(scope: Scope, row: Any) -> bool:
    part = meeting_rules.Part(row["part"])
    return meeting_rules.may_see(scope, part=part, committee_id=row["committee_id"])
