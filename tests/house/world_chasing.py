"""Closed days of the chase, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from backend.chasing import operations
from backend.desk.chasing.chased import SOURCES
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _closed_day(world: Any) -> dict[str, str]:
    """A working day of the next months, one further ahead for each that there is."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        for ahead in range(40, 400):
            try:
                day_id = await operations.close_day(
                    scope, SOURCES, day=scope.today + timedelta(days=ahead), name=world.word("closed")
                )
            except operations.UnableToSettle:
                continue
            return {"day_id": str(day_id)}
    raise AssertionError("no day was left to close")


MAKERS: dict[str, Maker] = {"closed_day": _closed_day}
