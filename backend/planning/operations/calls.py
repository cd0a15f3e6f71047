"""Meetings that were called, called off, moved, or could do nothing: what hangs on them moves or stops."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit import calendar
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.operations import agendas, askers
from backend.planning.queries import agendas as agenda_queries
from backend.planning.queries import calls
from backend.planning.tables import Call, Question
from backend.scope import Scope


async def call_extraordinary(
    scope: Scope, *, meeting_id: UUID, because: str, public_words: str | None = None
) -> None:
    """Say that a meeting is an extraordinary one, and why: rows of the plan do not come to it by themselves.

    Whoever is expected is told; `public_words` stand on its public page. Raises rules.UnableToPlan, NotFound.
    """
    words = rules.check_reason(because, words="the meeting is extraordinary")
    meeting = await _steered(scope, meeting_id)
    await _keep(
        scope,
        meeting,
        "made-extraordinary",
        extraordinary_because=words,
        **_words(public_words),
    )
    await meetings.revise(scope, meeting_id=meeting_id)
    await meetings.tell_expected(
        scope, meeting_id=meeting_id, kind="planning.meeting-extraordinary", context={"because": words}
    )


async def say_to_public(scope: Scope, *, meeting_id: UUID, words: str | None) -> None:
    """What everybody reads on the public page of a meeting, beside when and where it is; nothing takes it away.

    Raises NotPermitted, NotFound.
    """
    meeting = await _steered(scope, meeting_id)
    await _keep(scope, meeting, "said-to-public", public_words=(words or "").strip() or None)
    await meetings.revise(scope, meeting_id=meeting_id)


async def take_questions(
    scope: Scope, *, meeting_id: UUID, takes: bool, closes_on: date | None = None
) -> None:
    """Show a meeting on the public form, or take it off; until `closes_on`, or as the settings say.

    Raises rules.UnableToPlan, NotFound.
    """
    meeting = await _steered(scope, meeting_id)
    if takes and not meeting.in_public:
        raise rules.UnableToPlan(
            f"“{meeting.title}” is not held in public, so it takes no questions from the public.",
            field="takes",
        )
    if takes and not meeting.can_change:
        raise rules.UnableToPlan(f"“{meeting.title}” was {meeting.state_in_words.lower()}.", field="takes")
    if closes_on is not None and closes_on > meeting.day:
        raise rules.UnableToPlan(
            "Questions close on the day of the meeting at the latest.", field="closes_on"
        )
    await _keep(
        scope,
        meeting,
        "questions-settled",
        takes_questions=takes,
        questions_close_on=closes_on if takes else None,
    )


async def call_off(
    scope: Scope,
    *,
    meeting_id: UUID,
    because: str,
    carry_to_id: UUID | None = None,
    public_words: str | None = None,
) -> dict[UUID, UUID]:
    """Cancel a meeting. Its business goes to another meeting on its threads, or waits; its record stays.

    Open questions go along, or wait for the officer; whoever asked is told, and so is whoever is expected. Returns the
    new items by the old ones. Raises what the meetings refuse, NotFound.
    """
    meeting = await _steered(scope, meeting_id)
    _check_target(meeting, carry_to_id)
    await meetings.cancel_meeting(scope, meeting_id=meeting_id, because=because)
    if public_words:
        await _keep(scope, meeting, "said-to-public", **_words(public_words))
    return await _goes_on(scope, meeting, because, carry_to_id)


async def record_inquorate(
    scope: Scope,
    *,
    meeting_id: UUID,
    because: str,
    carry_to_id: UUID | None = None,
    public_words: str | None = None,
) -> dict[UUID, UUID]:
    """Record that a meeting was inquorate from the start and took no business: what happened is taken as it was.

    The meeting counts as held, with its attendance; its business goes to another meeting, or waits; whoever was
    expected is told. Raises rules.UnableToPlan before the meeting has begun, NotFound.
    """
    words = rules.check_reason(because, words="no business was taken: who was missing")
    meeting = await _steered(scope, meeting_id)
    _check_target(meeting, carry_to_id)
    call = await calls.call_of(scope, meeting_id=meeting_id)
    if call.abandoned:
        raise rules.UnableToPlan(f"It is recorded already that “{meeting.title}” took no business.")
    if meeting.state is meeting_rules.MeetingState.CANCELLED:
        raise rules.UnableToPlan(f"“{meeting.title}” was cancelled, so nobody met.")
    if meeting.state is not meeting_rules.MeetingState.HELD:
        await meetings.mark_held(scope, meeting_id=meeting_id)
    await _keep(
        scope,
        meeting,
        "recorded-inquorate",
        abandoned_at=scope.now,
        abandoned_because=f"The meeting was inquorate from the start: {words}",
        abandoned_by_name=scope.actor.name,
        **_words(public_words),
    )
    made = await _goes_on(scope, meeting, f"the meeting was inquorate from the start: {words}", carry_to_id)
    await meetings.revise(scope, meeting_id=meeting_id)
    target = await meeting_queries.meeting(scope, meeting_id=carry_to_id) if carry_to_id else None
    await meetings.tell_expected(
        scope,
        meeting_id=meeting_id,
        kind="planning.meeting-inquorate",
        context={
            "because": words,
            "carried_to": f"“{target.title}” on {calendar.in_words(target.day)}" if target else "",
        },
    )
    return made


async def _goes_on(
    scope: Scope, meeting: meeting_queries.MeetingView, because: str, carry_to_id: UUID | None
) -> dict[UUID, UUID]:
    if carry_to_id is None:
        await askers.tell_askers(scope, meeting_id=meeting.id, was=meeting.title)
        return {}
    standing = set((await agenda_queries.placed_standing(scope, meeting_id=meeting.id)).values())
    on_agenda: Sequence[UUID] = [
        item.id for item in meeting.standing_items if item.id not in standing and not item.decisions
    ]
    made = await agendas.carry_items(scope, item_ids=on_agenda, to_meeting_id=carry_to_id, because=because)
    target = await meeting_queries.meeting(scope, meeting_id=carry_to_id)
    moved = (
        await Question.change(scope, meeting_id=target.id)
        .where(
            Question.meeting_id == meeting.id,
            Question.state.is_in(["received", "chosen"]),
        )
        .returning(Question.number)
    )
    if moved:
        await ledger.record(
            scope,
            "planning.questions.moved",
            _record(meeting),
            after={
                "to": target.title,
                "on": calendar.in_words(target.day),
                "questions": [f"Q-{each['number']}" for each in moved],
            },
        )
        await askers.tell_askers(
            scope,
            meeting_id=target.id,
            was=meeting.title,
            numbers=[each["number"] for each in moved],
        )
    return made


def _words(public_words: str | None) -> dict[str, Any]:
    """What is said is said; where nothing is said now, what was said before stays."""
    return {"public_words": public_words.strip()} if public_words and public_words.strip() else {}


def _check_target(meeting: meeting_queries.MeetingView, carry_to_id: UUID | None) -> None:
    if carry_to_id == meeting.id:
        raise rules.UnableToPlan("Choose another meeting for its business.", field="carry_to_id")


async def _steered(scope: Scope, meeting_id: UUID) -> meeting_queries.MeetingView:
    meeting = await meeting_queries.meeting(scope, meeting_id=meeting_id)
    rules.check_may_steer(scope, committee_id=meeting.committee_id)
    return meeting


async def _keep(scope: Scope, meeting: meeting_queries.MeetingView, act: str, **values: Any) -> None:
    kept = await Call.within(scope).where(Call.meeting_id == meeting.id)
    before = {name: kept[0][name] for name in values} if kept else None
    if kept:
        await Call.change(scope, **values).where(Call.id == kept[0]["id"])
    else:
        await Call.add(scope, meeting_id=meeting.id, **{"takes_questions": False, **values})
    await ledger.record(scope, f"planning.meeting.{act}", _record(meeting), before=before, after=values)


def _record(meeting: meeting_queries.MeetingView) -> Record:
    return Record(room="meetings", kind="meeting", id=meeting.id, title=meeting.title)
