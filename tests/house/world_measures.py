"""A measure and a value of an organisation in it, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.measures import Better, Said
from backend.kit.periods import Period
from backend.measures import operations
from backend.measures.operations import Stated
from backend.organisations import queries as organisations
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _measure(world: Any) -> dict[str, str]:
    async with transactions.scope_tx(world.officer):
        measure_id = await operations.add_measure(
            world.officer,
            title=world.word("measure"),
            definition=world.word("definition"),
            unit="days",
            better=Better.LOWER,
        )
    return {"measure_id": str(measure_id)}


async def _value(world: Any) -> dict[str, str]:
    measure = await _measure(world)
    async with transactions.scope_tx(world.officer):
        (value_id,) = await operations.state(
            world.officer,
            measure_id=UUID(measure["measure_id"]),
            stated=[
                Stated(
                    said=Said.ACTUAL,
                    period=Period.read("2012/13"),
                    value=Decimal(5),
                    source=world.word("report"),
                )
            ],
        )
    return {"value_id": str(value_id)}


async def _retired(world: Any) -> dict[str, str]:
    measure = await _measure(world)
    async with transactions.scope_tx(world.officer):
        await operations.retire_measure(
            world.officer, measure_id=UUID(measure["measure_id"]), because=world.word("reason")
        )
    return measure


async def _of_an_organisation(world: Any) -> dict[str, str]:
    """A measure, and a practice that a pasted line names by its code: another's code names nobody here."""
    from tests.house.world import MAKERS

    organisation = await MAKERS["organisation"](world)
    async with transactions.scope_tx(world.officer, readonly=True):
        every = await organisations.organisations_of(world.officer)
    (name,) = [each.name for each in every if str(each.id) == organisation["organisation_id"]]
    return {**await _measure(world), "practice": name}


MAKERS: dict[str, Maker] = {
    "measure": _measure,
    "measure_value": _value,
    "retired_measure": _retired,
    "measured_organisation": _of_an_organisation,
}
