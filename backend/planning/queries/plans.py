"""A committee's forward plan: its lines of business, and what became of each in its months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.rules import cycles
from backend.scope import NotFound, Scope

_BACK = 12
_AHEAD = 18
"""Months before and after this one that the page of one line of business tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One line of business in one month."""

    business_id: UUID
    title: str
    month: date
    state: rules.Shown
    reason: str | None = None
    to_month: date | None = None
    to_committee: str | None = None
    item_id: UUID | None = None
    label: str | None = None
    meeting_id: UUID | None = None
    meeting: str | None = None
    minutes: int | None = None
    owner: str | None = None

    @property
    def state_in_words(self) -> str:
        return rules.SHOWN_IN_WORDS[self.state]

    @property
    def letter(self) -> str:
        return rules.LETTERS[self.state]

    @property
    def month_in_words(self) -> str:
        return cycles.month_in_words(self.month)

    @property
    def code(self) -> str:
        """As a form names this row."""
        return f"{self.business_id}:{cycles.code_of(self.month)}"

    @property
    def where_to(self) -> str:
        """“to October 2014”, “to the Audit Committee”; empty where it went nowhere."""
        if self.to_month is not None:
            return f"to {cycles.month_in_words(self.to_month)}"
        return f"to the {self.to_committee}" if self.to_committee else ""

    @property
    def open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def unsettled(self) -> bool:
        return self.state in rules.UNSETTLED


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A committee's plan over some months."""

    committee_id: UUID
    committee: str
    months: tuple[date, ...]
    meeting_months: frozenset[date]
    lines: tuple[BusinessView, ...]

    @property
    def on_plan(self) -> tuple[BusinessView, ...]:
        return tuple(line for line in self.lines if line.accepted and line.rows)

    @property
    def waiting(self) -> tuple[BusinessView, ...]:
        return tuple(line for line in self.lines if line.waiting)

    @property
    def refused(self) -> tuple[BusinessView, ...]:
        return tuple(line for line in self.lines if line.refused_because is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One act on a plan."""

    id: UUID
    words: str
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_by_name: str | None


_BUSINESS = """
SELECT b.*, p.name AS owner FROM planning_business b
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = b.owner_person_id
WHERE b.tenant_id = $1 AND b.withdrawn_at IS NULL
"""

_KEPT = """
SELECT r.business_id, r.month, r.state, r.reason, r.to_month, r.item_id, tc.name AS to_committee, i.label,
  i.withdrawn_at IS NOT NULL AS withdrawn, i.withdrawn_because, m.id AS meeting_id, m.title AS meeting,
  m.state AS meeting_state, m.cancelled_because, k.abandoned_because
FROM planning_row r
LEFT JOIN committees_committee tc ON tc.tenant_id = $1 AND tc.id = r.to_committee_id
LEFT JOIN meetings_item i ON i.tenant_id = $1 AND i.id = r.item_id
LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
LEFT JOIN planning_call k ON k.tenant_id = $1 AND k.meeting_id = m.id
WHERE r.tenant_id = $1 AND r.state <> 'void' AND r.business_id = ANY ($2)
"""


async def plan_of(scope: Scope, *, committee_id: UUID, months: Sequence[date]) -> PlanView:
    """A committee's plan over `months`: what the reader may see of it. Raises NotFound."""
    committee = await committees.committee(scope, committee_id=committee_id)
    found = await fetch(
        f"{_BUSINESS} AND b.committee_id = $2 ORDER BY b.first_month, lower(b.title), b.id",
        scope.tenant.id,
        committee_id,
    )
    meeting_months = await _meeting_months(scope, committee_id)
    return PlanView(
        committee_id=committee_id,
        committee=committee.name,
        months=tuple(months),
        meeting_months=meeting_months,
        lines=await _views(scope, found, {committee_id: meeting_months}, months),
    )


async def business(scope: Scope, *, business_id: UUID) -> BusinessView:
    """One line of business with its rows of a year back and a year and a half ahead. Raises NotFound."""
    found = await fetch(f"{_BUSINESS} AND b.id = $2", scope.tenant.id, business_id)
    if not found:
        raise NotFound("line of business")
    committee_id = found[0]["committee_id"]
    now = cycles.month_of(scope.today)
    first = min(found[0]["first_month"], now)
    begins = max(first, cycles.later(now, -_BACK))
    months = cycles.months_from(begins, cycles.apart(begins, now) + _AHEAD)
    if found[0]["first_month"] not in months:
        months = (found[0]["first_month"], *months)
    views = await _views(scope, found, {committee_id: await _meeting_months(scope, committee_id)}, months)
    if not views:
        raise NotFound("line of business")
    return views[0]


async def row_of(scope: Scope, *, business_id: UUID, month: date) -> RowView | None:
    """The row of a line of business in a month, or `None` where it does not come then. Raises NotFound."""
    found = await fetch(f"{_BUSINESS} AND b.id = $2", scope.tenant.id, business_id)
    if not found:
        raise NotFound("line of business")
    committee_id = found[0]["committee_id"]
    views = await _views(scope, found, {committee_id: await _meeting_months(scope, committee_id)}, (month,))
    if not views:
        raise NotFound("line of business")
    return views[0].row(month)


async def steps_of(scope: Scope, *, committee_id: UUID, most: int = 12) -> tuple[StepLine, ...]:
    """The latest acts on a plan, newest first."""
    rows = await fetch(
        "SELECT id, words, made_at, made_by_name, undone_at, undone_by_name FROM planning_step "
        "WHERE tenant_id = $1 AND committee_id = $2 ORDER BY made_at DESC, id DESC LIMIT $3",
        scope.tenant.id,
        committee_id,
        most,
    )
    return tuple(StepLine(**row) for row in rows)


async def kept_rows_of_items(
    scope: Scope, *, item_ids: Sequence[UUID]
) -> tuple[tuple[UUID, UUID, UUID], ...]:
    """The rows of the plan that are on agendas as these items: row, committee and item."""
    rows = await fetch(
        "SELECT r.id, b.committee_id, r.item_id FROM planning_row r "
        "JOIN planning_business b ON b.tenant_id = $1 AND b.id = r.business_id "
        "WHERE r.tenant_id = $1 AND r.item_id = ANY ($2) AND r.state = 'on-agenda'",
        scope.tenant.id,
        list(item_ids),
    )
    return tuple((row["id"], row["committee_id"], row["item_id"]) for row in rows)


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


async def _meeting_months(scope: Scope, committee_id: UUID) -> frozenset[date]:
    rows = await fetch(
        "SELECT m.starts_at FROM meetings_meeting m "
        "LEFT JOIN planning_call k ON k.tenant_id = $1 AND k.meeting_id = m.id "
        "WHERE m.tenant_id = $1 AND m.committee_id = $2 AND m.state <> 'cancelled' "
        "AND k.extraordinary_because IS NULL AND k.abandoned_at IS NULL",
        scope.tenant.id,
        committee_id,
    )
    return frozenset(cycles.month_of(meeting_rules.day_of(scope, row["starts_at"])) for row in rows)


async def _views(
    scope: Scope, found: Sequence[Any], meeting_months: Mapping[UUID, frozenset[date]], months: Sequence[date]
) -> tuple[BusinessView, ...]:
    seen = [row for row in found if _may_see(scope, row)]
    kept: dict[tuple[UUID, date], Any] = {}
    if seen:
        rows = await fetch(_KEPT, scope.tenant.id, [row["id"] for row in seen])
        kept = {(row["business_id"], row["month"]): row for row in rows}
    return tuple(_view(scope, row, kept, meeting_months[row["committee_id"]], months) for row in seen)


def _may_see(scope: Scope, row: Any) -> bool:
    part = meeting_rules.Part(row["part"])
    return meeting_rules.may_see(scope, part=part, committee_id=row["committee_id"])


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
            rows.append(_row(scope, row, known, month))
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


def _row(scope: Scope, row: Any, known: Any | None, month: date) -> RowView:
    state = rules.RowState(known["state"]) if known else None
    meeting_state = known["meeting_state"] if known else None
    shown = rules.shown(
        state,
        accepted=row["accepted_at"] is not None,
        month=month,
        today=scope.today,
        meeting_state=meeting_rules.MeetingState(meeting_state) if meeting_state else None,
        withdrawn=bool(known and known["withdrawn"]),
        abandoned=bool(known and known["abandoned_because"]),
    )
    reason = known["reason"] if known else None
    if known and shown is rules.Shown.OFF:
        reason = known["abandoned_because"] or known["cancelled_because"] or known["withdrawn_because"]
    return RowView(
        business_id=row["id"],
        title=row["title"],
        month=month,
        state=shown,
        reason=reason,
        to_month=known["to_month"] if known else None,
        to_committee=known["to_committee"] if known else None,
        item_id=known["item_id"] if known else None,
        label=known["label"] if known else None,
        meeting_id=known["meeting_id"] if known else None,
        meeting=known["meeting"] if known else None,
        minutes=row["minutes"],
        owner=row["owner"],
    )
