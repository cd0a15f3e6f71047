"""Meetings of which something is public, or about to be, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.meetings import operations as meetings
from backend.packs import chores
from backend.packs.publishing import notice, preparing, queries, releasing
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


def makers(item: Maker, pictured: Maker) -> dict[str, Maker]:
    """`item`: an item of a meeting in public; `pictured`: such an item with a paper that shows a picture."""

    async def of(world: Any, ids: dict[str, str]) -> dict[str, str]:
        officer, meeting_id = world.officer, UUID(ids["meeting_id"])
        async with transactions.scope_tx(officer):
            await meetings.publish_agenda(officer, meeting_id=meeting_id)
            publication_id = await preparing.ask_publication(officer, meeting_id=meeting_id)
            line = await queries.publication_of(officer, publication_id=publication_id)
        await chores.build_board_pack(officer.as_chore("packs.build_board_pack"), pack_id=line.pack_id)
        async with transactions.scope_tx(officer, readonly=True):
            line = await queries.publication_of(officer, publication_id=publication_id)
        day = officer.today + timedelta(days=2)
        return {
            **ids,
            "publication_id": str(publication_id),
            "sha256": line.sha256 or "",
            "day": str(day.day),
            "month": str(day.month),
            "year": str(day.year),
        }

    async def approve(world: Any, ids: dict[str, str], days: int | None) -> dict[str, str]:
        approver = replace(world.scopes["executive-owner"], now=real_now())
        async with transactions.scope_tx(approver):
            await releasing.approve_publication(
                approver,
                publication_id=UUID(ids["publication_id"]),
                sha256=ids["sha256"],
                release_at=None if days is None else approver.now + timedelta(days=days),
            )
        return ids

    async def agenda(world: Any) -> dict[str, str]:
        """A meeting whose agenda is published to its members."""
        ids = await item(world)
        async with transactions.scope_tx(world.officer):
            await meetings.publish_agenda(world.officer, meeting_id=UUID(ids["meeting_id"]))
        return ids

    async def noticed(world: Any) -> dict[str, str]:
        """A meeting of which notice was given."""
        ids = await item(world)
        meeting_id = UUID(ids["meeting_id"])
        async with transactions.scope_tx(world.officer):
            facts = await notice.facts_of(world.officer, meeting_id=meeting_id)
            notice_id = await notice.give_notice(
                world.officer,
                meeting_id=meeting_id,
                attend=world.word("attend"),
                private_reason="A test",
                seen=facts.sha256,
            )
        return {**ids, "notice_id": str(notice_id), "facts_sha256": facts.sha256}

    async def prepared(world: Any) -> dict[str, str]:
        """Prepared by the officer, waiting for somebody else."""
        return await of(world, await item(world))

    async def approved(world: Any) -> dict[str, str]:
        """Approved for an hour to come."""
        return await approve(world, await prepared(world), 2)

    async def released(world: Any) -> dict[str, str]:
        """Public, with a paper that shows a picture."""
        return await approve(world, await of(world, await pictured(world)), None)

    return {
        "meeting_notice": noticed,
        "published_agenda": agenda,
        "public_pack": prepared,
        "approved_public_pack": approved,
        "public_meeting": released,
    }
