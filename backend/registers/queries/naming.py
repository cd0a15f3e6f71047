"""Who did not declare, as far as a publication may say so."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.registers.tables.naming import NamedPerson
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A person whom a publication proposes to name, or names. `due_on`: when the declaration was due."""

    person_id: UUID
    name: str
    position: str
    due_on: date
    told_on: date
    state: str
    decided_by_name: str | None


async def proposed_in(scope: Scope, *, publication_id: UUID) -> tuple[NamedLine, ...]:
    """Everybody whom a publication proposes to name, and what was decided, by name."""
    columns = [getattr(NamedPerson, name) for name in NamedLine.__dataclass_fields__]
    rows = await (
        NamedPerson.within(scope, *columns)
        .where(NamedPerson.publication_id == publication_id)
        .order_by(NamedPerson.name, NamedPerson.id)
    )
    return tuple(NamedLine(**row) for row in rows)


async def named_in(scope: Scope, *, publication_id: UUID) -> tuple[NamedLine, ...]:
    """Those whom a publication names, less who has declared since, left, or is paused: they are gone at once."""
    rows = await fetch(
        """
        SELECT n.person_id, n.name, n.position, n.due_on, n.told_on, n.state, n.decided_by_name
        FROM registers_named_person n
        JOIN people_person p ON p.tenant_id = $1 AND p.id = n.person_id AND (p.left_on IS NULL OR p.left_on > $3)
        WHERE n.tenant_id = $1 AND n.publication_id = $2 AND n.state = 'named'
          AND NOT EXISTS (SELECT 1 FROM interests_declaration d WHERE d.tenant_id = $1 AND d.person_id = n.person_id
            AND d.undone_at IS NULL AND d.declared_at > n.decided_at)
          AND NOT EXISTS (SELECT 1 FROM people_pause z WHERE z.tenant_id = $1 AND z.person_id = n.person_id
            AND z.from_on <= $3 AND (z.until_on IS NULL OR z.until_on >= $3))
        ORDER BY lower(n.name), n.person_id""",
        scope.tenant.id,
        publication_id,
        scope.today,
    )
    return tuple(NamedLine(**row) for row in rows)
