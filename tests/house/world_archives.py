"""Proposals to end an organisation, and exports, in the two worlds of the sweep. None of them is carried out."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.archives.operations import exporting, settling
from backend.archives.queries import life
from backend.archives.rules.settling import ExportState, ProposalState
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _proposal(world: Any) -> dict[str, str]:
    """An open proposal to close it; the one before is taken back."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        for each in await life.proposals_of(scope):
            if each.state is ProposalState.OPEN:
                await settling.withdraw(scope, proposal_id=each.id, because="A test")
        proposal_id = await settling.propose_closing(scope, ends_on=scope.today, reason=world.word("reason"))
    return {"proposal_id": str(proposal_id)}


async def _asked(world: Any) -> dict[str, str]:
    """An export that waits for the worker."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        for each in await life.exports_of(scope):
            if each.state is ExportState.ASKED:
                return {"export_id": str(each.id)}
        return {"export_id": str(await exporting.ask(scope))}


async def _ready(world: Any) -> dict[str, str]:
    """An export that is made, as far as its row says."""
    ids = await _asked(world)
    made = exporting.Made(key=b"k" * 32, sha256="a" * 64, stored_sha256="b" * 64, size=1, rows=1, files=0)
    async with transactions.scope_tx(world.officer):
        await exporting.finish(world.officer, export_id=ids["export_id"], made=made)  # type: ignore[arg-type]  # as text it is found as well
    return ids


MAKERS: dict[str, Maker] = {"ending_proposal": _proposal, "asked_export": _asked, "ready_export": _ready}
