"""The assurance pack of a quarter, as a schedule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.catalogue.schedules import ScheduleSettings
from backend.desk.scheduled.building import follow_packs
from backend.packs import awaited
from backend.packs import operations as packs
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar, quarter_before
from backend.scope import Scope


class AssurancePack:
    """The quarter that ended last, sealed; not again where that has been done."""

    key = "assurance-pack"
    title = "Assurance pack"
    does = "Builds and seals the assurance pack of the quarter that has ended."
    unless = "None is known"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        raise AssertionError("a quarter ends by the calendar")

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        since, until = quarter_before(scope.today)
        there = await awaited.assurance_pack_for(scope, since=since, until=until)
        if there is not None:
            return Did(
                words=f"The pack for {there.title} is there already: issue {there.issue}.",
                anything=False,
                links=((f"{there.title}, issue {there.issue}", there.path),),
            )
        pack_id = await packs.ask_for_assurance_pack(scope, since=since, until=until)
        return Did(words="Asked for the assurance pack of the quarter.", waits_for=(pack_id,))

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        return await follow_packs(scope, refs, what="the assurance pack for")
