"""What the worker does for the registers. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg

from backend.kit import database
from backend.registers import printing
from backend.registers.operations import import_writing, publishing, retention, returns
from backend.scope import Refusal, Scope
from backend.tenancy import transactions

_AWAY = (
    database.DatabaseUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    ConnectionError,
)


async def freeze_publication(scope: Scope, *, publication_id: UUID) -> None:
    """Prepare a refresh that was asked for."""
    try:
        async with transactions.scope_tx(scope):
            await publishing.freeze_publication(scope, publication_id=publication_id)
    except Refusal as refusal:
        if refusal.status == 503:
            raise
        async with transactions.scope_tx(scope):
            await publishing.fail_publication(scope, publication_id=publication_id, sentence=refusal.sentence)


async def release_publications(scope: Scope) -> None:
    """Make public what was approved and whose hour has come."""
    async with transactions.scope_tx(scope):
        await publishing.release_due(scope)


async def keep_public_files(scope: Scope) -> None:
    """Make the PDFs anew that hold other lines than may be seen today."""
    await printing.keep_public_files(scope)


async def print_return(scope: Scope, *, return_id: UUID) -> None:
    """Make the PDF of a return as it was signed."""
    await printing.keep_return_file(scope, return_id=return_id)


async def bring_in(scope: Scope, *, import_id: UUID) -> None:
    """Write a spreadsheet whose columns and names are settled."""
    try:
        await import_writing.write(scope, import_id=import_id)
    except Refusal as refusal:
        await import_writing.put_back(scope, import_id=import_id, failure=refusal.sentence)
    except _AWAY:
        raise  # the job is taken up again
    except Exception:
        await import_writing.put_back(scope, import_id=import_id, failure=import_writing.OUR_FAULT)
        raise


async def propose_disposals(scope: Scope) -> None:
    """Propose what has been kept as long as the schedule says; nothing is removed."""
    async with transactions.scope_tx(scope):
        await retention.propose_disposals(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    "registers.freeze_publication": freeze_publication,
    "registers.release_publications": release_publications,
    "registers.keep_public_files": keep_public_files,
    "registers.propose_disposals": propose_disposals,
    import_writing.WRITE: bring_in,
    returns.PRINT: print_return,
}
