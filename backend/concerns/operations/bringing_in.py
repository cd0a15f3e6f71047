"""Breaches that a spreadsheet brings in: found and told elsewhere, so that no concern stands behind them here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.concerns.rules.rows import SaidBreach
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import NotPermitted, Scope

_INSERT = """
INSERT INTO concerns_breach (tenant_id, id, breach_id, found_on, category, what_happened, action, lessons, notified,
  notified_on, known_from, brought_in_by, brought_in_from)
SELECT $1, r.id, r.breach_id, r.found_on, r.category, r.what_happened, r.action, r.lessons, r.notified, r.notified_on,
  $2, $3, $4
FROM jsonb_to_recordset($5::jsonb) AS r (id uuid, breach_id uuid, found_on date, category text, what_happened text,
  action text, lessons text, notified boolean, notified_on date)
"""


async def bring_in(scope: Scope, *, import_id: UUID, source: str, batch: Sequence[SaidBreach]) -> int:
    """Put breaches on the register as an old one tells them. Returns how many."""
    _check(scope)
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "breach_id": new_id(),
            "found_on": each.found_on,
            "category": each.category,
            "what_happened": each.what_happened,
            "action": each.action,
            "lessons": each.lessons,
            "notified": each.notified,
            "notified_on": each.notified_on,
        }
        for each in batch
    ]
    await execute(_INSERT, scope.tenant.id, scope.now, import_id, source, canonical(rows))
    lines = [
        ledger.Line(
            subject=_record(row["breach_id"]), after={**_told(row), "import": import_id, "from": source}
        )
        for row in rows
    ]
    await ledger.record_many(scope, "concerns.breach.stated", lines)
    return len(rows)


async def undo_brought_in(scope: Scope, *, import_id: UUID, source: str) -> int:
    """Take off the register what an import put there; what it said stays as it was known then. Returns how many."""
    _check(scope)
    rows = await fetch(
        "UPDATE concerns_breach SET known_to = $3 WHERE tenant_id = $1 AND brought_in_by = $2 AND known_to IS NULL "
        "RETURNING breach_id",
        scope.tenant.id,
        import_id,
        scope.now,
    )
    after = {"import": import_id, "from": source}
    lines = [ledger.Line(subject=_record(row["breach_id"]), after=after) for row in rows]
    await ledger.record_many(scope, "concerns.breach.withdrawn", lines)
    return len(rows)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("found_on", "category", "what_happened", "action", "lessons")}


def _check(scope: Scope) -> None:
    if not scope.may("registers.import"):
        raise NotPermitted("Your role in this organisation does not include bringing registers in.")


def _record(breach_id: UUID) -> Record:
    return Record(room="concerns", kind="breach", id=breach_id, title="A breach, without names")
