"""Assurance packs that are signed, compared and prepared, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.packs import builds, operations, queries
from backend.scope import Scope
from backend.tenancy import transactions

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]


async def _days(world: Any) -> Ids:
    """A committee that may be struck, and days of a pack."""
    from tests.house.world import MAKERS

    ids = await MAKERS["committee"](world)
    return {
        **ids,
        "definition": "pack-general",
        "since": (world.officer.today - timedelta(days=40)).isoformat(),
        "until": world.officer.today.isoformat(),
    }


async def _struck(world: Any) -> Ids:
    ids = await _days(world)
    async with transactions.scope_tx(world.officer):
        redaction_id = await operations.strike(
            world.officer,
            definition_id=ids["definition"],
            since=world.officer.today - timedelta(days=40),
            until=world.officer.today,
            room="committees",
            record_kind="committee",
            record_id=UUID(ids["committee_id"]),
            reason=world.word("reason"),
            basis=world.word("basis"),
        )
    return {**ids, "redaction_id": str(redaction_id)}


async def _ready(world: Any) -> Ids:
    """A pack whose build is a few bytes, asked for under a name that stands on no other page."""
    asker = replace(world.officer, actor=replace(world.officer.actor, name=world.word("asker")))
    async with transactions.scope_tx(asker):
        pack_id = await operations.ask_for_assurance_pack(
            asker, since=world.officer.today - timedelta(days=50), until=world.officer.today
        )
    data = world.word("bytes").encode()

    async def work(held: builds.Build) -> None:
        await held.finish(
            builds.Finished(
                name="pack.zip",
                media_type="application/zip",
                data=data,
                pages=1,
                as_at=held.scope.now,
                sealed_at=held.scope.now,
                key_name=world.word("key"),
                fingerprint="0000",
                verification=[],
                manifest={"missing": [world.word("missing")]},
            )
        )

    await builds.build(world.officer.as_chore("packs.build_assurance_pack"), pack_id=pack_id, work=work)
    async with transactions.scope_tx(world.officer, readonly=True):
        form = await queries.released_form(world.officer, pack_id=pack_id)
    return {"pack_id": str(pack_id), "seen": form.sha256}


async def _second(world: Any) -> Ids:
    await _ready(world)
    return await _ready(world)


async def _of_mine(world: Any) -> Ids:
    ids = await _ready(world)
    signer: Scope = replace(world.scopes["executive-owner"], now=real_now())
    async with transactions.scope_tx(signer):
        await operations.sign(
            signer,
            pack_id=UUID(ids["pack_id"]),
            role="executive-owner",
            seen=ids["seen"],
            words=world.word("words"),
            proved_by="pass phrase and code",
        )
    return ids


MAKERS: dict[str, Maker] = {
    "to_strike": _days,
    "struck_record": _struck,
    "ready_pack": _ready,
    "second_issue": _second,
    "pack_of_mine": _of_mine,
}
