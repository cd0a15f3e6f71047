"""Papers on their way, in the two worlds of the sweep: with a sponsor's choice, late, and asked for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.meetings import operations as meetings
from backend.tenancy import transactions


def makers(
    paper: Callable[[Any], Awaitable[dict[str, str]]],
) -> dict[str, Callable[[Any], Awaitable[dict[str, str]]]]:
    async def paper_to_sponsor(world: Any) -> dict[str, str]:
        """A paper that another person wrote, and the executive owner who may sponsor it."""
        ids = await paper(world)
        return {**ids, "person_id": str(world.visitors["executive-owner"].person_id)}

    async def late_paper(world: Any) -> dict[str, str]:
        """A paper for a meeting of tomorrow."""
        ids = await paper(world)
        starts_at = world.officer.now + timedelta(days=1)
        async with transactions.scope_tx(world.officer):
            await meetings.change_meeting(
                world.officer,
                meeting_id=UUID(ids["meeting_id"]),
                title=world.word("meeting"),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                venue=world.word("venue"),
                in_public=True,
            )
        return ids

    async def asked_late_paper(world: Any) -> dict[str, str]:
        ids = await late_paper(world)
        async with transactions.scope_tx(world.officer):
            await meetings.ask_for_late_paper(
                world.officer, paper_id=UUID(ids["paper_id"]), reason=world.word("reason")
            )
        return ids

    return {
        "paper_to_sponsor": paper_to_sponsor,
        "late_paper": late_paper,
        "asked_late_paper": asked_late_paper,
    }
