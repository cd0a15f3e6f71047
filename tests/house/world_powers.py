"""The scheme of powers in the two worlds of the sweep."""

from typing import Any
from uuid import UUID

from backend.catalogue.powers import PowerFunction
from backend.powers import operations
from backend.tenancy import transactions
from tests.powers.made import body, outside, said

Ids = dict[str, str]


async def a_power(world: Any) -> Ids:
    """A function that a committee holds, with two more committees, its words those of the world."""
    from tests.house.world import MAKERS

    holder, other, above = [(await MAKERS["committee"](world))["committee_id"] for _ in range(3)]
    name = world.word("function")
    officer = world.officer
    async with transactions.scope_tx(officer):
        function_id = await operations.add_function(
            officer,
            function=PowerFunction(
                id=name.lower().replace(" ", "-"),
                name=name,
                authority=world.word("statute"),
                about=world.word("about"),
                mark="setting",
            ),
        )
        entry_id = await operations.add_entry(
            officer,
            said=said(
                function_id,
                body(UUID(holder)),
                clause=world.word("clause"),
                conditions=world.word("conditions"),
                consent=(outside(world.word("outside")),),
            ),
        )
    return {
        "function_id": str(function_id),
        "entry_id": str(entry_id),
        "committee_id": holder,
        "other_id": other,
        "upward_id": above,
        "name": name,
    }


async def a_retired_function(world: Any) -> Ids:
    ids = await a_power(world)
    async with transactions.scope_tx(world.officer):
        await operations.retire_function(world.officer, function_id=UUID(ids["function_id"]))
    return ids


MAKERS = {"power": a_power, "retired_function": a_retired_function}
