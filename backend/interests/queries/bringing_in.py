"""What a spreadsheet is compared with: the interests that stand, and who has declared at all."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True)
class Held:
    """An interest as it stands, with no more than is needed to know it again. Types are the register's own words."""

    person_id: UUID
    organisation_id: UUID
    interest_type: str
    relationship: str | None
    nature: str
    since: date
    until: date | None


async def held_interests(scope: Scope) -> tuple[Held, ...]:
    """Every interest that the register knows now, those that have ended too. One statement.

    It is for comparing alone: what it says is not shown.
    """
    rows = await fetch(
        "SELECT person_id, organisation_id, interest_type, relationship, nature, since, until "
        "FROM interests_entry WHERE tenant_id = $1 AND known_to IS NULL",
        scope.tenant.id,
    )
    return tuple(Held(*row.values()) for row in rows)


async def have_declared(scope: Scope) -> frozenset[UUID]:
    """Everybody who has ever declared anything here that was not undone."""
    rows = await fetch(
        "SELECT DISTINCT person_id FROM interests_declaration WHERE tenant_id = $1 AND undone_at IS NULL",
        scope.tenant.id,
    )
    return frozenset(row["person_id"] for row in rows)


async def waiting_of(scope: Scope, *, import_id: UUID) -> int:
    """How many declarations that an import wrote still wait for their review."""
    rows = await fetch(
        "SELECT count(*) AS count FROM interests_declaration WHERE tenant_id = $1 AND brought_in_by = $2 "
        "AND undone_at IS NULL AND status <> 'APPROVED'",
        scope.tenant.id,
        import_id,
    )
    count: int = rows[0]["count"]
    return count
