"""What the worker does for annual statements. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.scope import Scope
from backend.statements import printing
from backend.statements.operations import signing


async def print_statement(scope: Scope, *, statement_id: UUID) -> None:
    """Make the PDF of a statement as it stands."""
    await printing.keep_file(scope, statement_id=statement_id)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {signing.PRINT: print_statement}
