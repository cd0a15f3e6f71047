"""The year from its first plan to its last signature."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from backend.assurance.operations import following
from backend.catalogue import shelf
from backend.catalogue.years import YearDocument, YearMeeting
from backend.desk import cast
from backend.desk.year import acts as between
from backend.desk.year import agendas, conflicts, minutes, sitting, together
from backend.desk.year.played import Played
from backend.packs import chores as pack_chores
from backend.packs import operations as packs
from backend.packs import rules as pack_rules
from backend.packs.brief import chairs_brief
from backend.tenancy import transactions

Act = Callable[[], Awaitable[None]]

FOLLOWED_EVERY = timedelta(days=7)
"""How often rules follow the year: what they said is known as at any week of it."""


class Year:
    """One demonstration's year, with those that are played with it. Each has been founded; `play` lives the months."""

    def __init__(
        self, performers: cast.Cast, document: YearDocument, neighbours: Mapping[str, "Year"] | None = None
    ) -> None:
        self.cast = performers
        self.document = document
        self.neighbours = neighbours or {}
        self.played = Played(performers, document)
        self.played.neighbours.update({slug: each.played for slug, each in self.neighbours.items()})

    async def play(self) -> Played:
        """Every act at its moment, from the first plan to the last signature; then the clock stands at the end."""
        years = (self, *self.neighbours.values())
        for year in years:
            await year.cast.seat_everybody()
            await year.cast.declare()
            await year.cast.keep_risks()
            await year.cast.keep_contracts()
            await agendas.plan_the_year(year.played)
        followed: datetime | None = None
        for moment, act in sorted((act for year in years for act in year.acts()), key=lambda each: each[0]):
            if followed is None or moment - followed >= FOLLOWED_EVERY:
                await _follow(years, followed := moment)
            await act()
        end = self.played.moment(self.document.until, 9)
        await _follow(years, end)
        for year in years:
            await year.cast.set_clock(end)
        return self.played

    def acts(self) -> Iterator[tuple[datetime, Act]]:
        """Everything that is done in the year, each with the moment from which it is done, in no order."""
        for meeting in self.document.meetings:
            yield from self.acts_of(meeting)
        for each in self.document.acts:
            yield self.played.moment(each.taken_on, 11), partial(between.act, self.played, each)
        for agreement in self.document.agreements:
            moment = self.played.moment(agreement.proposed_on, together.PROPOSED)
            yield moment, partial(together.agree, self.played, agreement)

    def acts_of(self, meeting: YearMeeting) -> Iterator[tuple[datetime, Act]]:
        """What is done for one meeting, each with the moment from which it is done."""
        played = self.played
        papers = [each for each in meeting.items if each.paper]
        late = [each for each in papers if each.paper and each.paper.late_because]
        in_time = [each for each in papers if each not in late]

        def days(before: int, hour: int = 10) -> datetime:
            return played.before(meeting, before, hour)

        if not meeting.taken_up:
            yield days(agendas.AGENDA), partial(agendas.set_agenda, played, meeting)
        for question in meeting.questions:
            yield played.moment(question.asked_on, 19), partial(agendas.ask, played, meeting, question)
        for item in in_time:
            yield days(agendas.PAPERS, 11), partial(agendas.hand_in, played, meeting, item)
        yield days(conflicts.SEARCHED), partial(conflicts.handle, played, meeting, days=conflicts.SEARCHED)
        yield days(agendas.SIGNING), partial(agendas.sign_off, played, meeting, in_time)
        if meeting.in_common:
            yield days(together.SHARED, 13), partial(together.share, played, meeting)
        yield days(agendas.LAST_AGENDA), partial(agendas.take_referred, played, meeting)
        yield (
            days(agendas.LAST_AGENDA, 11),
            partial(conflicts.handle, played, meeting, days=agendas.LAST_AGENDA),
        )
        yield days(agendas.PUBLISHED), partial(agendas.publish, played, meeting)
        if meeting.pack:
            yield days(agendas.PUBLISHED, 14), partial(self.build_pack, meeting)
        if meeting.pack and meeting.in_common:
            yield days(together.PACK_SHARED, 11), partial(together.share_pack, played, meeting)
        for item in late:
            yield days(agendas.LATE, 11), partial(agendas.hand_in, played, meeting, item)
        yield (
            days(conflicts.SEARCHED_LATE),
            partial(conflicts.handle, played, meeting, days=conflicts.SEARCHED_LATE, late=True),
        )
        yield days(conflicts.SEARCHED_LATE, 17), partial(agendas.sign_off, played, meeting, late)
        yield days(agendas.APOLOGIES), partial(agendas.apologise, played, meeting)
        if meeting.brief:
            yield days(agendas.BRIEF), partial(self.make_brief, meeting)
        yield played.starts(meeting), partial(sitting.hold, played, meeting)
        yield days(-1), partial(minutes.approve, played, meeting)
        yield days(-1, 16), partial(minutes.answer, played, meeting)
        yield days(-2), partial(minutes.agree, played, meeting)
        yield days(-2, 11), partial(minutes.send, played, meeting)
        for said in meeting.said:
            yield played.moment(said.registered_on, 9), partial(minutes.register, played, said)

    async def build_pack(self, meeting: YearMeeting) -> None:
        """The board pack: asked for and, as there may be no worker, built."""
        async with self.played.officer(self.played.before(meeting, agendas.PUBLISHED, 14)) as officer:
            pack_id = await packs.ask_for_board_pack(
                officer,
                meeting_id=self.played.meetings[meeting.id],
                variant=pack_rules.Variant.PUBLIC if meeting.in_common else pack_rules.Variant.FULL,
            )
        await pack_chores.build_board_pack(officer, pack_id=pack_id)
        self.played.packs[meeting.id] = pack_id

    async def make_brief(self, meeting: YearMeeting) -> None:
        """The chair's brief, as the chair gets it two days before."""
        chair = agendas.chair_of(self.played, meeting)
        async with self.played.someone(chair, self.played.before(meeting, agendas.BRIEF)) as scope:
            _, self.played.briefs[meeting.id] = await chairs_brief(
                scope, meeting_id=self.played.meetings[meeting.id]
            )


async def _follow(years: Sequence[Year], moment: datetime) -> None:
    """Let the rules of frameworks follow what was done, as the worker does every minute."""
    for year in years:
        scope = year.cast.stage_hand(moment)
        async with transactions.scope_tx(scope):
            await following.follow(scope)


async def year_of(slug: str) -> Year:
    """The year of a tenant that has been founded, as have those of its neighbours, and that was not played yet."""
    years = shelf.catalogue().years
    neighbours = {
        other: Year(await _cast_of(other), year) for other, year in years.items() if year.played_with == slug
    }
    return Year(await _cast_of(slug), years[slug], neighbours)


async def _cast_of(slug: str) -> cast.Cast:
    catalogue = shelf.catalogue()
    return await cast.cast_of(slug, catalogue.demonstrations[slug], catalogue.demonstration_folder(slug))
