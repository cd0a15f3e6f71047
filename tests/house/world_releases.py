"""Releases of signed packs in the two worlds of the sweep, with visits that their links opened."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.people.permissions import EXECUTIVE
from backend.releases import operations
from backend.releases.operations import Entered, Named
from backend.releases.pages.opened import cookie_name
from backend.releases.rules import Form
from backend.scope import Scope
from backend.tenancy import transactions
from tests.releases.stage import a_pack, a_signed_pack, released_again

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]


def _signer(world: Any) -> Scope:
    found: Scope = replace(world.scopes[EXECUTIVE], now=real_now())
    return found


_PACKS: dict[UUID, UUID] = {}


async def _signed_pack(world: Any) -> Ids:
    """A signed pack, made once a world: many releases are of the same, and a second issue would supersede it."""
    if world.tenant.id not in _PACKS:
        _PACKS[world.tenant.id] = await a_signed_pack(
            world.officer,
            _signer(world),
            a_pack(world.word("bag")),
            name=f"{world.word('sealed')}.zip",
            period=(date(2013, 7, 1), date(2013, 9, 30)),
        )
    return {"pack_id": str(_PACKS[world.tenant.id])}


async def _release(world: Any, **traits: Any) -> Ids:
    pack_id = UUID((await _signed_pack(world))["pack_id"])
    people = (Named(name=world.word("recipient"), post="Invented", email="a.recipient@example.invalid"),)
    given = {"regulator": world.word("regulator"), "people": people, **traits}
    made = await released_again(world.officer, _signer(world), pack_id, b"", **given)
    told = made.first
    return {
        "release_id": str(made.release_id),
        "recipient_id": str(told.recipient_id),
        "token": told.token or "",
        "code": told.code,
    }


async def _mailed(world: Any) -> Ids:
    return await _release(world, by_mail=True)


async def _visited(world: Any) -> Ids:
    """A release whose link was opened in the browser of every one of the world's people."""
    ids = await _release(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        found = await operations.give_code(
            scope, token=ids["token"], code=ids["code"], real=real_now(), asked_with="a test"
        )
    assert isinstance(found, Entered)
    for visitor in world.visitors.values():
        house = visitor.client._transport.app.app.state.house
        visitor.client.cookies.set(cookie_name(house, found.recipient_id), found.token)
    return {**ids, "visit": found.token}


async def _downloading(world: Any) -> Ids:
    ids = await _visited(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        download_id = await operations.begin_download(
            scope,
            recipient_id=UUID(ids["recipient_id"]),
            visit=ids["visit"],
            form=Form.SEALED,
            real=real_now(),
            asked_with="a test",
        )
    return {**ids, "download_id": str(download_id)}


MAKERS: dict[str, Maker] = {
    "pack_to_release": _signed_pack,
    "release": _release,
    "mailed_release": _mailed,
    "visited_release": _visited,
    "begun_download": _downloading,
}
