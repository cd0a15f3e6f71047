"""What the worker does for sittings. Run twice, the second does nothing."""

from backend.scope import Scope
from backend.sittings.operations import following
from backend.tenancy import transactions


async def remind_of_declarations(scope: Scope) -> None:
    """Remind of what was declared at meetings and is not on the register yet, and say when to look again."""
    async with transactions.scope_tx(scope):
        await following.remind(scope)


CHORES = {following.CHORE: remind_of_declarations}
