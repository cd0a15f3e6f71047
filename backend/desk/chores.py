"""What the worker does across rooms. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.chasing import sweeping, terms
from backend.committees import reviewed
from backend.desk import anchoring
from backend.desk.chasing.chased import WITH_NEWS
from backend.desk.scheduled import CHASE, DOINGS, chase
from backend.ledger.sealing import ANCHOR
from backend.schedules import operations as schedules
from backend.schedules.doings import Did
from backend.scope import Scope
from backend.tenancy import transactions


async def chase_what_is_owed(scope: Scope) -> None:
    """Write to everyone about what they owe, by the tenant's ladders, in one letter a day; say when to look again."""

    async def sweep() -> Did:
        return chase.said(await sweeping.sweep(scope, WITH_NEWS))

    await schedules.run_recorded(scope, CHASE, sweep)


async def run_schedules(scope: Scope) -> None:
    """Ask for the runs that are due, and look after those that are open."""
    async with transactions.scope_tx(scope):
        await schedules.wake(scope, DOINGS)


async def run_schedule(scope: Scope, *, run_id: UUID) -> None:
    """Do one run that was asked for, by hand or by the clock."""
    await schedules.run_one(scope, DOINGS, run_id=run_id)


async def settle_terms(scope: Scope, *, committee_id: UUID) -> None:
    """Take back what waits to chase the review of terms of reference that are not a committee's newest any more."""
    async with transactions.scope_tx(scope):
        newest = {row["id"] for row in await reviewed.terms_to_review(scope)}
        versions = await reviewed.terms_of(scope, committee_id=committee_id)
        await terms.settle(scope, version_ids=tuple(line.id for line in versions if line.id not in newest))


async def anchor_ledger(scope: Scope) -> None:
    """Take the newest root of the ledger to places outside our control."""
    await anchoring.anchor_ledger(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    "desk.chase_what_is_owed": chase_what_is_owed,
    schedules.CHORE: run_schedules,
    schedules.JOB: run_schedule,
    "desk.settle_terms": settle_terms,
    ANCHOR: anchor_ledger,
}
