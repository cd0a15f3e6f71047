"""What the worker does for assurance. Run twice, the second does nothing."""

from datetime import timedelta

from backend.assurance.operations import following
from backend.scope import Scope
from backend.tenancy import dues, transactions

AGAIN = timedelta(minutes=1)
"""How long after something was followed it is looked once more, for what was just being committed then."""


async def follow_changes(scope: Scope) -> None:
    """Bring facts and verdicts up to what was done, and to the day.

    That it is due is taken back first, in a transaction of its own: what is done from then on makes it due anew.
    """
    async with transactions.scope_tx(scope):
        await dues.clear_due(scope, chore=dues.FOLLOW)
    async with transactions.scope_tx(scope):
        followed = await following.follow(scope)
        if followed.touched:
            await dues.set_due_by(scope, chore=dues.FOLLOW, at=scope.now + AGAIN)


CHORES = {dues.FOLLOW: follow_changes}
