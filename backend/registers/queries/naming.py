"""Who did not declare, as far as a publication may say so."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
    """Those whom a publication names: a named officer approved it."""
    return tuple(
        line for line in await proposed_in(scope, publication_id=publication_id) if line.state == "named"
    )
