"""What a spreadsheet of gifts is compared with: the offers that stand, and what each giver gave before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.interests.rules.gifts import OfferKind, Outcome
from backend.kit.database import fetch
from backend.scope import Scope

_STANDING = """
SELECT g.person_id, o.kept_id AS giver_id, g.kind, g.description, g.pounds, g.offered_on, g.received_on, g.outcome
FROM interests_gift g JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
WHERE g.tenant_id = $1 AND g.known_to IS NULL AND g.status <> 'WITHDRAWN'
"""
# What somebody did since with what was brought in: a version that is neither the import's nor the bulk acceptance's.
_CHANGED = """
SELECT DISTINCT p.name AS person_name, o.name AS giver_name
FROM interests_gift g
JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
WHERE g.tenant_id = $1 AND g.brought_in_by = $2 AND g.known_from > $3 AND g.known_from IS DISTINCT FROM $4
ORDER BY p.name, o.name LIMIT 4
"""


@dataclass(frozen=True, slots=True)
class HeldGift:
    """An offer as it stands, with no more than is needed to know it again."""

    person_id: UUID
    giver_id: UUID
    kind: OfferKind
    description: str
    pounds: Decimal
    offered_on: date
    received_on: date | None
    outcome: Outcome


async def held_gifts(scope: Scope) -> tuple[HeldGift, ...]:
    """Every offer that the register holds now, withheld ones too. It is for comparing alone: it is not shown."""
    return tuple(map(_held, await fetch(_STANDING, scope.tenant.id)))


async def gifts_to(scope: Scope, *, person_ids: list[UUID]) -> tuple[HeldGift, ...]:
    """What these people were offered, for summing what one giver gave one person."""
    rows = await fetch(f"{_STANDING} AND g.person_id = ANY($2)", scope.tenant.id, person_ids)
    return tuple(map(_held, rows))


async def changed_since(
    scope: Scope, *, import_id: UUID, accepted_at: object, written_at: object
) -> tuple[str, ...]:
    """Of up to four offers of an import, whose they are, where somebody changed or reviewed them since."""
    rows = await fetch(_CHANGED, scope.tenant.id, import_id, written_at, accepted_at)
    return tuple(f"{row['person_name']}: {row['giver_name']}" for row in rows)


async def waiting_of(scope: Scope, *, import_id: UUID) -> int:
    """How many offers that an import wrote still wait for their review."""
    rows = await fetch(
        "SELECT count(*) AS count FROM interests_gift WHERE tenant_id = $1 AND brought_in_by = $2 "
        "AND known_to IS NULL AND status IN ('SUBMITTED', 'RETURNED')",
        scope.tenant.id,
        import_id,
    )
    count: int = rows[0]["count"]
    return count


def _held(row: Any) -> HeldGift:
    values = {**row, "kind": OfferKind(row["kind"]), "outcome": Outcome(row["outcome"])}
    return HeldGift(**values)
