"""What is stated of procurements: when they were decided, and who has yet to say whether they have an interest."""

from collections.abc import Collection
from uuid import UUID

from backend.facts.stating import EVERY, ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope

_PROCUREMENTS = """
SELECT p.id, p.reference, t.title, d.decided_on, (
  SELECT count(*)::int FROM procurement_participant w WHERE w.tenant_id = $1 AND w.procurement_id = p.id
    AND w.left_on IS NULL AND NOT EXISTS (SELECT 1 FROM procurement_declaration s
      WHERE s.tenant_id = $1 AND s.participant_id = w.id)
) AS missing
FROM procurement_procurement p
JOIN procurement_particulars t ON t.tenant_id = $1 AND t.procurement_id = p.id AND t.known_to IS NULL
LEFT JOIN procurement_decision d ON d.tenant_id = $1 AND d.procurement_id = p.id AND d.known_to IS NULL
WHERE p.tenant_id = $1 AND ($2::uuid[] IS NULL OR p.id = ANY ($2))
"""


async def _procurements(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    rows = await fetch(_PROCUREMENTS, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=str(row["id"]),
            title=f"{row['reference']}: {row['title']}",
            room="procurement",
            kind="procurement",
            id=row["id"],
            facts={
                "procurement.decided-on": row["decided_on"],
                "procurement.declarations-missing": row["missing"],
            },
        )
        for row in rows
    )


STATINGS = (
    Stating(
        room="procurement",
        about="procurement",
        reach={"procurement.procurement": ITSELF, "registers.import": EVERY},
        state=_procurements,
    ),
)
