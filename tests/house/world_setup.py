"""Lists of people, in the two worlds of the sweep."""

from typing import Any
from uuid import UUID

from backend.kit.identity import new_id
from backend.setup.operations import people_lists as acts
from backend.tenancy import transactions


async def a_people_list(world: Any, *, good: bool = False) -> dict[str, str]:
    """A list with somebody new, and somebody of our own name; one row of it has a fault."""
    scope = world.officer
    word = world.word("listed")
    rows = [f"Newcomer {word} Invented,newcomer.{new_id().hex[-12:]}@example.invalid"]
    if not good:
        rows += [f"{scope.actor.name},", f"Faulty {word},,{word}"]
    data = "\n".join(["Name,Email,Roles", *rows]).encode()
    async with transactions.scope_tx(scope):
        list_id = await acts.start(scope, file_name=f"{word}.csv", data=data)
    return {"list_id": str(list_id)}


async def a_settled_list(world: Any) -> dict[str, str]:
    """A list of which every question is answered."""
    ids = await a_people_list(world)
    async with transactions.scope_tx(world.officer):
        await acts.answer(world.officer, list_id=UUID(ids["list_id"]), answers={}, rest="new")
    return ids


async def a_finished_list(world: Any) -> dict[str, str]:
    """A list that was brought in, and is the last."""
    ids = await a_people_list(world, good=True)
    async with transactions.scope_tx(world.officer):
        await acts.bring(world.officer, list_id=UUID(ids["list_id"]), leave_out=False)
    return ids


MAKERS = {
    "people_list": a_people_list,
    "settled_people_list": a_settled_list,
    "finished_people_list": a_finished_list,
}
