"""Before a meeting: the forward plan, the agenda made of it, papers on their way to the chair, and public questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.covers import CoverTemplate, FieldKind
from backend.catalogue.demonstrations import PaperState
from backend.catalogue.years import PlannedBusiness, YearItem, YearMeeting, YearPaper, YearQuestion
from backend.committees import queries as committees
from backend.desk.year.played import PROVED, Played
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import covering
from backend.organisations import queries as organisations
from backend.planning import operations as planning
from backend.planning.queries import agendas as agenda_queries
from backend.planning.rules import cycles
from backend.planning.rules import questions as question_rules
from backend.powers import queries as powers
from backend.scope import Actor, Scope
from backend.tenancy import transactions

AGENDA, PAPERS, SIGNING, LAST_AGENDA = 23, 22, 15, 12
"""Days before a meeting on which its agenda is set, papers come, papers are signed, referred business comes.

Committees meet on Wednesdays here, so that all of these are working days.
"""
PUBLISHED, LATE, APOLOGIES, BRIEF = 6, 6, 2, 1
"""Days before it on which its agenda is published, late papers come, members apologise, the chair is briefed."""


async def plan_the_year(played: Played) -> None:
    """Every line of the forward plan, and every meeting of the year, by the governance officer."""
    async with played.officer(played.moment(played.document.since - timedelta(days=20), 9)) as officer:
        lines = {line.slug: line for line in await committees.committees_of(officer)}
        played.committees.update({slug: line.id for slug, line in lines.items()})
        for each in played.document.business:
            played.business[each.id] = await _plan(played, officer, each)
        for meeting in (each for each in played.document.meetings if not each.taken_up):
            starts_at = played.starts(meeting)
            played.meetings[meeting.id] = await meetings.arrange_meeting(
                officer,
                committee_id=played.committees[meeting.committee],
                title=meeting.title,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=meeting.length),
                venue=meeting.venue,
                in_public=lines[meeting.committee].meets_in_public,
            )
        functions = await powers.functions_of(officer, on=played.document.since)
        played.functions.update({line.slug: line.id for line in functions})


async def _plan(played: Played, officer: Scope, each: PlannedBusiness) -> UUID:
    return await planning.plan_business(
        officer,
        committee_id=played.committees[each.committee],
        title=each.title,
        purpose=meeting_rules.Purpose(each.purpose.value),
        cycle=cycles.Cycle(each.rhythm.value),
        first_month=cycles.month_from(each.first),
        owner_person_id=played.person(each.owner),
        minutes=each.minutes,
        part=meeting_rules.Part(each.part.value),
        private_reason=each.private_reason,
    )


async def set_agenda(played: Played, meeting: YearMeeting) -> None:
    """What is due by the plan, and the standing items; questions are taken where the meeting is in public."""
    async with played.officer(played.before(meeting, AGENDA)) as officer:
        meeting_id = played.meetings[meeting.id]
        await _put_on(played, officer, meeting, standing=True)
        if meeting.questions:
            await planning.take_questions(officer, meeting_id=meeting_id, takes=True)
        played.standing[meeting.id] = await agenda_queries.placed_standing(officer, meeting_id=meeting_id)


async def take_referred(played: Played, meeting: YearMeeting) -> None:
    """What another committee referred here is accepted, and put on the agenda."""
    came = [each for each in meeting.items if each.referred_from]
    if not came:
        return
    async with played.officer(played.before(meeting, LAST_AGENDA)) as officer:
        for each in came:
            assert each.referred_from is not None, "chosen for it"
            played.business[each.business] = played.referred[each.referred_from]
            await planning.accept_business(officer, business_id=played.business[each.business])
        await _put_on(played, officer, meeting, standing=False)


async def _put_on(played: Played, officer: Scope, meeting: YearMeeting, *, standing: bool) -> None:
    """The rows of the plan that are open for the meeting, each with what the year says of it."""
    meeting_id = played.meetings[meeting.id]
    setting = await agenda_queries.setting_of(officer, meeting_id=meeting_id)
    rows = [
        (row.business_id, row.month)
        for row in setting.open_rows
        if _comes(played, meeting, names_of(played)[row.business_id])
    ]
    await planning.set_agenda(officer, meeting_id=meeting_id, rows=rows, standing=standing)
    after = await agenda_queries.setting_of(officer, meeting_id=meeting_id)
    placed = {row.business_id: row.item_id for row in (*after.due, *after.left_over) if row.item_id}
    new = {business_id for business_id, _ in rows}
    for business_id in new:
        name, item_id = names_of(played)[business_id], placed[business_id]
        assert item_id is not None, "it has just been put on the agenda"
        played.items[f"{meeting.id}/{name}"] = item_id
        view = next(item for item in after.meeting.items if item.id == item_id)
        await _say_more(officer, view, meeting.item(name))


def names_of(played: Played) -> dict[UUID, str]:
    """The names in the file of the lines of the plan."""
    return {business_id: name for name, business_id in played.business.items()}


def _comes(played: Played, meeting: YearMeeting, business: str) -> bool:
    """Whether business of the month comes to this meeting: where another of the month names it, it goes there."""
    if meeting.in_common:
        return any(item.business == business for item in meeting.items)
    return not any(
        item.business == business
        for other in played.document.meetings
        if other.id != meeting.id and f"{other.day:%Y-%m}" == f"{meeting.day:%Y-%m}"
        for item in other.items
    )


async def _say_more(officer: Scope, view: meeting_queries.ItemView, item: YearItem) -> None:
    """Which organisations the item touches, what it is worth, and whether papers come with it."""
    ids = await organisations.ids_of_slugs(officer, slugs=list(item.organisations))
    await meetings.change_item(
        officer,
        item_id=view.id,
        title=view.title,
        purpose=view.purpose,
        part=view.part,
        private_reason=view.private_reason,
        lead_person_id=view.lead_person_id,
        minutes=view.minutes,
        organisation_ids=tuple(ids.values()),
        notes=view.notes,
        paper_state=PaperState.PAPERS if item.paper else PaperState.VERBAL,
        worth=meeting_rules.Worth(
            procures=item.procures, value_pence=item.pounds * 100 if item.pounds else None
        ),
    )


async def hand_in(played: Played, meeting: YearMeeting, item: YearItem) -> None:
    """A paper from its author past its sponsor and the governance check; a late one asks the chair first."""
    assert item.paper is not None, "only items with a paper are handed in"
    paper, place = item.paper, f"{meeting.id}/{item.business}"
    moment = played.before(meeting, LATE if paper.late_because else PAPERS, 11)
    async with played.someone(paper.author, moment) as author:
        _, view = await meeting_queries.item(author, item_id=played.items[place])
        paper_id = await meetings.submit_paper(
            author,
            item_id=view.id,
            title=paper.title,
            author_person_id=played.person(paper.author),
            filename=f"{item.business}.md",
            data=_as_markdown(paper),
            sponsor_person_id=played.person(paper.sponsor) if paper.sponsor else None,
            cover=_cover(await covering.template_of(author), view),
        )
        played.papers[place] = paper_id
        if paper.late_because:
            await meetings.ask_for_late_paper(author, paper_id=paper_id, reason=paper.late_because)
        step = "send-to-sponsor" if paper.sponsor else "send"
        await meetings.move_paper_on(author, paper_id=paper_id, step_id=step)
    if paper.late_because:
        chair = await presiding(played, place, moment + timedelta(hours=1))
        async with played.someone(chair, moment + timedelta(hours=1)) as scope:
            await meetings.answer_late_paper(
                scope, paper_id=paper_id, agreed=True, answer=paper.agreed_because
            )
    if paper.sponsor:
        await _sign(played, paper.sponsor, paper_id, moment + timedelta(hours=2))
    async with played.officer(moment + timedelta(hours=3)) as officer:
        await meetings.move_paper_on(officer, paper_id=paper_id, step_id="pass-to-chair")


async def sign_off(played: Played, meeting: YearMeeting, items: Sequence[YearItem]) -> None:
    """Whoever presides over an item signs its paper off: the vice-chair where the chair has an interest."""
    for item in items:
        assert item.paper is not None, "chosen for it"
        place = f"{meeting.id}/{item.business}"
        moment = played.before(meeting, LATE - 1 if item.paper.late_because else SIGNING, 17)
        await _sign(played, await presiding(played, place, moment), played.papers[place], moment)


async def presiding(played: Played, place: str, moment: datetime) -> str:
    """Who decides for an item, by the name of the file."""
    async with played.officer(moment) as officer:
        view = await meeting_queries.handling_of_item(officer, item_id=played.items[place])
    return played.name_of(view.item.presiding.person_ids[0])


async def _sign(played: Played, person: str, paper_id: UUID, moment: datetime) -> None:
    async with played.someone(person, moment) as scope:
        line = (await meeting_queries.paper(scope, paper_id=paper_id)).line
        await meetings.sign_paper(scope, paper_id=paper_id, sha256=line.sha256, proved_by=PROVED)


async def publish(played: Played, meeting: YearMeeting) -> None:
    """The agenda goes out with its papers."""
    async with played.officer(played.before(meeting, PUBLISHED)) as officer:
        await meetings.publish_agenda(officer, meeting_id=played.meetings[meeting.id])


async def apologise(played: Played, meeting: YearMeeting) -> None:
    """Members say that they can't come."""
    for person in meeting.away:
        async with played.someone(person, played.before(meeting, APOLOGIES)) as scope:
            await meetings.apologise(
                scope, meeting_id=played.meetings[meeting.id], person_id=played.person(person)
            )


async def ask(played: Played, meeting: YearMeeting, question: YearQuestion) -> None:
    """A member of the public asks by the form; an officer names who prepares the answer, and the chair chooses."""
    asked_at = played.moment(question.asked_on, 19)
    public = replace(played.cast.stage_hand(asked_at), actor=Actor(name="A member of the public"))
    async with transactions.scope_tx(public):
        receipt = await planning.ask(
            public,
            meeting_id=played.meetings[meeting.id],
            text=question.text,
            route=question_rules.Route.FORM,
            name=question.name,
            email=question.email,
            name_public=question.name_public,
        )
    played.questions.setdefault(meeting.id, []).append(receipt.id)
    async with played.officer(asked_at + timedelta(hours=14)) as officer:
        await planning.name_owner(officer, question_id=receipt.id, person_id=played.person(question.owner))
    async with played.someone(chair_of(played, meeting), asked_at + timedelta(hours=16)) as chair:
        await planning.choose_question(chair, question_id=receipt.id, at_meeting=question.at_meeting)


def chair_of(played: Played, meeting: YearMeeting, office: str = "chair") -> str:
    """Who holds the chair of the meeting's committee, by the name of the file."""
    for person in played.cast.document.people:
        if any(seat.committee == meeting.committee and seat.seat == office for seat in person.seats):
            return person.id
    raise LookupError(f"Nobody of the cast is {office} of {meeting.committee}.")


def _as_markdown(paper: YearPaper) -> bytes:
    return f"# {paper.title}\n\nDEMONSTRATION. All of it is invented.\n\n{paper.text}\n".encode()


def _cover(template: CoverTemplate, item: meeting_queries.ItemView) -> Mapping[str, Any]:
    """Every needed field of the cover sheet, answered shortly."""
    found: dict[str, Any] = {}
    private = item.part is meeting_rules.Part.PRIVATE
    for cover in (each for each in template.fields if each.needed):
        if cover.kind is FieldKind.PURPOSE:
            found[cover.id] = item.purpose.value
        elif cover.kind is FieldKind.YES_NO:
            yes = private and cover.id == "confidential"
            found[cover.id] = {"yes": yes, "words": item.private_reason if yes else ""}
        elif cover.kind is FieldKind.FREEDOM_OF_INFORMATION:
            found[cover.id] = {"exempt": private, "sections": ["43"] if private else []}
        else:
            found[cover.id] = f"{item.title} (demonstration)."
    return found
