"""What the worker does for the action log. Run twice, the second does nothing."""

from backend.actions import chasing
from backend.scope import Scope
from backend.tenancy import transactions


async def chase_actions(scope: Scope) -> None:
    """Chase who owes an action, by the tenant's ladder, and say when to look again."""
    async with transactions.scope_tx(scope):
        await chasing.chase(scope)


CHORES = {"actions.chase_actions": chase_actions}
