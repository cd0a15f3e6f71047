"""Papers that packs handle with care, in the two worlds of the sweep."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.tenancy import transactions
from tests.kit.pdf.plain import plain_pdf


async def an_untagged_paper(world: Any) -> dict[str, str]:
    """A paper that was handed in as a PDF without tags."""
    from tests.house.world import MAKERS

    ids = await MAKERS["item"](world)
    async with transactions.scope_tx(world.officer):
        paper_id = await meetings.submit_paper(
            world.officer,
            item_id=UUID(ids["item_id"]),
            title=world.word("paper"),
            author_person_id=UUID(ids["person_id"]),
            filename=f"{world.word('file')}.pdf",
            data=plain_pdf(world.word("sentence")),
        )
    return {**ids, "paper_id": str(paper_id), "version": "1"}


async def a_kept_back_paper(world: Any) -> dict[str, str]:
    """A paper of a public item whose cover sheet says that it is confidential."""
    from tests.house.world import MAKERS

    ids = await MAKERS["item"](world)
    async with transactions.scope_tx(world.officer):
        paper_id = await meetings.submit_paper(
            world.officer,
            item_id=UUID(ids["item_id"]),
            title=world.word("paper"),
            author_person_id=UUID(ids["person_id"]),
            filename="kept-back.md",
            data=world.word("sentence").encode(),
            cover={"confidential": {"yes": True, "words": world.word("reason")}},
        )
    return {**ids, "paper_id": str(paper_id), "version": "1"}


async def a_private_item(world: Any) -> dict[str, str]:
    from tests.house.world import MAKERS

    ids = await MAKERS["item"](world)
    async with transactions.scope_tx(world.officer):
        await meetings.change_item(
            world.officer,
            item_id=UUID(ids["item_id"]),
            title=world.word("item"),
            purpose=meeting_rules.Purpose.DECISION,
            part=meeting_rules.Part.PRIVATE,
            private_reason=world.word("private"),
        )
    return ids


async def a_withholding(world: Any) -> dict[str, str]:
    """A private item whose papers are withheld from the world's member."""
    ids = await a_private_item(world)
    async with transactions.scope_tx(world.officer):
        withholding_id = await meetings.withhold_papers(
            world.officer,
            item_id=UUID(ids["item_id"]),
            person_id=UUID(ids["member_id"]),
            reason=world.word("reason"),
        )
    return {**ids, "withholding_id": str(withholding_id)}


async def a_withholding_to_review(world: Any) -> dict[str, str]:
    ids = await a_withholding(world)
    member = replace(world.scopes["member"], now=world.officer.now)
    async with transactions.scope_tx(member):
        await meetings.ask_for_withholding_review(
            member,
            withholding_id=UUID(ids["withholding_id"]),
            item_id=UUID(ids["item_id"]),
            words=world.word("words"),
        )
    return ids


MAKERS = {
    "private_item": a_private_item,
    "withheld_to_review": a_withholding_to_review,
    "kept_back_paper": a_kept_back_paper,
    "untagged_paper": an_untagged_paper,
    "withheld_papers": a_withholding,
}
