"""Notes on papers, in the two worlds of the sweep."""

from typing import Any
from uuid import UUID

from backend.meetings.queries.readable import readable_paper
from backend.reading import operations
from backend.tenancy import transactions


async def a_note(world: Any) -> dict[str, str]:
    """A note of the officer on a paper whose words are ready to be searched; note and quotation hold the canary."""
    from tests.house.world import MAKERS

    ids = await MAKERS["paper"](world)
    paper_id = UUID(ids["paper_id"])
    async with transactions.scope_tx(world.officer):
        paper = await readable_paper(world.officer, paper_id=paper_id)
        read = await operations.read_version(world.officer, version_id=paper.version_id)
        note_id = await operations.add_note(
            world.officer,
            paper_id=paper_id,
            words=world.word("note"),
            quote=operations.QuotedWords(exact=read.blocks[0].text),
        )
    return {**ids, "note_id": str(note_id)}


MAKERS = {"note": a_note}
