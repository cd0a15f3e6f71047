"""Papers on their way, in the two worlds of the sweep: with a sponsor's choice, late, and asked for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.meetings import operations as meetings
from backend.meetings.queries import covering
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

    async def checked_paper(world: Any) -> dict[str, str]:
        """A paper at the governance check, without a cover sheet."""
        ids = await paper(world)
        async with transactions.scope_tx(world.officer):
            await meetings.move_paper_on(world.officer, paper_id=UUID(ids["paper_id"]), step_id="send")
        return ids

    async def cover_edition(world: Any) -> dict[str, str]:
        """The tenant's cover sheet with other help words beside its first field, and why."""
        async with transactions.scope_tx(world.officer):
            template = await covering.template_of(world.officer)
            editions = await covering.editions_of(world.officer)
            first = template.fields[0].model_copy(update={"hint": f"{world.word('hint')} {len(editions)}"})
            edition_id = await meetings.change_cover_sheet(
                world.officer,
                template=template.model_copy(update={"fields": (first, *template.fields[1:])}),
                source=world.word("source"),
                in_force_from=world.officer.today,
                follows=editions[0].number if editions else 0,
            )
        return {"edition_id": str(edition_id)}

    return {
        "checked_paper": checked_paper,
        "cover_edition": cover_edition,
        "paper_to_sponsor": paper_to_sponsor,
        "late_paper": late_paper,
        "asked_late_paper": asked_late_paper,
    }
