"""One's own notices and calendar, in the two worlds of the sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backend.desk import calendar
from backend.kit.identity import new_id
from backend.notices import operations, own
from backend.notices.rules import Recipient
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


async def _own_notice(world: World) -> Ids:
    """One that the member was told."""
    scope, person_id = world.officer, world.scopes["member"].actor.person_id
    assert person_id is not None
    async with transactions.scope_tx(scope):
        letter_id = await operations.tell(
            scope,
            kind="actions.action-reopened",
            key=f"actions.action-owed/{new_id()}/reopened/{person_id}",
            to=Recipient(person_id=person_id, name=world.word("reader"), address="reader@example.invalid"),
            context={
                "title": world.word("notice"),
                "reason": world.word("reason"),
                "due_on": scope.today + timedelta(days=3),
                "path": "/actions",
            },
        )
    return {"letter_id": str(letter_id)}


async def _own_calendar(world: World) -> Ids:
    """The address of the member's calendar, in which an action stands."""
    from tests.house.world import MAKERS

    ids = await MAKERS["action"](world)
    scope, person_id = world.officer, world.scopes["member"].actor.person_id
    assert person_id is not None
    async with transactions.scope_tx(scope):
        number = await own.open_feed(scope, person_id=person_id)
        token = calendar.token_of(scope, person_id=person_id, number=number)
    return {**ids, "token": token}


MAKERS = {"own_notice": _own_notice, "own_calendar": _own_calendar}
