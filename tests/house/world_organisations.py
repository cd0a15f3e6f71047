"""Duplicates, ties and lists of organisations in the two worlds of the sweep."""

from typing import Any
from uuid import UUID

from backend.organisations import bringing_in, lists, merging, ties
from backend.tenancy import transactions


async def a_pair(world: Any) -> dict[str, str]:
    """Two organisations, and by the name that the forms give it, the other one."""
    from tests.house.world import MAKERS

    one, other = await MAKERS["organisation"](world), await MAKERS["organisation"](world)
    return {"organisation_id": one["organisation_id"], "other_id": other["organisation_id"]}


async def a_merge(world: Any) -> dict[str, str]:
    ids = await a_pair(world)
    kept_id = UUID(ids["organisation_id"])
    async with transactions.scope_tx(world.officer):
        await merging.merge(world.officer, kept_id=kept_id, merged_id=UUID(ids["other_id"]))
        (standing,) = await merging.merges_into(world.officer, organisation_id=kept_id)
    return {"organisation_id": ids["organisation_id"], "merge_id": str(standing.id)}


async def a_tie(world: Any) -> dict[str, str]:
    ids = await a_pair(world)
    async with transactions.scope_tx(world.officer):
        tie_id = await ties.tie(
            world.officer,
            organisation_id=UUID(ids["organisation_id"]),
            kind=ties.TieKind.OWNS,
            other_id=UUID(ids["other_id"]),
        )
    return {"organisation_id": ids["organisation_id"], "tie_id": str(tie_id)}


async def a_list(world: Any) -> dict[str, str]:
    read = lists.read([["Name"], [world.word("listed")]])
    async with transactions.scope_tx(world.officer):
        list_id = await bringing_in.keep_list(world.officer, file_name=f"{world.word('list')}.csv", read=read)
    return {"list_id": str(list_id)}


MAKERS = {"pair": a_pair, "merge": a_merge, "tie": a_tie, "organisations_list": a_list}
