"""A committee's forward plan over some months, and one line of business of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning.queries.lines import BusinessView, views_of
from backend.planning.queries.rows import RowView
from backend.planning.rules import cycles
from backend.scope import NotFound, Scope

_BACK = 12
_AHEAD = 18
"""Months before and after this one that the page of one line of business tells of."""


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


_BUSINESS = """
SELECT b.*, p.name AS owner FROM planning_business b
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = b.owner_person_id
WHERE b.tenant_id = $1 AND b.withdrawn_at IS NULL
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
        lines=await views_of(scope, found, {committee_id: meeting_months}, months),
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
    views = await views_of(scope, found, {committee_id: await _meeting_months(scope, committee_id)}, months)
    if not views:
        raise NotFound("line of business")
    return views[0]


async def row_of(scope: Scope, *, business_id: UUID, month: date) -> RowView | None:
    """The row of a line of business in a month, or `None` where it does not come then. Raises NotFound."""
    found = await fetch(f"{_BUSINESS} AND b.id = $2", scope.tenant.id, business_id)
    if not found:
        raise NotFound("line of business")
    committee_id = found[0]["committee_id"]
    views = await views_of(scope, found, {committee_id: await _meeting_months(scope, committee_id)}, (month,))
    if not views:
        raise NotFound("line of business")
    return views[0].row(month)


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
