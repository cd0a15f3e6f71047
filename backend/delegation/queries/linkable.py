"""Milestones as papers may link to them: what `app` hands down to the room of meetings."""

from backend.kit.database import fetch
from backend.meetings.linking import Linkable
from backend.scope import Scope


async def milestones_to_link(scope: Scope) -> tuple[Linkable, ...]:
    """The milestones of programmes in use, in their own order; none for whoever may not see them. One statement."""
    if not scope.may("delegation.read"):
        return ()
    rows = await fetch(
        "SELECT m.id, m.slug, m.activity FROM delegation_milestone m "
        "JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = m.programme_id "
        "WHERE m.tenant_id = $1 AND (m.retired_on IS NULL OR m.retired_on > $2) "
        "AND (p.retired_on IS NULL OR p.retired_on > $2) ORDER BY p.id, m.position, m.id",
        scope.tenant.id,
        scope.today,
    )
    return tuple(Linkable(id=row["id"], title=f"{row['slug'].upper()}: {row['activity']}") for row in rows)
