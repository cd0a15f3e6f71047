"""The acts on a plan, newest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One act on a plan."""

    id: UUID
    words: str
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_by_name: str | None


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
