"""The organisations that items touch."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedOrganisation:
    """An organisation that an item touches."""

    id: UUID
    name: str


async def organisations_of_items(
    scope: Scope, item_ids: Collection[UUID]
) -> dict[UUID, tuple[TouchedOrganisation, ...]]:
    """The organisations that these items touch, by item and name."""
    rows = await fetch(
        "SELECT DISTINCT t.item_id, o.kept_id AS id, o.name, lower(o.name) FROM meetings_item_organisation t "
        "JOIN organisations_named o ON o.tenant_id = $1 AND o.id = t.organisation_id "
        "WHERE t.tenant_id = $1 AND t.item_id = ANY($2) AND t.removed_at IS NULL ORDER BY lower(o.name), o.kept_id",
        scope.tenant.id,
        list(item_ids),
    )
    found: dict[UUID, list[TouchedOrganisation]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(TouchedOrganisation(id=row["id"], name=row["name"]))
    return {item_id: tuple(each) for item_id, each in found.items()}
