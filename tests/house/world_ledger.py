"""An anchor of the ledger, in the two worlds of the sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.ledger import anchoring, anchors, places, sealing
from backend.tenancy import transactions
from tests.stamping import AtHand, an_authority

if TYPE_CHECKING:
    from tests.house.world import Ids, World


async def _ledger_anchor(world: World) -> Ids:
    """A root with a stamp."""
    scope = world.officer
    await sealing.seal_now(scope)
    places.use(places.Places(stamper=AtHand(an_authority())))
    try:
        await anchoring.anchor_newest(scope, at_once=True)
    finally:
        places.use(None)
    async with transactions.scope_tx(scope, readonly=True):
        (line, *_) = await anchors.anchors_of(scope)
    return {"anchor_id": str(line.id)}


MAKERS = {"ledger_anchor": _ledger_anchor}
