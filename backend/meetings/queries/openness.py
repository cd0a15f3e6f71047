"""Which papers were let into public copies though their cover sheets say that they are confidential or exempt."""

from collections.abc import Collection
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.openness import Disclosure
from backend.scope import Scope


async def disclosures_of(scope: Scope, *, version_ids: Collection[UUID]) -> dict[UUID, Disclosure]:
    """What was recorded of these versions of papers, by version. One statement."""
    rows = await fetch(
        "SELECT v.id, d.reason, d.decided_by_name FROM meetings_disclosure d "
        "JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = d.paper_id AND v.version = d.version "
        "WHERE d.tenant_id = $1 AND v.id = ANY($2)",
        scope.tenant.id,
        list(version_ids),
    )
    return {row["id"]: Disclosure(reason=row["reason"], name=row["decided_by_name"]) for row in rows}
