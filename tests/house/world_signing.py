"""Papers that nobody in office may sign, for the sweep of every route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from backend.kit.clock import real_now
from backend.meetings import operations as meetings
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


def makers(item: Callable[[World], Awaitable[Ids]]) -> dict[str, Callable[[World], Awaitable[Ids]]]:
    """`item` makes an agenda item."""

    async def paper_for_deputy(world: World) -> Ids:
        """The chair wrote it and the vice-chair handed it in."""
        ids = await item(world)
        vice_chair = replace(world.scopes["vice-chair"], now=real_now())
        async with transactions.scope_tx(vice_chair):
            paper_id = await meetings.submit_paper(
                vice_chair,
                item_id=UUID(ids["item_id"]),
                title=world.word("paper"),
                author_person_id=UUID(str(world.scopes["chair"].actor.person_id)),
                filename=f"{world.word('file')}.md",
                data=f"# {world.word('heading')}\n\n{world.word('sentence')}.\n".encode(),
            )
        return {**ids, "paper_id": str(paper_id), "person_id": str(world.scopes["member"].actor.person_id)}

    return {"paper_for_deputy": paper_for_deputy}
