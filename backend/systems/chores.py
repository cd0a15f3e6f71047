"""What the worker does for the room: it sends the figures that are owed. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable

from backend.scope import Scope
from backend.systems import operations
from backend.systems.queries.gathering import DELIVER
from backend.tenancy import transactions


async def deliver_due(scope: Scope) -> None:
    """Send first deliveries and those of a month that has begun."""
    async with transactions.scope_tx(scope):
        await operations.deliver_owed(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {DELIVER: deliver_due}
