"""What the worker does for acts between meetings. Run twice, the second does nothing."""

import asyncio
from uuid import UUID

from backend.between import operations
from backend.between.operations import asking, placing, searching
from backend.between.queries import searched
from backend.meetings import asking_radar
from backend.scope import Scope
from backend.tenancy import transactions


async def place_acts(scope: Scope) -> None:
    """Put acts that wait for a meeting on the next agenda, and say when to look again."""
    async with transactions.scope_tx(scope):
        await operations.place_waiting(scope)


async def remind_asked(scope: Scope) -> None:
    """Remind members whose reply is wanted soon, and say when to look again."""
    async with transactions.scope_tx(scope):
        await operations.remind_asked(scope)


async def search_for_interests(scope: Scope, *, act_id: UUID) -> None:
    """Look in an act's words for interests of those who took part, and keep what is found as a hint."""
    async with transactions.scope_tx(scope, readonly=True):
        asked = await searched.asked_of_radar(scope, act_id=act_id)
    if asked is None:
        return
    found = await asyncio.to_thread(asking_radar.found_by_radar, asked)
    async with transactions.scope_tx(scope):
        await searching.keep_hints(scope, act_id=act_id, found=found)


CHORES = {
    placing.CHORE: place_acts,
    asking.CHORE: remind_asked,
    searching.CHORE: search_for_interests,
}
