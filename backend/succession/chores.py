"""What the worker does for the room: stock, rehearsal, and the day itself. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable

from backend.succession.operations import asking, merging

CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    asking.STOCK: merging.take_stock,
    asking.REHEARSE: merging.rehearse,
    asking.CARRY_OUT: merging.carry_out,
}
