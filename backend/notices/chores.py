"""What the worker does for the outbox. Each may run twice, or at once with another, and sends nothing twice."""

from uuid import UUID

from backend.kit.clock import real_now
from backend.notices import delivery, operations, queries, returns
from backend.scope import Scope
from backend.tenancy import dues, transactions


async def deliver(scope: Scope, *, letter_id: UUID) -> None:
    """Deliver one letter."""
    await delivery.deliver(scope, letter_id=letter_id)


async def deliver_waiting(scope: Scope) -> None:
    """Deliver what waits, oldest first, until the mail server takes no more for the time being."""
    async with transactions.scope_tx(scope, readonly=True):
        waiting = await queries.letters_waiting(scope, real_now=real_now())
    for letter_id in waiting:
        if not (await delivery.deliver(scope, letter_id=letter_id)).goes_on:
            break


async def retry_stalled(scope: Scope) -> None:
    """Take up letters whose worker died or whose mail server asked for patience, and ask the post what became of
    those that it took; then say when to look again."""
    await deliver_waiting(scope)
    await returns.follow_up(scope)
    async with transactions.scope_tx(scope):
        await dues.hold_due(scope, chore=operations.RETRY_CHORE)
        next_at = await queries.next_attempt_at(scope)
        if next_at is None:
            await dues.clear_due(scope, chore=operations.RETRY_CHORE)
        else:
            await dues.set_due(scope, chore=operations.RETRY_CHORE, at=scope.now + (next_at - real_now()))


CHORES = {
    "notices.deliver": deliver,
    "notices.deliver_waiting": deliver_waiting,
    "notices.retry_stalled": retry_stalled,
}
