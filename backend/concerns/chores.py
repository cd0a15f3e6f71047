"""What the worker does for concerns. Run twice, the second does nothing."""

from backend.concerns.operations import keeping, raising
from backend.scope import Scope
from backend.tenancy import transactions


async def keep_handled(scope: Scope) -> None:
    """See that no open concern is left with nobody."""
    async with transactions.scope_tx(scope):
        await keeping.keep_handled(scope)


CHORES = {raising.CHORE: keep_handled}
