"""Interests before a meeting: what the search found is judged, and whoever presides decides how each is handled."""

from uuid import UUID

from backend.catalogue.years import YearItem, YearMeeting
from backend.desk.year.played import Played
from backend.meetings import chores as meeting_chores
from backend.meetings import hits
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.queries.handling import ItemHandling
from backend.meetings.treating import Treatment
from backend.scope import Scope

SEARCHED, SEARCHED_LATE = 21, 5
"""Days before a meeting; what came late is searched once it is there."""


async def handle(played: Played, meeting: YearMeeting, *, days: int, late: bool = False) -> None:
    """Search the items that came on the agenda since the last search, judge what was found, and decide.

    Items whose papers come late wait for these: they are searched where `late` is said.
    """
    officer = await played.cast.as_officer(played.before(meeting, days))
    fresh: dict[UUID, YearItem] = {}
    for place, item_id in played.items.items():
        item = meeting.item(place.partition("/")[2])
        waits = bool(item.paper and item.paper.late_because) and not late
        if place.startswith(f"{meeting.id}/") and place not in played.searched and not waits:
            played.searched.add(place)
            fresh[item_id] = item
            await meeting_chores.search_for_conflicts(officer, item_id=item_id)
    if not fresh:
        return
    async with played.officer(played.before(meeting, days, hour=11)) as scope:
        await _judge(scope, played, meeting, fresh)
        view = await meeting_queries.handling_of(scope, meeting_id=played.meetings[meeting.id])
    for handling in view.items:
        if handling.id in fresh and handling.touched_cells:
            who = played.name_of(handling.presiding.person_ids[0])
            async with played.someone(who, played.before(meeting, days, hour=15)) as scope:
                await _decide(scope, played, fresh[handling.id], handling)


async def _judge(scope: Scope, played: Played, meeting: YearMeeting, fresh: dict[UUID, YearItem]) -> None:
    view = await meeting_queries.handling_of(scope, meeting_id=played.meetings[meeting.id])
    for handling in view.items:
        item = fresh.get(handling.id)
        for hit in handling.hits if item else ():
            if item is None or hit.id is None or hit.state is not hits.HitState.OPEN:
                continue
            dismissed = {played.person(each.person): each.because for each in item.dismissed}
            if hit.person_id in dismissed:
                await meetings.dismiss_hit(scope, hit_id=hit.id, because=dismissed[hit.person_id])
            else:
                await meetings.accept_hit(scope, hit_id=hit.id)


async def _decide(scope: Scope, played: Played, item: YearItem, handling: ItemHandling) -> None:
    """As the year says, and as proposed for whoever it says nothing of."""
    said = {played.person(each.person): each for each in item.handled}
    for cell in handling.touched_cells:
        handled, proposed = said.get(cell.person_id), cell.proposal
        if handled is not None:
            treatment, because = Treatment(handled.treatment), handled.because
        elif proposed is not None:
            treatment, because = proposed.treatment, proposed.words
        else:
            continue
        await meetings.decide_treatment(
            scope, item_id=handling.id, person_id=cell.person_id, treatment=treatment, reason=because
        )
