"""Asking the worker to look for conflicts again, whenever an item or a paper of it has changed."""

from uuid import UUID

from backend.kit import queue
from backend.scope import Scope

CHORE = "meetings.search_for_conflicts"


async def search_again(scope: Scope, *, item_id: UUID) -> None:
    """Ask for a search of one item, once this transaction has committed."""
    await queue.defer(CHORE, tenant_id=scope.tenant.id, lock=f"conflicts:{item_id}", item_id=item_id)
