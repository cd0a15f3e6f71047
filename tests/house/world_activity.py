"""A line of the ledger, sealed, with the record that it tells of and who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.kit import database
from backend.ledger import sealing
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


async def _line(world: World) -> Ids:
    from tests.house.world import MAKERS

    ids = await MAKERS["action"](world)
    await sealing.seal_now(world.officer)
    async with transactions.scope_tx(world.officer, readonly=True):
        (row,) = await database.fetch(
            "SELECT id, actor_person_id FROM ledger_event WHERE tenant_id = $1 AND subject_kind = 'action' "
            "AND subject_id = $2::text::uuid ORDER BY recorded_at LIMIT 1",
            world.tenant.id,
            ids["action_id"],
        )
    return {
        "room": "actions",
        "kind": "action",
        "record_id": ids["action_id"],
        "event_id": str(row["id"]),
        "person_id": str(row["actor_person_id"]),
    }


MAKERS = {"line": _line}
