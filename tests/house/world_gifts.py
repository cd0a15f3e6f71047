"""Offers in the two worlds of the sweep."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.interests.operations import gifts
from backend.interests.rules.gifts import OfferKind, Outcome
from backend.kit.clock import real_now
from backend.tenancy import transactions


async def a_gift(world: Any) -> dict[str, str]:
    """What the world's member was offered today by one more organisation."""
    from tests.house.world import MAKERS

    ids = await MAKERS["organisation"](world)
    scope = replace(world.scopes["member"], now=real_now())
    async with transactions.scope_tx(scope):
        gift_id = await gifts.declare_gift(
            scope,
            person_id=scope.actor.person_id,
            offer=gifts.Offer(
                kind=OfferKind.GIFT,
                giver_id=UUID(ids["organisation_id"]),
                from_supplier=True,
                description=world.word("present"),
                pounds=Decimal("40.00"),
                offered_on=scope.today,
                outcome=Outcome.ACCEPTED,
                reason=world.word("reason"),
            ),
        )
    return {**ids, "gift_id": str(gift_id)}


MAKERS = {"gift": a_gift}
