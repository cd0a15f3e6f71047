"""What a spreadsheet of contracts is compared with, and what is found of those that it brought in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope

# What somebody did since with what was brought in: a later version, or anything that hangs on it and is ours.
_CHANGED = """
SELECT DISTINCT p.reference FROM procurement_particulars v
JOIN procurement_procurement p ON p.tenant_id = $1 AND p.id = v.procurement_id
WHERE v.tenant_id = $1 AND v.brought_in_by = $2 AND (
  v.known_from > $3
  OR EXISTS (SELECT FROM procurement_decision x
    WHERE x.tenant_id = $1 AND x.procurement_id = v.procurement_id AND x.known_from > $3)
  OR EXISTS (SELECT FROM procurement_bidder x
    WHERE x.tenant_id = $1 AND x.procurement_id = v.procurement_id AND x.named_at > $3)
  OR EXISTS (SELECT FROM procurement_declaration x
    WHERE x.tenant_id = $1 AND x.procurement_id = v.procurement_id AND x.declared_at > $3)
  OR EXISTS (SELECT FROM procurement_notice x
    WHERE x.tenant_id = $1 AND x.procurement_id = v.procurement_id AND x.recorded_at > $3)
  OR EXISTS (SELECT FROM procurement_representation x
    WHERE x.tenant_id = $1 AND x.procurement_id = v.procurement_id))
ORDER BY p.reference LIMIT 4
"""


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """A procurement as it stands with its decision, if there is one; for comparing alone."""

    reference: str
    title: str
    decided_on: date | None
    supplier_id: UUID | None
    total: Decimal | None
    own: Decimal | None


async def held_decisions(scope: Scope) -> tuple[HeldDecision, ...]:
    """Every procurement that the register knows now, decided or not. One statement."""
    rows = await fetch(
        "SELECT p.reference, v.title, d.decided_on, o.kept_id AS supplier_id, d.total, d.own "
        "FROM procurement_particulars v "
        "JOIN procurement_procurement p ON p.tenant_id = $1 AND p.id = v.procurement_id "
        "LEFT JOIN procurement_decision d "
        "ON d.tenant_id = $1 AND d.procurement_id = v.procurement_id AND d.known_to IS NULL "
        "LEFT JOIN organisations_named o ON o.tenant_id = $1 AND o.id = d.supplier_id "
        "WHERE v.tenant_id = $1 AND v.known_to IS NULL",
        scope.tenant.id,
    )
    return tuple(HeldDecision(*row.values()) for row in rows)


async def left_over(scope: Scope) -> dict[str, UUID]:
    """Procurements that were taken back with their file, by reference in small letters: the reference is free again."""
    rows = await fetch(
        "SELECT lower(p.reference) AS reference, p.id FROM procurement_procurement p "
        "WHERE p.tenant_id = $1 AND NOT EXISTS (SELECT FROM procurement_particulars v "
        "WHERE v.tenant_id = $1 AND v.procurement_id = p.id AND v.known_to IS NULL)",
        scope.tenant.id,
    )
    return {row["reference"]: row["id"] for row in rows}


async def references_of(scope: Scope) -> frozenset[str]:
    """Every reference that was ever given, in small letters."""
    rows = await fetch(
        "SELECT lower(reference) AS reference FROM procurement_procurement WHERE tenant_id = $1",
        scope.tenant.id,
    )
    return frozenset(row["reference"] for row in rows)


async def changed_since(scope: Scope, *, import_id: UUID, written_at: object) -> tuple[str, ...]:
    """The references of up to four procurements of an import that somebody changed since."""
    rows = await fetch(_CHANGED, scope.tenant.id, import_id, written_at)
    return tuple(row["reference"] for row in rows)
