"""The action by which something at a gate is followed up: always entered, whoever is there to own it."""

from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions import queries as action_queries
from backend.actions.operations import Source, SourceKind
from backend.people import queries as people
from backend.scope import NotPermitted, Scope

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


async def put_off(scope: Scope, *, action_id: UUID, due_on: date, words: str) -> None:
    """Give an action that is still open another due day, so that nobody is chased for the old one.

    Where the actor may not settle actions, its day stays, and the action log’s keeper moves it.
    """
    found = (await action_queries.actions_by_id(scope, [action_id])).get(action_id)
    if found is None or not found.open or found.due_on == due_on:
        return
    try:
        await actions.move_due_day(
            scope, action_id=action_id, due_on=due_on, agreed_by=scope.actor.name, words=words
        )
    except NotPermitted:
        return
