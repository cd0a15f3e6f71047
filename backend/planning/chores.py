"""What the worker does for planning. Run twice, the second does nothing."""

from backend.planning.operations import questions
from backend.scope import Scope
from backend.tenancy import transactions


async def forget_askers(scope: Scope) -> None:
    """Forget who asked questions, once that is kept no longer, and say when to look again."""
    async with transactions.scope_tx(scope):
        await questions.forget_askers(scope)


CHORES = {questions.CHORE: forget_askers}
