"""Arranging, changing and cancelling a meeting; saying who can't come."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.committees.reviewed import deputies_on
from backend.kit import calendar, queue
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import chasing, rules
from backend.meetings.operations import agenda, expected, holding, searching, treating, undeclared
from backend.meetings.tables import Meeting
from backend.schedules import operations as schedules
from backend.scope import NotPermitted, Scope
from backend.tenancy import dues


async def arrange_meeting(
    scope: Scope,
    *,
    committee_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    venue: str,
    in_public: bool,
) -> UUID:
    """Arrange a meeting of a committee; returns its id. Its number counts the committee's meetings.

    Raises rules.UnableToArrange, NotFound for the committee.
    """
    rules.check_times(starts_at=starts_at, ends_at=ends_at)
    committee = await committees.committee(scope, committee_id=committee_id)
    if committee.retired_on is not None and committee.retired_on <= rules.day_of(scope, starts_at):
        raise rules.UnableToArrange(
            f"“{committee.name}” does not exist any more on that day.", field="committee_id"
        )
    values = _details(title, starts_at, ends_at, venue, in_public)
    meeting_id = new_id()
    # the number is read under a lock of its own, so that two officers at once get two numbers
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"meetings/{committee_id}")
    (count,) = await fetch(
        "SELECT coalesce(max(number), 0) AS n FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = $2",
        scope.tenant.id,
        committee_id,
    )
    numbered = {**values, "committee_id": committee_id, "number": count["n"] + 1}
    await Meeting.add(scope, id=meeting_id, state=rules.MeetingState.PLANNED.value, **numbered)
    subject = Record(room="meetings", kind="meeting", id=meeting_id, title=title)
    await ledger.record(scope, "meetings.meeting.arranged", subject, after=numbered)
    await undeclared.schedule(scope)
    await dues.set_due_by(scope, chore=schedules.CHORE, at=scope.now)  # its pack is built so many days before
    return meeting_id


async def change_meeting(
    scope: Scope,
    *,
    meeting_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    venue: str,
    in_public: bool,
) -> None:
    """Change when, where and how a meeting is held. Raises rules.UnableToArrange, NotFound."""
    meeting = await holding.hold_meeting(scope, meeting_id)
    rules.check_can_change(meeting.standing)
    rules.check_times(starts_at=starts_at, ends_at=ends_at)
    before = _details(meeting.title, meeting.starts_at, meeting.ends_at, meeting.venue, meeting.in_public)
    after = _details(title, starts_at, ends_at, venue, in_public)
    if after == before:
        return
    moved = any(after[name] != before[name] for name in _ANNOUNCED)
    await Meeting.change(scope, **after, **(await _revised(scope, meeting_id) if moved else {})).where(
        Meeting.id == meeting_id
    )
    await ledger.record(scope, "meetings.meeting.changed", meeting.record, before=before, after=after)
    if moved:
        was = calendar.in_words(meeting.starts_at)
        await expected.tell_expected(
            scope,
            meeting_id=meeting_id,
            kind="meetings.meeting-moved",
            context={"was": f"{was}, {meeting.venue}", "in_public": in_public},
            also_on=[meeting.starts_at],
        )
        await _tell_askers(scope, meeting_id)
    if rules.day_of(scope, starts_at) != rules.day_of(scope, meeting.starts_at):
        # on another day others sit, other interests hold, and a treatment may bring something else
        await treating.follow_day(scope, meeting_id=meeting_id)
        searching.search_ahead(scope)
        await chasing.settle_meeting(scope, meeting_id=meeting_id)
    await undeclared.schedule(scope)
    await dues.set_due_by(scope, chore=schedules.CHORE, at=scope.now)  # its pack is built so many days before
    if in_public and moved:
        # its agenda may be published already, so nobody else would have the clock look at it
        await dues.set_due_by(scope, chore=agenda.PUBLIC_PACKS, at=scope.now)


_ANNOUNCED = ("starts_at", "ends_at", "venue", "in_public")
"""What a notice of a meeting says: where one of these changes, calendars and feeds have something to tell."""


async def _revised(scope: Scope, meeting_id: UUID) -> dict[str, Any]:
    (row,) = await Meeting.within(scope, Meeting.revision).where(Meeting.id == meeting_id)
    return {"revision": row["revision"] + 1, "revised_at": scope.now}


async def cancel_meeting(scope: Scope, *, meeting_id: UUID, because: str) -> None:
    """Cancel a meeting, for a reason that stays on its page. Raises rules.UnableToArrange, NotFound."""
    meeting = await holding.hold_meeting(scope, meeting_id)
    rules.check_can_cancel(meeting.standing, because=because)
    await move_to(scope, meeting, rules.MeetingState.CANCELLED, act="cancelled", cancelled_because=because)
    await revise(scope, meeting_id=meeting_id)
    await expected.tell_expected(
        scope, meeting_id=meeting_id, kind="meetings.meeting-cancelled", context={"because": because}
    )
    await chasing.settle_meeting(scope, meeting_id=meeting_id)
    await undeclared.schedule(scope)


async def _tell_askers(scope: Scope, meeting_id: UUID) -> None:
    # whoever keeps questions of the public writes to those whose questions wait for this meeting
    await queue.defer(
        "planning.tell_askers", tenant_id=scope.tenant.id, lock=f"askers:{meeting_id}", meeting_id=meeting_id
    )


async def revise(scope: Scope, *, meeting_id: UUID) -> None:
    """Have calendars and feeds tell of a meeting anew."""
    await Meeting.change(scope, **await _revised(scope, meeting_id)).where(Meeting.id == meeting_id)


async def mark_held(scope: Scope, *, meeting_id: UUID) -> None:
    """Say that a meeting was held. Raises rules.UnableToArrange before it has begun, NotFound."""
    meeting = await holding.hold_meeting(scope, meeting_id)
    rules.check_can_move_to(meeting.standing, rules.MeetingState.HELD)
    if scope.now < meeting.starts_at:
        raise rules.UnableToArrange(f"“{meeting.title}” has not begun yet.")
    await undeclared.tell_chairs(scope, meeting_id=meeting_id)
    await move_to(scope, meeting, rules.MeetingState.HELD, act="held")


async def move_to(
    scope: Scope, meeting: holding.HeldMeeting, state: rules.MeetingState, *, act: str, **more: Any
) -> None:
    """Write a checked change of state and its line."""
    await Meeting.change(scope, state=state.value, **more).where(Meeting.id == meeting.id)
    before, after = {"state": meeting.state}, {"state": state, **more}
    await ledger.record(scope, f"meetings.meeting.{act}", meeting.record, before=before, after=after)


async def apologise(
    scope: Scope,
    *,
    meeting_id: UUID,
    person_id: UUID,
    reason: str | None = None,
    deputy_person_id: UUID | None = None,
) -> None:
    """Say that a member can't come: they themselves, or an officer for them. Raises rules.UnableToRecord.

    `deputy_person_id` is which of the deputies named for their seats comes in their place.
    """
    await _say(scope, meeting_id, person_id, expected=False, reason=reason, deputy_person_id=deputy_person_id)


async def withdraw_apology(scope: Scope, *, meeting_id: UUID, person_id: UUID) -> None:
    """Say that a member comes after all. Raises rules.UnableToRecord."""
    await _say(scope, meeting_id, person_id, expected=True, reason=None, deputy_person_id=None)


async def _say(
    scope: Scope,
    meeting_id: UUID,
    person_id: UUID,
    *,
    expected: bool,
    reason: str | None,
    deputy_person_id: UUID | None,
) -> None:
    meeting = await holding.hold_meeting(scope, meeting_id)
    if person_id != scope.actor.person_id and not scope.may("meetings.arrange") and not scope.actor.chore:
        raise NotPermitted("You can give your own apologies; an officer can give somebody else’s.")
    day = rules.day_of(scope, meeting.starts_at)
    members = await committees.members_on(scope, committee_id=meeting.committee_id, on=day)
    member = next((each for each in members if each.person_id == person_id), None)
    if member is None:
        raise rules.UnableToRecord(
            f"That person does not sit on the committee on the day of “{meeting.title}”.", field="person_id"
        )
    if meeting.state is rules.MeetingState.CANCELLED:
        raise rules.UnableToRecord(f"“{meeting.title}” was cancelled, so nobody is expected at it.")
    if deputy_person_id is not None:
        seats = {each.seat_id for each in members if each.person_id == person_id}
        named = await deputies_on(scope, committee_id=meeting.committee_id, on=day)
        if deputy_person_id not in {each.person_id for each in named if each.seat_id in seats}:
            raise rules.UnableToRecord(
                f"Choose somebody who is named as a deputy for {member.name} on the day of “{meeting.title}”.",
                field="deputy_person_id",
            )
    await execute(
        "INSERT INTO meetings_attendance (tenant_id, id, meeting_id, person_id, expected, reason, said_at, "
        "deputy_person_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant_id, meeting_id, person_id) "
        "DO UPDATE SET expected = excluded.expected, reason = excluded.reason, said_at = excluded.said_at, "
        "deputy_person_id = excluded.deputy_person_id",
        scope.tenant.id,
        new_id(),
        meeting_id,
        person_id,
        expected,
        reason,
        scope.now,
        deputy_person_id,
    )
    act = "meetings.apology.withdrawn" if expected else "meetings.apology.given"
    after = {"person_id": person_id, "person": member.name, "expected": expected, "reason": reason}
    after["deputy_person_id"] = deputy_person_id
    await ledger.record(scope, act, meeting.record, after=after)
    if expected:
        await undeclared.tell_chairs(scope, meeting_id=meeting_id)


def _details(
    title: str, starts_at: datetime, ends_at: datetime, venue: str, in_public: bool
) -> dict[str, Any]:
    return {
        "title": title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "venue": venue,
        "in_public": in_public,
    }
