"""What the worker does for the room: it says that links end soon, and that a newer issue exists."""

from collections.abc import Awaitable, Callable

from backend.releases import operations
from backend.releases.operations import telling
from backend.scope import Scope
from backend.tenancy import transactions


async def look_after(scope: Scope) -> None:
    """Say what time and newer issues do to releases."""
    async with transactions.scope_tx(scope):
        await operations.look_after(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {telling.CHORE: look_after}
