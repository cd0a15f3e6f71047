"""What the worker does across rooms. Run twice, the second does nothing."""

from backend.actions import chasing as actions
from backend.chasing import sweeping
from backend.chasing.sources import Source
from backend.interests import chasing as interests
from backend.scope import Scope
from backend.tenancy import transactions

SOURCES: tuple[Source, ...] = (interests.SOURCE, actions.SOURCE)
"""Everything that is chased, each with its ladder."""


async def chase_what_is_owed(scope: Scope) -> None:
    """Write to everyone about what they owe, by the tenant's ladders, in one letter a day; say when to look again."""
    async with transactions.scope_tx(scope):
        await sweeping.sweep(scope, SOURCES)


CHORES = {"desk.chase_what_is_owed": chase_what_is_owed}
