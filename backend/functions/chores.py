"""What the worker does for functions: it prints. Nothing that it does makes a function held."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.functions import printing
from backend.functions.operations import prints
from backend.scope import Scope


async def print_map(scope: Scope, *, print_id: UUID) -> None:
    """Make the PDF of the map that was asked for."""
    await printing.keep_print(scope, print_id=print_id)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {prints.MAKE: print_map}
