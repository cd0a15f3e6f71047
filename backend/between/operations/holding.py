"""Holding an act while something is done to it, so that two people at once don't both do it."""

from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.queries.reading import act_row
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import Scope


async def hold_act(scope: Scope, act_id: UUID) -> Any:
    """The act, held against change by others until this transaction ends. Raises NotFound."""
    await fetch(
        "SELECT id FROM between_act WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, act_id
    )
    return await act_row(scope, act_id)


def record_of(scope: Scope, row: Any, *, sha256: str | None = None) -> Record:
    """How the ledger, and evidence, point at an act."""
    number = rules.reference(row["year"], row["number"], first_month=settings.first_month_of(scope))
    return Record(
        room="between",
        kind="act",
        id=row["id"],
        title=f"{rules.KIND_IN_WORDS[rules.ActKind(row['kind'])]} {number}: {row['title']}",
        hash=sha256 or row["sha256"],
    )


def name_of(scope: Scope, row: Any) -> str:
    """`Chair’s action 2015/16-3`."""
    number = rules.reference(row["year"], row["number"], first_month=settings.first_month_of(scope))
    return f"{rules.KIND_IN_WORDS[rules.ActKind(row['kind'])]} {number}"
