"""What the worker does for meetings. Run twice, the second does nothing."""

from backend.meetings.operations import rewording, undeclared
from backend.scope import Scope
from backend.tenancy import transactions


async def tell_of_undeclared(scope: Scope) -> None:
    """Tell chairs who is about to sit without a declaration, and say when to look again."""
    async with transactions.scope_tx(scope):
        await undeclared.tell_before_meetings(scope)


async def check_renditions(scope: Scope) -> None:
    """Undo the sign-offs of papers that are shown in other words than were signed, and say when to look again."""
    await rewording.check_meetings_to_come(scope)


CHORES = {undeclared.CHORE: tell_of_undeclared, rewording.CHORE: check_renditions}
