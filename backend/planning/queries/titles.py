"""The titles of what the forward plans hold: what `app` hands down as topics to the room of challenge."""

from backend.kit.database import fetch
from backend.scope import Scope


async def titles_of_business(scope: Scope) -> tuple[str, ...]:
    """The titles of public business that is on a plan and has not ended; none for whoever may not read plans."""
    if not scope.may("planning.read"):
        return ()
    rows = await fetch(
        "SELECT DISTINCT title FROM planning_business WHERE tenant_id = $1 AND part = 'public' "
        "AND accepted_at IS NOT NULL AND withdrawn_at IS NULL AND (ended_on IS NULL OR ended_on > $2) ORDER BY title",
        scope.tenant.id,
        scope.today,
    )
    return tuple(row["title"] for row in rows)
