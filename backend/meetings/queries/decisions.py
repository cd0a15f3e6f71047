"""What was decided on items, as it was recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.powers.rules import pounds
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision as it was recorded. `value_pence` in pence, `sha256` of what was recorded.

    `struck_because` is set for one that was recorded wrongly, and counts no more.
    """

    id: UUID
    item_id: UUID
    outcome: rules.Outcome
    text: str
    function: str | None
    value_pence: int | None
    decided_at: datetime
    recorded_at: datetime
    recorded_by_name: str
    sha256: str
    struck_because: str | None

    @property
    def outcome_in_words(self) -> str:
        return rules.OUTCOME_IN_WORDS[self.outcome]

    @property
    def value_in_words(self) -> str | None:
        return None if self.value_pence is None else pounds(self.value_pence)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """A decision with where it was taken: what an assurance pack tells of it."""

    decision: DecisionLine
    meeting_id: UUID
    meeting: str
    meeting_on: date
    committee_id: UUID
    committee: str
    item_label: str | None
    item_title: str
    part: rules.Part


async def decisions_of_items(
    scope: Scope, item_ids: Collection[UUID]
) -> dict[UUID, tuple[DecisionLine, ...]]:
    """What was decided on these items, by item, oldest first."""
    rows = await fetch(
        f"SELECT {DECISION_COLUMNS} FROM meetings_decision d {STRUCK} WHERE d.tenant_id = $1 AND d.item_id = ANY($2) "  # noqa: S608 - our own columns
        "ORDER BY d.decided_at, d.id",
        scope.tenant.id,
        list(item_ids),
    )
    found: dict[UUID, list[DecisionLine]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(decision_line(row))
    return {item_id: tuple(lines) for item_id, lines in found.items()}


async def decisions_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[DecisionRecord, ...]:
    """Every decision with `start <= decided_at < end`, of private items too, oldest first."""
    rows = await fetch(
        f"""
        SELECT {DECISION_COLUMNS}, m.id AS meeting_id, m.title AS meeting, m.starts_at, m.committee_id,
          c.name AS committee, i.label AS item_label, i.title AS item_title, i.part
        FROM meetings_decision d {STRUCK}
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        WHERE d.tenant_id = $1 AND d.decided_at >= $2 AND d.decided_at < $3 ORDER BY d.decided_at, d.id""",  # noqa: S608 - our own columns
        scope.tenant.id,
        start,
        end,
    )
    return tuple(
        DecisionRecord(
            decision=decision_line(row),
            meeting_id=row["meeting_id"],
            meeting=row["meeting"],
            meeting_on=rules.day_of(scope, row["starts_at"]),
            committee_id=row["committee_id"],
            committee=row["committee"],
            item_label=row["item_label"],
            item_title=row["item_title"],
            part=rules.Part(row["part"]),
        )
        for row in rows
    )


def decision_line(row: Any) -> DecisionLine:
    values = {name: row[name] for name in DecisionLine.__dataclass_fields__}
    return DecisionLine(**{**values, "outcome": rules.Outcome(row["outcome"])})


DECISION_COLUMNS = """d.id, d.item_id, d.outcome, d.text, d.function, d.value_pence, d.decided_at, d.recorded_at,
  d.recorded_by_name, d.sha256, k.because AS struck_because"""
STRUCK = "LEFT JOIN meetings_struck_decision k ON k.tenant_id = $1 AND k.decision_id = d.id"
"""What a query of `DECISION_COLUMNS` joins to the decision."""
