"""An issue of a pack that the world's officer has opened."""

from typing import Any
from uuid import UUID

from backend.meetings.queries.readable import readable_paper
from backend.reading import operations
from backend.tenancy import transactions


async def an_opened_pack(world: Any) -> dict[str, str]:
    """With the key of the paper in it; another person's name stands on nothing of it."""
    from tests.house.world import MAKERS

    ids = await MAKERS["board_pack"](world)
    async with transactions.scope_tx(world.officer):
        paper = await readable_paper(world.officer, paper_id=UUID(ids["paper_id"]))
        read = await operations.read_version(world.officer, version_id=paper.version_id)
        await operations.open_issue(world.officer, pack_id=UUID(ids["pack_id"]))
        await operations.settle_receipts(world.officer, shown=True)
    return {
        **ids,
        "key": f"paper-{ids['paper_id']}",
        "page": "1",
        "exact": read.blocks[0].text,
        "version_id": str(paper.version_id),
    }


MAKERS = {"opened_pack": an_opened_pack}
