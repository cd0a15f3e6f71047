"""What a spreadsheet is compared with: the interests that stand, and who has declared at all."""

from dataclasses import dataclass
from datetime import date, datetime
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
        "SELECT e.person_id, o.kept_id AS organisation_id, e.interest_type, e.relationship, e.nature, e.since, e.until "
        "FROM interests_entry e JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id "
        "WHERE e.tenant_id = $1 AND e.known_to IS NULL",
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


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry came from: the file, in a few words, and the moment at which it was brought in."""

    words: str
    at: datetime


async def origin_of_interest(scope: Scope, *, interest_id: UUID) -> Origin | None:
    """From which file an interest was first brought in, if from any."""
    rows = await fetch(
        "SELECT d.brought_in_from, d.declared_at FROM interests_entry e "
        "JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = e.declaration_id "
        "WHERE e.tenant_id = $1 AND e.interest_id = $2 AND d.brought_in_from IS NOT NULL "
        "ORDER BY e.known_from LIMIT 1",
        scope.tenant.id,
        interest_id,
    )
    return Origin(*rows[0].values()) if rows else None


async def origin_of_declaration(scope: Scope, *, declaration_id: UUID) -> Origin | None:
    """From which file a declaration was brought in, if from any."""
    rows = await fetch(
        "SELECT brought_in_from, declared_at FROM interests_declaration "
        "WHERE tenant_id = $1 AND id = $2 AND brought_in_from IS NOT NULL",
        scope.tenant.id,
        declaration_id,
    )
    return Origin(*rows[0].values()) if rows else None
