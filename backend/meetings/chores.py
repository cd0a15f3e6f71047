"""What the worker does for meetings. Run twice, the second does nothing."""

import asyncio
from dataclasses import replace
from uuid import UUID

from backend.meetings import asking_radar
from backend.meetings.operations import hits, rewording, searching, undeclared
from backend.meetings.queries.searching import (
    asked_of_radar,
    found_on_register,
    item_to_search,
    made_from,
    papers_to_read,
    texts_of,
)
from backend.scope import Scope
from backend.tenancy import transactions


async def tell_of_undeclared(scope: Scope) -> None:
    """Tell chairs who is about to sit without a declaration, and say when to look again."""
    async with transactions.scope_tx(scope):
        await undeclared.tell_before_meetings(scope)


async def check_renditions(scope: Scope) -> None:
    """Undo the sign-offs of papers that are shown in other words than were signed, and say when to look again."""
    await rewording.check_meetings_to_come(scope)


async def search_for_conflicts(scope: Scope, *, item_id: UUID) -> None:
    """Look for members' interests in an item and its papers, and keep what is found."""
    async with transactions.scope_tx(scope, readonly=True):
        item = await item_to_search(scope, item_id=item_id)
        if item is None:
            return
        asked = await asked_of_radar(scope, item)
        papers = await papers_to_read(scope, item_id=item_id)
    asked = replace(asked, texts=await texts_of(papers))
    by_radar = await asyncio.to_thread(asking_radar.found_by_radar, asked)
    found = asking_radar.merged(found_on_register(item), by_radar)
    async with transactions.scope_tx(scope):
        await hits.keep_hits(scope, item_id=item_id, found=found, radar=True, made_from=made_from(asked))


async def search_ahead(scope: Scope) -> None:
    """Have the items of meetings to come searched again that the last changes of register and directory touch."""
    async with transactions.scope_tx(scope):
        await searching.search_changed(scope)


CHORES = {
    undeclared.CHORE: tell_of_undeclared,
    rewording.CHORE: check_renditions,
    searching.CHORE: search_for_conflicts,
    searching.SEARCH_AHEAD: search_ahead,
}
