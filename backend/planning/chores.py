"""What the worker does for planning. Run twice, the second does nothing."""

from uuid import UUID

from backend.planning.operations import askers, questions
from backend.scope import Scope
from backend.tenancy import transactions


async def forget_askers(scope: Scope) -> None:
    """Forget who asked questions, once that is kept no longer, and say when to look again."""
    async with transactions.scope_tx(scope):
        await questions.forget_askers(scope)


async def tell_askers(scope: Scope, *, meeting_id: UUID) -> None:
    """Tell whoever asked for a meeting that it was moved."""
    async with transactions.scope_tx(scope):
        await askers.tell_askers(scope, meeting_id=meeting_id)


CHORES = {questions.CHORE: forget_askers, askers.CHORE: tell_askers}
