"""Which acts stand on an item of an agenda, and the meetings that an act can go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.between import settings
from backend.between.queries.acts import ActLine, line_of
from backend.between.queries.reading import act_rows, fault_rows
from backend.kit.database import fetch
from backend.scope import Scope


async def acts_of_item(scope: Scope, *, item_id: UUID) -> tuple[ActLine, ...]:
    """The acts for whose report or ratification an item is there, also where the item came from another agenda."""
    rows = await act_rows(
        scope,
        "a.state <> 'struck' AND EXISTS (SELECT 1 FROM between_placement x WHERE x.tenant_id = $1 AND x.act_id = a.id "
        "AND (x.item_id = $5 OR EXISTS (SELECT 1 FROM meetings_passage t WHERE t.tenant_id = $1 AND t.item_id = $5 "
        "AND t.thread_id = x.item_id)))",
        item_id,
        order="a.taken_at, a.id",
    )
    faults = await fault_rows(scope, [row["id"] for row in rows])
    month = settings.first_month_of(scope)
    return tuple(line_of(scope, row, faults.get(row["id"], []), first_month=month) for row in rows)


async def meetings_to_come(scope: Scope, *, committee_id: UUID) -> Sequence[Any]:
    """The meetings of a committee that have not begun, the next one first: id, title and start."""
    return await fetch(
        "SELECT id, title, starts_at FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = $2 "
        "AND state IN ('planned', 'agenda-published') AND starts_at > $3 ORDER BY starts_at, id",
        scope.tenant.id,
        committee_id,
        scope.now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The last agenda of a committee on which an act stood. `off`: its item was taken off, `cancelled`: its meeting."""

    item_id: UUID
    meeting_id: UUID
    off: bool
    cancelled: bool

    @property
    def live(self) -> bool:
        return not (self.off or self.cancelled)


async def last_stops(scope: Scope, *, act_id: UUID) -> dict[UUID, Stop]:
    """Where an act stands or stood last with each committee; an item that went on elsewhere is followed."""
    rows = await fetch(
        """
        SELECT m.committee_id, i.id AS item_id, m.id AS meeting_id, i.withdrawn_at IS NOT NULL AS off,
          m.state = 'cancelled' AS cancelled
        FROM between_placement pl
        JOIN meetings_item i ON i.tenant_id = $1 AND (i.id = pl.item_id OR i.id IN (SELECT t.item_id
          FROM meetings_passage t WHERE t.tenant_id = $1 AND t.thread_id = pl.item_id))
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE pl.tenant_id = $1 AND pl.act_id = $2
        ORDER BY NOT (i.withdrawn_at IS NOT NULL OR m.state = 'cancelled'), m.starts_at, i.id""",
        scope.tenant.id,
        act_id,
    )
    return {
        row["committee_id"]: Stop(
            item_id=row["item_id"],
            meeting_id=row["meeting_id"],
            off=row["off"],
            cancelled=row["cancelled"],
        )
        for row in rows
    }


async def last_place_before(
    scope: Scope, *, meeting_id: UUID, closing_titles: Sequence[str]
) -> tuple[UUID | None, int]:
    """After which item something new goes, so that it is before those with which every agenda closes.

    Nothing where that is at the end; with how many places it has to move up where nothing stands before those.
    """
    rows = await fetch(
        "SELECT id, title FROM meetings_item WHERE tenant_id = $1 AND meeting_id = $2 AND under_id IS NULL "
        "AND withdrawn_at IS NULL ORDER BY position, id",
        scope.tenant.id,
        meeting_id,
    )
    before: UUID | None = None
    for row in rows:
        if row["title"] in closing_titles:
            return before, 0 if before else len(rows)
        before = row["id"]
    return None, 0
