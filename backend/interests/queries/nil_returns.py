"""Who has declared, was reviewed, and holds nothing: the nil returns that are published."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturn:
    """A person whose newest reviewed word is that there is nothing. `declared_on`: when they said so."""

    declaration_id: UUID
    person_id: UUID
    person_name: str
    position: str
    declared_on: date


async def nil_returns_of(scope: Scope, *, on: date | None = None) -> tuple[NilReturn, ...]:
    """Everybody whose last declaration is reviewed and who holds no interest on the day, withheld or not; by name.

    Somebody whose one interest is withheld is not among them: that there is nothing would be untrue.
    """
    rows = await fetch(
        """
        SELECT last.id AS declaration_id, p.id AS person_id, p.name AS person_name,
          coalesce(p.job_title, '') AS position, last.declared_on
        FROM people_person p
        JOIN LATERAL (
          SELECT d.id, d.kind, d.status, d.declared_on FROM interests_declaration d
          WHERE d.tenant_id = $1 AND d.person_id = p.id AND d.undone_at IS NULL
          ORDER BY d.declared_at DESC, d.id DESC LIMIT 1
        ) last ON last.status = 'APPROVED' AND last.kind IN ('NIL', 'UNCHANGED')
        WHERE p.tenant_id = $1 AND p.joined_on <= $2 AND (p.left_on IS NULL OR p.left_on > $2)
          AND NOT EXISTS (SELECT 1 FROM interests_entry e WHERE e.tenant_id = $1 AND e.person_id = p.id
            AND e.known_to IS NULL AND (e.until IS NULL OR e.until >= $2))
        ORDER BY lower(p.name), p.id""",
        scope.tenant.id,
        on or scope.today,
    )
    return tuple(NilReturn(**row) for row in rows)
