"""What the worker does for the register. Run twice, the second does nothing."""

from backend.interests import chasing
from backend.scope import Scope
from backend.tenancy import transactions


async def chase_declarations(scope: Scope) -> None:
    """Chase who has not declared, by the tenant's ladder, and say when to look again."""
    async with transactions.scope_tx(scope):
        await chasing.chase(scope)


CHORES = {"interests.chase_declarations": chase_declarations}
