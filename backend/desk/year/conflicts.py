"""Interests before a meeting: what the search found is judged, and whoever presides decides how each is handled."""

from backend.catalogue.years import YearItem, YearMeeting
from backend.desk.year.agendas import presiding
from backend.desk.year.played import Played
from backend.meetings import chores as meeting_chores
from backend.meetings import hits
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.treating import Treatment

SEARCHED, SEARCHED_LATE = 22, 4
"""Days before a meeting; what came late is searched once it is there."""


async def handle(played: Played, meeting: YearMeeting, *, days: int, late: bool = False) -> None:
    """Search the items that came on the agenda since the last search, judge what was found, and decide.

    Items whose papers come late wait for these: they are searched where `late` is said.
    """
    for place in [each for each in played.items if each.startswith(f"{meeting.id}/")]:
        item = meeting.item(place.partition("/")[2])
        waits = bool(item.paper and item.paper.late_because) and not late
        if place not in played.searched and not waits:
            played.searched.add(place)
            await _handle(played, meeting, item, place, days=days)


async def _handle(played: Played, meeting: YearMeeting, item: YearItem, place: str, *, days: int) -> None:
    item_id = played.items[place]
    officer = await played.cast.as_officer(played.before(meeting, days))
    await meeting_chores.search_for_conflicts(officer, item_id=item_id)
    dismissed = {played.person(each.person): each.because for each in item.dismissed}
    async with played.officer(played.before(meeting, days, hour=11)) as scope:
        view = await meeting_queries.handling_of_item(scope, item_id=item_id)
        for hit in view.item.hits:
            if hit.id is None or hit.state is not hits.HitState.OPEN:
                continue
            if hit.person_id in dismissed:
                await meetings.dismiss_hit(scope, hit_id=hit.id, because=dismissed[hit.person_id])
            else:
                await meetings.accept_hit(scope, hit_id=hit.id)
        view = await meeting_queries.handling_of_item(scope, item_id=item_id)
    if not view.item.touched_cells:
        return
    said = {played.person(each.person): each for each in item.handled}
    moment = played.before(meeting, days, hour=15)
    who = await presiding(played, place, moment)
    async with played.someone(who, moment) as scope:
        for cell in view.item.touched_cells:
            handled, proposed = said.get(cell.person_id), cell.proposal
            if handled is not None:
                treatment, because = Treatment(handled.treatment), handled.because
            elif proposed is not None:
                treatment, because = proposed.treatment, proposed.words
            else:
                continue
            await meetings.decide_treatment(
                scope, item_id=item_id, person_id=cell.person_id, treatment=treatment, reason=because
            )
