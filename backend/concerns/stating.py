"""What is stated of breaches: what stands on their public register, and nothing of the concerns behind it."""

from collections.abc import Collection
from uuid import UUID

from backend.facts.stating import EVERY, ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope

_BREACHES = """
SELECT breach_id, found_on, notified_on FROM concerns_breach
WHERE tenant_id = $1 AND known_to IS NULL AND ($2::uuid[] IS NULL OR breach_id = ANY ($2))
"""


async def _breaches(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    rows = await fetch(_BREACHES, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=str(row["breach_id"]),
            title=f"A breach found on {row['found_on'].day} {row['found_on']:%B} {row['found_on'].year}",
            room="concerns",
            kind="breach",
            id=row["breach_id"],
            facts={"breach.found-on": row["found_on"], "breach.notified-on": row["notified_on"]},
        )
        for row in rows
    )


STATINGS = (
    Stating(
        room="concerns",
        about="breach",
        reach={"concerns.breach": ITSELF, "registers.import": EVERY},
        state=_breaches,
    ),
)
