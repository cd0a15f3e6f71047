"""Rows of plans: what became of a line of business in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.rules import cycles
from backend.scope import Scope


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


async def kept_of(scope: Scope, *, business_ids: Sequence[UUID]) -> dict[tuple[UUID, date], Any]:
    """What is kept of these lines of business, by line and month, with the item and meeting that each row is on."""
    if not business_ids:
        return {}
    rows = await fetch(_KEPT, scope.tenant.id, list(business_ids))
    return {(row["business_id"], row["month"]): row for row in rows}


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


def row_view(scope: Scope, row: Any, known: Any | None, month: date) -> RowView:
    """A month of a line of business (a row of `planning_business`), with what is `known` of it, if anything."""
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
