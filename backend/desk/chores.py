"""What the worker does across rooms. Run twice, the second does nothing."""

from backend.chasing import sweeping
from backend.desk.chasing.chased import SOURCES
from backend.scope import Scope
from backend.tenancy import transactions


async def chase_what_is_owed(scope: Scope) -> None:
    """Write to everyone about what they owe, by the tenant's ladders, in one letter a day; say when to look again."""
    async with transactions.scope_tx(scope):
        await sweeping.sweep(scope, SOURCES)


CHORES = {"desk.chase_what_is_owed": chase_what_is_owed}
