"""What the worker does for requests: it prints letters, and writes to those whose days come. Twice does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.requests import printing
from backend.requests.operations import answering, reminding, telling
from backend.scope import Scope
from backend.tenancy import transactions


async def print_letter(scope: Scope, *, request_id: UUID) -> None:
    """Make the PDF of the letter with a checked answer."""
    await printing.keep_letter(scope, request_id=request_id)


async def remind_of_days(scope: Scope) -> None:
    """Tell handlers what falls due."""
    async with transactions.scope_tx(scope):
        await reminding.remind(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    answering.PRINT: print_letter,
    telling.REMIND: remind_of_days,
}
