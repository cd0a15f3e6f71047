"""What the worker does for the room: the files of what was approved. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.reporting import printing
from backend.reporting.operations import sending
from backend.scope import Scope


async def print_issue(scope: Scope, *, issue_id: UUID) -> None:
    """Make the PDF of an approved issue, and of a return its data."""
    await printing.keep_files(scope, issue_id=issue_id)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {sending.PRINT: print_issue}
