"""What was done with a contract, step by step."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step in words. `undoable`: it is the last that stands, and not the one that opened the contract."""

    id: UUID
    act: str
    words: str
    because: str | None
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_by_name: str | None
    undone_because: str | None
    undoable: bool


async def history_of(scope: Scope, *, contract_id: UUID) -> tuple[StepView, ...]:
    """Every step with a contract, the newest first, those undone too. One statement."""
    rows = await fetch(
        "SELECT DISTINCT ON (step_id) step_id AS id, act, words, because, made_at, made_by_name, undone_at, "
        "undone_by_name, undone_because FROM contracts_version WHERE tenant_id = $1 AND contract_id = $2 "
        "ORDER BY step_id, id",
        scope.tenant.id,
        contract_id,
    )
    ordered = sorted(rows, key=lambda row: (row["made_at"], row["id"]), reverse=True)
    last = next((row["id"] for row in ordered if row["undone_at"] is None), None)
    return tuple(StepView(**row, undoable=row["id"] == last) for row in ordered)
