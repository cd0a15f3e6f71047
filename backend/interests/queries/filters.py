"""The filters that a person has saved."""

from dataclasses import dataclass
from uuid import UUID

from backend.interests.tables.filters import SavedFilter
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterLine:
    """A saved filter of the reader's own; `choices` is the query of the register's address."""

    id: UUID
    name: str
    choices: str


async def filters_of(scope: Scope) -> tuple[FilterLine, ...]:
    """The filters that the actor saved, by name; nobody else's."""
    if scope.actor.person_id is None:
        return ()
    rows = await (
        SavedFilter.within(scope, SavedFilter.id, SavedFilter.name, SavedFilter.choices)
        .where(SavedFilter.person_id == scope.actor.person_id)
        .order_by(SavedFilter.name)
    )
    return tuple(FilterLine(**row) for row in rows)
