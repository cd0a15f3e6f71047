"""Asking the worker to look for conflicts again: an item, a paper, or what these are compared with has changed."""

from uuid import UUID

from backend.kit import queue
from backend.meetings.queries.searching import changed_items
from backend.organisations.searching import SEARCH_AHEAD, search_ahead
from backend.scope import Scope
from backend.tenancy import dues

__all__ = ["CHORE", "SEARCH_AHEAD", "search_again", "search_ahead", "search_changed"]

CHORE = "meetings.search_for_conflicts"


async def search_again(scope: Scope, *, item_id: UUID) -> None:
    """Ask for a search of one item, once this transaction has committed."""
    await queue.defer(CHORE, tenant_id=scope.tenant.id, lock=f"conflicts:{item_id}", item_id=item_id)


async def search_changed(scope: Scope) -> int:
    """Ask for a search of every item of a meeting to come that was searched from something else; returns how many.

    The register, the directory and the committees say when there may be one.
    """
    due = await dues.hold_due(scope, chore=SEARCH_AHEAD)
    found = await changed_items(scope)
    for item_id in found:
        await search_again(scope, item_id=item_id)
    if due is not None and due <= scope.now:
        await dues.clear_due(scope, chore=SEARCH_AHEAD)
    return len(found)
