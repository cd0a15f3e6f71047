"""What the worker does for exports. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.archives import making
from backend.archives.operations import exporting
from backend.scope import Scope
from backend.tenancy import transactions


async def make_export(scope: Scope, *, export_id: UUID) -> None:
    """Make an export that was asked for."""
    await making.make(scope, export_id=export_id)


async def end_exports(scope: Scope) -> None:
    """Make exports unreadable whose time is over."""
    async with transactions.scope_tx(scope, after_end=True):
        await exporting.end_old(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    exporting.MAKE: make_export,
    exporting.END: end_exports,
}
