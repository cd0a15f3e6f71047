"""After a meeting: answers to the public, minutes agreed, approved at a later meeting, signed; interests registered."""

from backend.catalogue.years import SaidAtMeeting, YearMeeting
from backend.desk.year.agendas import chair_of
from backend.desk.year.played import PROVED, Played
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.organisations import queries as organisations
from backend.packs import minuted
from backend.planning import operations as planning
from backend.scope import Scope
from backend.sittings import operations as sittings
from backend.sittings import queries as sitting_queries
from backend.sittings.rules import Step


async def answer(played: Played, meeting: YearMeeting) -> None:
    """The answers that the public was given at the meeting are written down the day after."""
    moment = played.before(meeting, -1, hour=16)
    for question_id, each in zip(played.questions.get(meeting.id, ()), meeting.questions, strict=True):
        async with played.officer(moment) as officer:
            await planning.answer_question(officer, question_id=question_id, answer=each.answer)


async def register(played: Played, said: SaidAtMeeting) -> None:
    """What was declared at a meeting goes on the register, by the member and in time."""
    async with played.someone(said.person, played.moment(said.registered_on, 9)) as person:
        ids = await organisations.ids_of_slugs(person, slugs=[said.organisation])
        await declaring.declare_interest(
            person,
            person_id=played.person(said.person),
            organisation_id=ids[said.organisation],
            interest_type=InterestType(said.type.value),
            nature=said.nature,
            since=said.since,
        )


async def agree(played: Played, meeting: YearMeeting) -> None:
    """The secretary adds a sentence where the year has one; the chair agrees the draft."""
    meeting_id = played.meetings[meeting.id]
    if meeting.minutes_edited:
        async with played.officer(played.before(meeting, -2)) as secretary:
            view = await sitting_queries.minutes_of(secretary, meeting_id=meeting_id)
            opening = view.parts[0]
            await sittings.write_part(
                secretary,
                meeting_id=meeting_id,
                part=opening.part,
                words=f"{opening.words}\n\n{meeting.minutes_edited}",
                version=opening.version,
            )
    async with played.someone(chair_of(played, meeting), played.before(meeting, -2, hour=15)) as chair:
        await _step(chair, played, meeting, Step.AGREED)


async def approve(played: Played, meeting: YearMeeting) -> None:
    """What this meeting approved: the minutes of the one before, with what was corrected; their chair signs them."""
    for before in played.document.meetings:
        if before.approved_at != meeting.id:
            continue
        async with played.officer(played.before(meeting, -1, hour=11)) as officer:
            await _step(officer, played, before, Step.APPROVED, at=meeting)
        async with played.someone(chair_of(played, before), played.before(meeting, -1, hour=15)) as chair:
            await _step(chair, played, before, Step.SIGNED)
        if before.minutes_public:
            async with played.officer(played.before(meeting, -1, hour=16)) as officer:
                await minuted.publish_minutes(
                    officer, meeting_id=played.meetings[before.id], sha256=played.minutes[before.id]
                )


async def send(played: Played, meeting: YearMeeting) -> None:
    """Extracts of decisions go to whoever carries them out."""
    for item in meeting.items:
        if item.decision is not None and item.decision.sent_to is not None:
            async with played.officer(played.before(meeting, -2, hour=11)) as officer:
                await sittings.send_extract(
                    officer,
                    decision_id=played.decisions[f"{meeting.id}/{item.business}"],
                    person_id=played.person(item.decision.sent_to),
                )


async def _step(
    scope: Scope, played: Played, meeting: YearMeeting, step: Step, *, at: YearMeeting | None = None
) -> None:
    """A step with the words that the last one kept; the first is taken with those that the page shows."""
    meeting_id = played.meetings[meeting.id]
    if meeting.id not in played.minutes:
        played.minutes[meeting.id] = (await sitting_queries.minutes_of(scope, meeting_id=meeting_id)).sha256
    played.minutes[meeting.id] = await sittings.take_step(
        scope,
        meeting_id=meeting_id,
        step=step,
        sha256=played.minutes[meeting.id],
        corrections=meeting.corrections if step is Step.APPROVED else None,
        at_meeting_id=played.meetings[at.id] if at else None,
        proved_by=PROVED if step is Step.SIGNED else None,
    )
