"""What the worker does for readers. Run twice, the second run does nothing."""

from uuid import UUID

from backend.reading import operations
from backend.scope import Scope
from backend.tenancy import transactions


async def read_version(scope: Scope, *, version_id: UUID) -> None:
    """Take the words out of a version of a paper that was handed in."""
    async with transactions.scope_tx(scope):
        await operations.read_version(scope, version_id=version_id)


CHORES = {"reading.read_version": read_version}
