"""What the worker does for readers. Run twice, the second run does nothing."""

from uuid import UUID

from backend.reading import operations
from backend.reading.queries import texts
from backend.scope import Scope
from backend.tenancy import transactions


async def read_version(scope: Scope, *, version_id: UUID) -> None:
    """Take the words out of a version of a paper that was handed in."""
    async with transactions.scope_tx(scope):
        await operations.read_version(scope, version_id=version_id)


async def read_waiting(scope: Scope) -> None:
    """Take the words out of every paper that nobody has read yet: by hand, after papers were brought in otherwise."""
    async with transactions.scope_tx(scope, readonly=True):
        waiting = await texts.versions_waiting(scope)
    for version_id in waiting:
        await read_version(scope, version_id=version_id)


CHORES = {"reading.read_version": read_version, "reading.read_waiting": read_waiting}
