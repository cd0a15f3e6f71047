"""What the worker does for the room: the first check of a pack when it comes."""

from uuid import UUID

from backend.portal.operations import opening
from backend.scope import Scope
from backend.tenancy import transactions


async def check(scope: Scope, *, pack_id: UUID) -> None:
    """Check a received pack. Run twice, a second check is kept, which finds the same."""
    async with transactions.scope_tx(scope):
        await opening.check(scope, pack_id=pack_id)


CHORES = {"portal.check": check}
