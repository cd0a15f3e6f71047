"""Interests in items and how they are handled, in the two worlds of the sweep: always of the world's member."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.meetings import operations as meetings
from backend.meetings.queries.effects import effects_on
from backend.meetings.treating import Treatment
from backend.tenancy import transactions

Ids = dict[str, str]


def makers(item: Callable[[Any], Awaitable[Ids]]) -> dict[str, Callable[[Any], Awaitable[Ids]]]:
    """Those of this module, on an item that `item` makes."""

    async def hit(world: Any) -> Ids:
        ids = await item(world)
        async with transactions.scope_tx(world.officer):
            hit_id = await meetings.add_hit(
                world.officer,
                item_id=UUID(ids["item_id"]),
                person_id=UUID(ids["member_id"]),
                reason=world.word("reason"),
            )
        return {**ids, "hit_id": str(hit_id)}

    async def treatment(world: Any) -> Ids:
        """What the world's chair decided, as its officer wrote it down."""
        ids = await hit(world)
        async with transactions.scope_tx(world.officer):
            treatment_id = await meetings.decide_treatment(
                world.officer,
                item_id=UUID(ids["item_id"]),
                person_id=UUID(ids["member_id"]),
                treatment=Treatment.LEAVE_FOR_ITEM,
                reason=world.word("why"),
            )
        return {**ids, "treatment_id": str(treatment_id)}

    async def treatment_to_review(world: Any) -> Ids:
        ids = await treatment(world)
        member = replace(world.scopes["member"], now=world.officer.now)
        async with transactions.scope_tx(member):
            await meetings.ask_for_review(
                member, treatment_id=UUID(ids["treatment_id"]), words=world.word("words")
            )
        return ids

    async def effect(world: Any) -> Ids:
        """Each time another than what holds, or there would be nothing to settle."""
        async with transactions.scope_tx(world.officer):
            now = (await effects_on(world.officer, world.officer.today))[Treatment.CHAIR_STANDS_DOWN]
            effect_id = await meetings.settle_effect(
                world.officer,
                treatment=Treatment.CHAIR_STANDS_DOWN,
                counts=not now.counts,
                votes=False,
                gets_paper=True,
                effective_from=world.officer.today,
                source=world.word("source"),
            )
        return {"effect_id": str(effect_id)}

    return {
        "hit": hit,
        "treatment": treatment,
        "treatment_to_review": treatment_to_review,
        "treatment_effect": effect,
    }
