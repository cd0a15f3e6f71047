"""Letters that failed, and addresses in doubt, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.kit import database
from backend.kit.identity import new_id
from backend.notices import operations, returns
from backend.notices.rules import Recipient
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _failed_letter(world: Any) -> dict[str, str]:
    """A letter to somebody without an address."""
    scope, person_id = world.officer, new_id()
    async with transactions.scope_tx(scope):
        letter_id = await operations.tell(
            scope,
            kind="notices.sending-tested",
            key=f"notices.sending/failed/{person_id}",
            to=Recipient(person_id=person_id, name=world.word("reader"), address=None),
            context={"asked_by": world.word("asker"), "asked_on": scope.today},
        )
    return {"letter_id": str(letter_id)}


async def _address_in_doubt(world: Any) -> dict[str, str]:
    ids = await _failed_letter(world)
    scope = world.officer
    address = f"{world.word('reader')}.{ids['letter_id']}@example.invalid".lower().replace(" ", "-")
    async with transactions.scope_tx(scope):
        [letter] = await database.fetch(
            "SELECT * FROM notices_letter WHERE tenant_id = $1 AND id::text = $2",
            scope.tenant.id,
            ids["letter_id"],
        )
        await returns._doubt(scope, {**letter, "recipient_address": address}, "No such mailbox (invented)")
        doubts = await returns.doubts_of(scope)
    return {**ids, "doubt_id": str(next(each.id for each in doubts if each.address == address))}


MAKERS: dict[str, Maker] = {"failed_letter": _failed_letter, "address_in_doubt": _address_in_doubt}
