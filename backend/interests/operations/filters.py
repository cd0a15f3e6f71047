"""Saving a filter of the register under a name, and letting go of it. They are a reader's own, and no record."""

from uuid import UUID

from backend.interests.queries import filters
from backend.interests.tables.filters import SavedFilter
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.scope import NotFound, Refusal, Scope

MOST_FILTERS = 50


class UnableToSaveFilter(Refusal):
    """A filter without a choice or a name, or one too many."""


async def save_filter(scope: Scope, *, name: str, choices: str) -> UUID:
    """Keep `choices` (the query of the register's address) as `name`; one of the same name is replaced.

    Raises `UnableToSaveFilter`.
    """
    if not choices:
        raise UnableToSaveFilter("Choose something to filter by before you save the filter.", field="name")
    known = await filters.filters_of(scope)
    if len(known) >= MOST_FILTERS and name not in {line.name for line in known}:
        raise UnableToSaveFilter(f"You have {MOST_FILTERS} saved filters; remove one first.", field="name")
    rows = await fetch(
        "INSERT INTO interests_saved_filter (tenant_id, id, person_id, name, choices, saved_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, person_id, name) "
        "DO UPDATE SET choices = excluded.choices, saved_at = excluded.saved_at RETURNING id",
        scope.tenant.id,
        new_id(),
        scope.actor.person_id,
        name,
        choices,
        scope.now,
    )
    found: UUID = rows[0]["id"]
    return found


async def remove_filter(scope: Scope, *, filter_id: UUID) -> None:
    """Let go of a filter of the actor's own. Raises `NotFound`, also for somebody else's."""
    gone = await (
        SavedFilter.delete()
        .where(SavedFilter.tenant_id == scope.tenant.id)
        .where(SavedFilter.id == filter_id)
        .where(SavedFilter.person_id == scope.actor.person_id)
        .returning(SavedFilter.id)
    )
    if not gone:
        raise NotFound("saved filter")
