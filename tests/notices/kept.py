"""Letters with their words, those too that are kept as what they say until they are sent."""

from typing import Any

from backend.kit import database
from backend.notices import wording
from backend.scope import Scope
from backend.tenancy import transactions


async def letters_in_words(scope: Scope) -> list[dict[str, Any]]:
    """Every letter of the tenant, oldest first, as its row with the words that it has or would have now."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT * FROM notices_letter WHERE tenant_id = $1 ORDER BY queued_at, id", scope.tenant.id
        )
    found = []
    for row in rows:
        words = wording.words_kept(scope, row)
        found.append({**row, "text": words.text, "html": words.html})
    return found
