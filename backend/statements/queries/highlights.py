"""The decisions of a year that may be marked as its highlights."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.statements.queries import recorded
from backend.statements.rules.years import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionToMark:
    """A decision on a public item. `version` is that of its mark, 0 where it never had one."""

    id: UUID
    committee_id: UUID
    committee: str
    item_id: UUID
    item: str
    day: date
    outcome: str
    text: str
    marked: bool
    words: str | None
    version: int
    marked_by_name: str | None


async def decisions_to_mark(scope: Scope, *, year: FinancialYear) -> tuple[DecisionToMark, ...]:
    """Decisions of our committees in public in a year, by committee and day. Three statements."""
    committees = {each.id: each.name for each in await recorded.committees_in(scope, year=year)}
    decided = await recorded.decisions_of(scope, tuple(committees), year)
    rows = await fetch(
        "SELECT decision_id, version, marked_by_name FROM statements_highlight "
        "WHERE tenant_id = $1 AND decision_id = ANY($2)",
        scope.tenant.id,
        [row["id"] for rows in decided.values() for row in rows],
    )
    marks = {row["decision_id"]: row for row in rows}
    return tuple(
        DecisionToMark(
            id=row["id"],
            committee_id=committee_id,
            committee=name,
            item_id=row["item_id"],
            item=" ".join(filter(None, (row["label"], row["title"]))),
            day=row["day"],
            outcome=meeting_rules.OUTCOME_IN_WORDS[meeting_rules.Outcome(row["outcome"])],
            text=row["text"],
            marked=bool(row["marked"]),
            words=row["words"],
            version=marks[row["id"]]["version"] if row["id"] in marks else 0,
            marked_by_name=marks[row["id"]]["marked_by_name"] if row["id"] in marks else None,
        )
        for committee_id, name in committees.items()
        for row in decided.get(committee_id, ())
    )
