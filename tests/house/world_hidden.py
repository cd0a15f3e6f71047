"""Papers with hidden data in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.queries import hidden
from backend.tenancy import transactions
from tests.kit.documents import made

Ids = dict[str, str]


def makers(item: Callable[[Any], Awaitable[Ids]]) -> dict[str, Callable[[Any], Awaitable[Ids]]]:
    """Those of this module, which put their papers on an item that `item` makes."""

    async def a_paper_with_a_comment(world: Any) -> Ids:
        ids = await item(world)

        def write(document: Any) -> None:
            document.add_paragraph(world.word("words"))
            made.comment(document)

        async with transactions.scope_tx(world.officer):
            paper_id = await meetings.submit_paper(
                world.officer,
                item_id=UUID(ids["item_id"]),
                title=world.word("paper"),
                author_person_id=UUID(ids["person_id"]),
                filename=f"{world.word('file')}.docx",
                data=made.a_word_file(write),
            )
            view = await meeting_queries.paper(world.officer, paper_id=paper_id)
            found = await hidden.hidden_in(world.officer, paper_id=paper_id, version=1, changeable=True)
        return {
            **ids,
            "paper_id": str(paper_id),
            "version": "1",
            "sha256": view.newest.sha256,
            "finding_id": str(found.open[0].id),
        }

    return {"paper_with_a_comment": a_paper_with_a_comment}
