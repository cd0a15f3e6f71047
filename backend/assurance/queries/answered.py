"""What stands on an edition: its open assessments, and the answers given in any."""

from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


async def answers_on(scope: Scope, *, edition_id: UUID) -> int:
    """How many answers people have given to what an edition asks, in whichever assessment. One statement."""
    rows = await fetch(
        """
        SELECT count(*) AS answers
        FROM assurance_assessment s
        JOIN assurance_answer a ON a.tenant_id = $1 AND a.assessment_id = s.id AND a.level IS NOT NULL
        WHERE s.tenant_id = $1 AND s.edition_id = $2
        """,
        scope.tenant.id,
        edition_id,
    )
    return int(rows[0]["answers"])


async def answered_in(scope: Scope, *, edition_id: UUID) -> frozenset[UUID]:
    """The requirements of an edition that an open assessment holds an answer to. One statement."""
    rows = await fetch(
        """
        SELECT DISTINCT a.requirement_id
        FROM assurance_assessment s
        JOIN assurance_answer a ON a.tenant_id = $1 AND a.assessment_id = s.id AND a.level IS NOT NULL
        WHERE s.tenant_id = $1 AND s.edition_id = $2 AND s.state = 'open'
        """,
        scope.tenant.id,
        edition_id,
    )
    return frozenset(row["requirement_id"] for row in rows)


async def open_assessments(scope: Scope, *, edition_id: UUID) -> tuple[UUID, ...]:
    """The open assessments of an edition, the oldest first. One statement."""
    rows = await fetch(
        "SELECT id FROM assurance_assessment WHERE tenant_id = $1 AND edition_id = $2 AND state = 'open'"
        " ORDER BY opened_at, id",
        scope.tenant.id,
        edition_id,
    )
    return tuple(row["id"] for row in rows)
