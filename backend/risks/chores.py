"""What the worker does for risks. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.risks import making
from backend.risks.operations import dues, proposing, reports, rounds
from backend.scope import Scope
from backend.tenancy import transactions


async def make_report(scope: Scope, *, report_id: UUID) -> None:
    """Make a paper about the risks that was asked for, and put it on the agenda."""
    await making.make(scope, report_id=report_id)


async def propose_business(scope: Scope) -> None:
    """Propose what is beyond appetite or past its date to lead committees, and say when to look again."""
    async with transactions.scope_tx(scope):
        await proposing.propose_due(scope)


async def close_rounds(scope: Scope) -> None:
    """Close the rounds whose cut-off has passed, with the list of what was not confirmed."""
    async with transactions.scope_tx(scope):
        await rounds.close_rounds(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    dues.PROPOSE: propose_business,
    dues.CLOSE: close_rounds,
    reports.MAKE: make_report,
}
