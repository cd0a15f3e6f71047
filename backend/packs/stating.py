"""What is stated of packs: which were finished, and when."""

from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope

_PACKS = """
SELECT p.id, p.kind, p.issue, p.as_at, p.until_on, m.title AS meeting FROM packs_pack p
LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
WHERE p.tenant_id = $1 AND p.state = 'ready' AND p.as_at IS NOT NULL AND p.for_person_id IS NULL
  AND ($2::uuid[] IS NULL OR p.id = ANY ($2))
"""


async def _packs(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Finished packs; a copy for one person is no pack of its own."""
    zone = ZoneInfo(scope.tenant.time_zone)
    rows = await fetch(_PACKS, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=str(row["id"]),
            title=f"Pack for {row['meeting']}, issue {row['issue']}"
            if row["meeting"]
            else f"Assurance pack {row['issue']}",
            room="packs",
            kind=f"{row['kind']}-pack",
            id=row["id"],
            facts={"pack.kind": row["kind"], "pack.ready-on": row["as_at"].astimezone(zone).date()},
        )
        for row in rows
    )


STATINGS = (
    Stating(
        room="packs",
        about="pack",
        reach={"packs.board-pack": ITSELF, "packs.assurance-pack": ITSELF},
        state=_packs,
    ),
)
