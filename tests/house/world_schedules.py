"""A run of a schedule that was asked for, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.schedules import operations
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _run(world: Any) -> dict[str, str]:
    """The open run of a schedule: asked for twice it is one."""
    async with transactions.scope_tx(world.officer):
        return {"run_id": str(await operations.ask_for_run(world.officer, key="terms-review"))}


MAKERS: dict[str, Maker] = {"schedule_run": _run}
