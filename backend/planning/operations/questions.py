"""Asking and answering: every question is kept, acknowledged, owned, and answered, refused or withdrawn.

The ledger names a question by its number and says what was done; who asked, and the words, stand in the question
alone, so that a name is gone once it is kept no longer.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit import calendar
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.notices import operations as notices
from backend.notices import recipients
from backend.notices.rules import Recipient
from backend.people import queries as people
from backend.planning import rules as plan_rules
from backend.planning.queries import calls
from backend.planning.queries import questions as queries
from backend.planning.queries.settings import settings_on
from backend.planning.rules import questions as rules
from backend.planning.tables import Question
from backend.scope import NotPermitted, Scope
from backend.tenancy import dues

CHORE = "planning.forget_askers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What whoever asked is told."""

    id: UUID
    reference: str
    late: bool
    answer_due_on: date


async def ask(
    scope: Scope,
    *,
    meeting_id: UUID,
    text: str,
    route: rules.Route,
    name: str | None,
    email: str | None = None,
    contact: str | None = None,
    name_public: bool = False,
    asked_on: date | None = None,
) -> Receipt:
    """Keep a question and acknowledge it. The form refuses what is too late or too many; by hand everything is kept.

    `asked_on` is for a letter of an earlier day. Raises rules.UnableToAsk, NotFound.
    """
    if scope.actor.person_id is None:
        # nobody is signed in: Probity itself takes the question in, so that the ledger names no member of the public
        scope = scope.as_chore("planning.take_in_question")
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    asking = (await settings_on(scope, meeting.day)).questions
    call = await calls.call_of(scope, meeting_id=meeting_id)
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"planning/questions/{scope.tenant.id}"
    )
    day = asked_on or scope.today
    if route is rules.Route.FORM:
        open_meetings = await calls.open_meetings(scope)
        if meeting_id not in {each.id for each in open_meetings}:
            # of a meeting that is not on the form, nothing is told, not even its day
            if call.takes_questions and meeting.in_public:
                rules.check_in_time(today=scope.today, closes=call.closes_on)
            raise rules.UnableToAsk("Questions are not taken for this meeting.", field="meeting_id")
        asked = await queries.asked_for(scope, meeting_id=meeting_id, email=email, name=name)
        rules.check_not_too_many(asking, asked)
    if day > scope.today:
        raise rules.UnableToAsk("A question can’t come on a day that is still to come.", field="asked_on")
    (last,) = await fetch(
        "SELECT coalesce(max(number), 0) AS n FROM planning_question WHERE tenant_id = $1", scope.tenant.id
    )
    question_id = new_id()
    due = rules.answer_due_on((await settings_on(scope, day)).questions, asked_on=day)
    late = day > call.closes_on
    number = int(last["n"]) + 1
    await Question.add(
        scope,
        id=question_id,
        number=number,
        committee_id=meeting.committee_id,
        meeting_id=meeting_id,
        route=route.value,
        asked_at=scope.now,
        late=late,
        name=name,
        email=email,
        contact=contact,
        name_public=name_public,
        text=text,
        state=rules.QuestionState.RECEIVED.value,
        answer_due_on=due,
        at_meeting=False,
    )
    receipt = Receipt(id=question_id, reference=f"Q-{number}", late=late, answer_due_on=due)
    await ledger.record(
        scope,
        "planning.question.received",
        _record(question_id, receipt.reference),
        after={"route": route.value, "late": late, "meeting_id": meeting_id, "name_public": name_public},
    )
    context = {
        "reference": receipt.reference,
        "meeting": meeting.title,
        "meeting_on": calendar.in_words(meeting.day),
        "question": text,
        "due_on": calendar.in_words(due),
        "late": late,
    }
    await _write_back(scope, question_id, "question-received", name=name, email=email, context=context)
    await _tell_officers(scope, question_id, receipt.reference, meeting)
    return receipt


async def name_owner(scope: Scope, *, question_id: UUID, person_id: UUID | None) -> None:
    """Say who prepares the answer, or nobody. Raises rules.UnableToHandle, NotFound."""
    view = await _handled(scope, question_id)
    rules.check_open(view.state, "given to somebody")
    if person_id is not None and person_id not in await people.persons_by_id(scope, [person_id]):
        raise rules.UnableToHandle("Choose who prepares the answer from the list.", field="person_id")
    if person_id == view.owner_person_id:
        return
    await Question.change(scope, owner_person_id=person_id).where(Question.id == question_id)
    await _noted(scope, view, "owner-named", {"owner_person_id": person_id})
    if person_id is not None:
        person = await people.person_line_of(scope, person_id=person_id)
        await notices.tell(
            scope,
            kind="planning.question-owned",
            key=f"planning.question-owned/{question_id}/{person_id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}",
            to=Recipient(person_id=person.id, name=person.name, address=person.email),
            context={"reference": view.reference, "due_on": calendar.in_words(view.answer_due_on)},
        )


async def choose_question(scope: Scope, *, question_id: UUID, at_meeting: bool) -> str | None:
    """The chair's choice: answered at the meeting, or in writing. Returns advice where it is one too many.

    Raises rules.UnableToHandle, NotFound.
    """
    view = await _handled(scope, question_id)
    asking = (await settings_on(scope, view.meeting_on)).questions
    advice = None
    if at_meeting:
        if view.meeting_id is None or view.meeting_cancelled:
            raise rules.UnableToHandle(
                "Its meeting was cancelled. Move the question to another meeting, or answer it in writing."
            )
        asked = await queries.asked_for(scope, meeting_id=view.meeting_id, email=None, name=None)
        advice = rules.check_can_choose(asking, view.state, asked)
    else:
        rules.check_open(view.state, "answered in writing")
    state = rules.QuestionState.CHOSEN if at_meeting else rules.QuestionState.WRITTEN
    await Question.change(
        scope, state=state.value, decided_at=scope.now, decided_by_name=scope.actor.name
    ).where(Question.id == question_id)
    await _noted(scope, view, "chosen" if at_meeting else "left-to-writing", {"state": state.value})
    return advice


async def move_question(scope: Scope, *, question_id: UUID, meeting_id: UUID) -> None:
    """Let a question wait for another meeting of the same committee. Raises rules.UnableToHandle, NotFound."""
    view = await _handled(scope, question_id)
    rules.check_open(view.state, "moved")
    target = await meetings.meeting(scope, meeting_id=meeting_id)
    if target.committee_id != view.committee_id or not target.can_change:
        raise rules.UnableToHandle(
            "Choose a meeting of the same committee that is still to come.", field="meeting_id"
        )
    await Question.change(scope, meeting_id=meeting_id).where(Question.id == question_id)
    await _noted(scope, view, "moved", {"meeting_id": meeting_id})


async def answer_question(scope: Scope, *, question_id: UUID, answer: str) -> bool:
    """Write down the answer that was given at the meeting, or send it. Raises rules.UnableToHandle, NotFound.

    An answer that was sent already can be put right; the new words are sent too. What is to be answered at a meeting
    that has not begun is prepared: it is kept for whoever answers there, and sent to nobody. Returns whether it was
    given.
    """
    view = await _handled(scope, question_id)
    rules.check_answer(view.state, answer=answer)
    words = answer.strip()
    if words == view.answer:
        return True
    if view.to_prepare(scope.now):
        prepared = {"prepared": words, "prepared_at": scope.now, "prepared_by_name": scope.actor.name}
        await Question.change(scope, **prepared).where(Question.id == question_id)
        await _noted(scope, view, "answer-prepared", {"at": scope.now})
        return False
    at_meeting = view.state is rules.QuestionState.CHOSEN or view.at_meeting
    await _close(
        scope,
        question_id,
        rules.QuestionState.ANSWERED,
        answer=words,
        answered_at=scope.now,
        answered_by_name=scope.actor.name,
        at_meeting=at_meeting,
    )
    await _noted(scope, view, "answered", {"at_meeting": at_meeting, "again": view.answer is not None})
    context = {
        "reference": view.reference,
        "question": view.text,
        "answer": words,
        "at_meeting": at_meeting,
        "again": view.answer is not None,
    }
    await _write_back(
        scope, question_id, "question-answered", name=view.name, email=view.email, context=context
    )
    return True


async def refuse_question(scope: Scope, *, question_id: UUID, ground: str, note: str | None = None) -> None:
    """Refuse a question on one of the organisation's grounds; whoever asked is told. Raises rules.UnableToHandle."""
    view = await _handled(scope, question_id)
    asking = (await settings_on(scope)).questions
    words = rules.check_refusal(asking, view.state, ground=ground)
    await _close(
        scope,
        question_id,
        rules.QuestionState.REFUSED,
        ground=words,
        ground_note=note,
        decided_at=scope.now,
        decided_by_name=scope.actor.name,
    )
    await _noted(scope, view, "refused", {"ground": ground})
    context = {"reference": view.reference, "question": view.text, "ground": words, "note": note or ""}
    await _write_back(
        scope, question_id, "question-refused", name=view.name, email=view.email, context=context
    )


async def withdraw_question(scope: Scope, *, question_id: UUID) -> None:
    """Record that whoever asked took the question back. Raises rules.UnableToHandle, NotFound."""
    view = await _handled(scope, question_id)
    rules.check_open(view.state, "withdrawn")
    await _close(scope, question_id, rules.QuestionState.WITHDRAWN)
    await _noted(scope, view, "withdrawn", {"state": rules.QuestionState.WITHDRAWN.value})


async def forget_askers(scope: Scope) -> int:
    """Forget names and addresses that are kept no longer, with the letters to them; returns of how many questions.

    A name that is public, because its owner agreed, stays with the question.
    """
    rows = await fetch(
        "UPDATE planning_question SET email = NULL, contact = NULL, forgotten_at = $2, "
        "name = CASE WHEN name_public THEN name END "
        "WHERE tenant_id = $1 AND forgotten_at IS NULL AND forget_on <= $3 RETURNING id, number",
        scope.tenant.id,
        scope.now,
        scope.today,
    )
    for row in rows:
        await recipients.forget_recipient(scope, person_id=row["id"])
        await ledger.record(
            scope, "planning.asker.forgotten", _record(row["id"], f"Q-{row['number']}"), after={}
        )
    (next_one,) = await fetch(
        "SELECT min(forget_on) AS day FROM planning_question WHERE tenant_id = $1 AND forgotten_at IS NULL",
        scope.tenant.id,
    )
    if next_one["day"] is None:
        await dues.clear_due(scope, chore=CHORE)
    else:
        await dues.set_due(scope, chore=CHORE, at=_morning_of(scope, next_one["day"]))
    return len(rows)


async def _close(scope: Scope, question_id: UUID, state: rules.QuestionState, **values: Any) -> None:
    forget_on = rules.forget_on((await settings_on(scope)).questions, closed_on=scope.today)
    await Question.change(scope, state=state.value, closed_at=scope.now, forget_on=forget_on, **values).where(
        Question.id == question_id
    )
    await dues.set_due_by(scope, chore=CHORE, at=_morning_of(scope, forget_on))


async def _handled(scope: Scope, question_id: UUID) -> queries.QuestionView:
    """The question, held, for whoever steers its committee's plan."""
    view = await queries.question(scope, question_id=question_id)
    if not plan_rules.may_steer(scope, committee_id=view.committee_id):
        raise NotPermitted("Questions are handled by the committee’s chair and the governance officers.")
    await execute(
        "SELECT id FROM planning_question WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        question_id,
    )
    return await queries.question(scope, question_id=question_id)


async def _noted(scope: Scope, view: queries.QuestionView, act: str, after: dict[str, Any]) -> None:
    await ledger.record(
        scope,
        f"planning.question.{act}",
        _record(view.id, view.reference),
        before={"state": view.state.value},
        after=after,
    )


async def _write_back(
    scope: Scope,
    question_id: UUID,
    kind: str,
    *,
    name: str | None,
    email: str | None,
    context: dict[str, Any],
) -> None:
    """A letter to whoever asked, where there is an address; it stands in no list of letters, as it names them."""
    if not email:
        return
    await notices.tell(
        scope,
        kind=f"planning.{kind}",
        key=f"planning.{kind}/{question_id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}",
        to=Recipient(person_id=question_id, name=name or "", address=email),
        context=context,
        confidential=True,
    )


async def _tell_officers(
    scope: Scope, question_id: UUID, reference: str, meeting: meetings.MeetingView
) -> None:
    for person in await people.people_of(scope, role="governance-officer"):
        await notices.tell(
            scope,
            kind="planning.question-waiting",
            key=f"planning.question-waiting/{question_id}/{person.id}",
            to=Recipient(person_id=person.id, name=person.name, address=person.email),
            context={
                "reference": reference,
                "meeting": meeting.title,
                "meeting_on": calendar.in_words(meeting.day),
            },
        )


def _morning_of(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(3), ZoneInfo(scope.tenant.time_zone))


def _record(question_id: UUID, reference: str) -> Record:
    return Record(room="planning", kind="question", id=question_id, title=f"Question {reference}")
