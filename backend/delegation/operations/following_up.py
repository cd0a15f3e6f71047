"""The action by which something at a gate is followed up: always entered, whoever is there to own it."""

from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.people import queries as people
from backend.scope import Scope

NOBODY = "The governance officers"
"""Who owns what nobody was named for, where nobody of the organisation recorded it."""

_MOST = 2_000


async def follow_up(
    scope: Scope,
    *,
    source_id: UUID,
    title: str,
    words: str,
    owner_person_id: UUID | None,
    due_on: date | None,
) -> UUID:
    """Enter the action; its owner is the one named, whoever records it, or the officers by their name. Its id."""
    owner = owner_person_id
    if owner is None and scope.actor.person_id is not None:
        known = await people.persons_by_id(scope, [scope.actor.person_id])
        owner = scope.actor.person_id if scope.actor.person_id in known else None
    return await actions.undertake(
        scope,
        source=Source(kind=SourceKind.GATE, id=source_id, title=title),
        words=words[:_MOST],
        owner_person_id=owner,
        owner_name=None if owner else NOBODY,
        due_on=due_on,
        undertaken_on=scope.today,
    )
