"""At a meeting: who came and went, what was decided on each item, and who undertook what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from backend.actions import operations as actions
from backend.catalogue.years import Happened, YearAction, YearDecision, YearMeeting
from backend.desk.year import acts
from backend.desk.year.agendas import chair_of
from backend.desk.year.played import Played
from backend.interests.rules.declaring import InterestType
from backend.kit.calendar import in_words
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.queries.hits import TreatmentLine, treatments_of
from backend.meetings.treating import Treatment
from backend.planning import operations as planning
from backend.scope import Scope
from backend.sittings import operations as sittings
from backend.sittings import rules
from backend.sittings.queries.records import decisions_of

_MINUTE = timedelta(minutes=1)


async def hold(played: Played, meeting: YearMeeting) -> None:
    """The whole meeting, by the secretary on the live page; all of it in one transaction."""
    ends_at = played.starts(meeting) + timedelta(minutes=meeting.length)
    async with played.officer(ends_at) as secretary:
        sitting = _Sitting(played, meeting, secretary)
        await sitting.go()
    for action_id, action in sitting.undertaken:
        if action.done_on and action.done:
            async with played.someone(action.owner, played.moment(action.done_on, 12)) as owner:
                await actions.claim_done(owner, action_id=action_id, words=action.done)
            async with played.officer(played.moment(action.done_on, 15)) as officer:
                await actions.accept(officer, action_id=action_id)


class _Sitting:
    """One meeting as it goes on."""

    def __init__(self, played: Played, meeting: YearMeeting, secretary: Scope) -> None:
        self.played = played
        self.meeting = meeting
        self.secretary = secretary
        self.meeting_id = played.meetings[meeting.id]
        self.starts_at = played.starts(meeting)
        self.private = False
        self.gone: set[UUID] = set()
        self.undertaken: list[tuple[UUID, YearAction]] = []

    async def go(self) -> None:
        view = await meeting_queries.meeting(self.secretary, meeting_id=self.meeting_id)
        self.gone = {attendee.person_id for attendee in view.attendees if attendee.away}
        late = {self.played.person(each.person) for each in self.meeting.late}
        for attendee in view.attendees:
            if attendee.person_id not in self.gone | late:
                await self._came(attendee.person_id, self.starts_at)
        for guest in self.meeting.guests:
            await sittings.record_presence(
                self.secretary,
                meeting_id=self.meeting_id,
                kind=rules.Kind.ARRIVED,
                name=guest,
                at=self.starts_at,
                counts=False,
            )
        items = view.standing_items
        step = timedelta(minutes=self.meeting.length) / (len(items) + 1)
        treated = await treatments_of(self.secretary, self.meeting_id)
        for number, item in enumerate(items):
            at = self.starts_at + step * (number + 0.5)
            stays = {
                line.person_id: line
                for (item_id, _), line in treated.items()
                if item_id == item.id and line.person_id not in self.gone
            }
            await self._take(item, stays, at, at + step * 0.8)
        await self._turn(rules.Turn.CLOSED, self.starts_at + timedelta(minutes=self.meeting.length))

    async def _take(
        self, item: meeting_queries.ItemView, stays: dict[UUID, TreatmentLine], at: datetime, until: datetime
    ) -> None:
        """One item from its beginning to its decision."""
        business = self._business_of(item.id)
        await self._come_and_go(business, at - _MINUTE)
        if (item.part is meeting_rules.Part.PRIVATE) is not self.private:
            self.private = not self.private
            turn = rules.Turn.PRIVATE if self.private else rules.Turn.PUBLIC
            await self._turn(turn, at - _MINUTE)
        for person_id, line in stays.items():
            if line.treatment is Treatment.CHAIR_STANDS_DOWN:
                vice = self.played.person(chair_of(self.played, self.meeting, "vice-chair"))
                await self._event(rules.Kind.TOOK_CHAIR, vice, at, item.id)
            elif not line.effect.in_room:
                leaves = at + (until - at) / 2 if line.effect.speaks else at
                await self._event(rules.Kind.LEFT, person_id, leaves, item.id)
        await self._declare(business, item.id, at)
        for decision in self._decisions_on(item.id, business):
            await self._decide(item, business, decision, until - _MINUTE)
        for action in self.meeting.item(business).actions if business else ():
            action_id = await sittings.add_action(
                self.secretary,
                meeting_id=self.meeting_id,
                item_id=item.id,
                words=action.text,
                owner_person_id=self.played.person(action.owner),
                due_on=action.due_on,
            )
            self.undertaken.append((action_id, action))
        for person_id, line in stays.items():
            if not line.effect.in_room:
                await self._event(rules.Kind.RETURNED, person_id, until, item.id)

    async def _come_and_go(self, business: str | None, at: datetime) -> None:
        for going in self.meeting.late:
            if going.before == business:
                await self._came(self.played.person(going.person), at, note=going.note)
        for going in self.meeting.early:
            if going.before == business:
                person_id = self.played.person(going.person)
                self.gone.add(person_id)
                await self._event(rules.Kind.LEFT, person_id, at, None, note=going.note)

    async def _declare(self, business: str | None, item_id: UUID, at: datetime) -> None:
        for said in self.meeting.said:
            if said.business == business:
                await sittings.record_declaration(
                    self.secretary,
                    meeting_id=self.meeting_id,
                    person_id=self.played.person(said.person),
                    item_id=item_id,
                    nature=said.nature,
                    is_new=True,
                    interest_type=InterestType(said.type.value),
                    treatment=Treatment.DISCUSS_NOT_DECIDE_REMAIN,
                    at=at,
                )

    def _decisions_on(self, item_id: UUID, business: str | None) -> Iterator[YearDecision]:
        """What the file says; what is only noted month by month; the approval of the last minutes."""
        if business is not None:
            line = next((each for each in self.played.document.business if each.id == business), None)
            said = self.meeting.item(business).decision
            if said is not None:
                yield said
            elif line is not None and line.noted:
                yield YearDecision(outcome=Happened.NOTED, text=line.noted)
        elif item_id == self.played.standing[self.meeting.id].get("minutes"):
            for before in self.played.document.meetings:
                if before.approved_at == self.meeting.id:
                    corrected = ", with a correction" if before.corrections else ""
                    text = f"The minutes of the meeting of {in_words(before.day)} were approved{corrected}."
                    yield YearDecision(outcome=Happened.AGREED, text=text)

    async def _decide(
        self, item: meeting_queries.ItemView, business: str | None, decision: YearDecision, at: datetime
    ) -> None:
        recorded = await sittings.take_decision(
            self.secretary,
            meeting_id=self.meeting_id,
            item_id=item.id,
            outcome=meeting_rules.Outcome(decision.outcome.value),
            text=decision.text,
            function_id=self.played.functions[decision.function] if decision.function else None,
            procedural=decision.function is None,
            value_pence=decision.pounds * 100 if decision.pounds else None,
            consent=decision.consent,
            mover_person_id=self.played.person(decision.mover) if decision.mover else None,
            tally=rules.Tally(
                votes_for=decision.votes_for, against=decision.against, abstained=decision.abstained
            ),
            at=at,
        )
        if business is not None:
            self.played.decisions[f"{self.meeting.id}/{business}"] = recorded.decision_id
        if business in self.played.acts:
            await acts.settle(self.secretary, item_id=item.id, decision_id=recorded.decision_id)
        if decision.settles is not None:
            await self._settle(decision.settles, recorded.decision_id)
        refers = self.meeting.item(business).refers if business else None
        if refers is not None:
            self.played.referred[f"{self.meeting.id}/{business}"] = await planning.refer_item(
                self.secretary,
                item_id=item.id,
                to_committee_id=self.played.committees[refers.to],
                reason=refers.because,
            )

    async def _settle(self, place: str, by_decision_id: UUID) -> None:
        """What was irregular about an earlier decision is ratified by this one."""
        for taken in await decisions_of(
            self.secretary, meeting_id=self.played.meetings[place.partition("/")[0]]
        ):
            if taken.id == self.played.decisions[place]:
                for fault in taken.faults:
                    await sittings.settle_irregularity(
                        self.secretary,
                        irregularity_id=fault.id,
                        to=rules.Settlement.RATIFIED,
                        by_decision_id=by_decision_id,
                    )

    def _business_of(self, item_id: UUID) -> str | None:
        prefix = f"{self.meeting.id}/"
        for place, placed in self.played.items.items():
            if placed == item_id and place.startswith(prefix):
                return place.removeprefix(prefix)
        return None

    async def _came(self, person_id: UUID, at: datetime, *, note: str | None = None) -> None:
        await self._event(rules.Kind.ARRIVED, person_id, at, None, note=note)

    async def _event(
        self,
        kind: rules.Kind,
        person_id: UUID,
        at: datetime,
        item_id: UUID | None,
        *,
        note: str | None = None,
    ) -> None:
        await sittings.record_presence(
            self.secretary,
            meeting_id=self.meeting_id,
            kind=kind,
            person_id=person_id,
            item_id=item_id,
            at=at,
            note=note,
        )

    async def _turn(self, turn: rules.Turn, at: datetime) -> None:
        await sittings.record_turn(self.secretary, meeting_id=self.meeting_id, turn=turn, at=at)
