"""Holding a meeting in common: the host marks it and shares its agenda, the guest takes it up as its own meeting."""

import json
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.together import rules
from backend.together.operations import posting
from backend.together.operations.following import follow
from backend.together.queries.agreements import AgreementLine
from backend.together.queries.hosting import agenda_now
from backend.together.tables import Received, SharedMeeting


async def mark_in_common(scope: Scope, *, meeting_id: UUID, agreement_id: UUID) -> None:
    """Say that a meeting of ours is held in common under an agreement, with us as its host. Twice is once.

    Raises rules.UnableToShare, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    meeting = await meeting_queries.meeting(scope, meeting_id=meeting_id)
    rules.check_can_send(agreement.standing, on=scope.today)
    if agreement.kind is not rules.Kind.IN_COMMON:
        raise rules.UnableToShare(
            f"“{agreement.name}” is about a joint committee: its meetings are those of one body.",
            field="meeting_id",
        )
    if meeting.committee_id != agreement.committee_id:
        raise rules.UnableToShare(
            f"“{agreement.name}” is for the {agreement.committee}; this meeting is of the {meeting.committee}.",
            field="meeting_id",
        )
    if meeting.state is meeting_rules.MeetingState.CANCELLED:
        raise rules.UnableToShare(f"“{meeting.title}” was cancelled.", field="meeting_id")
    there = await SharedMeeting.within(scope, SharedMeeting.role, SharedMeeting.agreement_id).where(
        SharedMeeting.meeting_id == meeting_id
    )
    if any(row["role"] == "guest" for row in there):
        raise rules.UnableToShare(
            f"“{meeting.title}” came from another body’s agenda: its host shares it, and nobody hands it on.",
            field="meeting_id",
        )
    if any(row["agreement_id"] == agreement_id for row in there):
        return
    await _mark(scope, agreement, meeting_id=meeting_id, host_meeting_id=meeting_id, title=meeting.title)


async def share_agenda(scope: Scope, *, meeting_id: UUID, agreement_id: UUID) -> UUID:
    """Send the agenda as it stands to the other body; returns the id of the message, there and here.

    Private items go only where the agreement says so. Raises rules.UnableToShare, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    await hold_hosted(scope, meeting_id, agreement)
    meeting = await meeting_queries.meeting(scope, meeting_id=meeting_id)
    said = await agenda_now(scope, agreement, meeting)
    if not said.items and said.cancelled_because is None:
        raise rules.UnableToShare(
            f"“{meeting.title}” has no item yet that goes to {agreement.other_name}. Add one first."
        )
    return await posting.send(scope, agreement, rules.MessageKind.AGENDA, said, about_id=meeting_id)


async def take_up_agenda(scope: Scope, *, received_id: UUID) -> UUID:
    """Make our own meeting of an agenda that was offered, or bring ours up to a later one; returns our meeting.

    Our committee of the agreement meets with the same items, linked by their threads, with its own quorum, conflicts,
    decisions and minutes. What we added ourselves stays; the host is told that it was taken up.

    Raises rules.UnableToShare, meetings' own, NotFound.
    """
    rows = await fetch(
        "SELECT * FROM together_received WHERE tenant_id = $1 AND id = $2 AND kind = 'agenda' FOR UPDATE",
        scope.tenant.id,
        received_id,
    )
    if not rows:
        raise NotFound("agenda")
    agreement = await posting.hold_agreement(scope, rows[0]["agreement_id"])
    rules.check_can_send(agreement.standing, on=scope.today)
    agenda = rules.Agenda.model_validate(json.loads(rows[0]["body"]))
    link = await _link(scope, agreement.id, agenda.meeting_id)
    if rows[0]["state"] == "taken-up" and link is not None:
        taken: UUID = link["meeting_id"]
        return taken
    if link is not None and link["role"] == "host":
        raise rules.UnableToShare("That is the agenda of a meeting that we host ourselves.")
    if rows[0]["state"] != "offered":
        raise rules.UnableToShare(
            "A later agenda of this meeting has come. Take that one up.", field="received_id"
        )
    assert agreement.committee_id is not None, "an agreement in force has a committee on each side"
    before = await _taken_before(scope, link)
    if link is None:
        if agenda.cancelled_because is not None:
            raise rules.UnableToShare(
                f"{agreement.other_name} cancelled this meeting. There is nothing to take up."
            )
        meeting_id = await _arrange(scope, agreement, agenda)
        await _mark(
            scope, agreement, meeting_id=meeting_id, host_meeting_id=agenda.meeting_id, title=agenda.title
        )
    else:
        meeting_id = link["meeting_id"]
    await follow(scope, agreement, agenda, before=before, meeting_id=meeting_id)
    await SharedMeeting.change(scope, agenda_id=received_id).where(
        SharedMeeting.agreement_id == agreement.id, SharedMeeting.meeting_id == meeting_id
    )
    await Received.change(
        scope, state="taken-up", settled_at=scope.now, settled_by_name=scope.actor.name
    ).where(Received.id == received_id)
    await ledger.record(
        scope,
        "together.agenda.taken-up",
        posting.message_record(received_id, rules.MessageKind.AGENDA, agreement),
        after={"meeting_id": meeting_id, "edition": agenda.edition, "items": len(agenda.items)},
    )
    await posting.send(
        scope,
        agreement,
        rules.MessageKind.TAKEN_UP,
        rules.TakenUp(meeting_id=agenda.meeting_id, meeting=agenda.title, edition=agenda.edition),
        about_id=agenda.meeting_id,
    )
    return meeting_id


async def hold_hosted(scope: Scope, meeting_id: UUID, agreement: AgreementLine) -> None:
    """Check that we host this meeting in common under the agreement, or keep the joint committee. Raises NotFound."""
    rows = await SharedMeeting.within(scope, SharedMeeting.role).where(
        SharedMeeting.meeting_id == meeting_id, SharedMeeting.agreement_id == agreement.id
    )
    if not rows or rows[0]["role"] != "host":
        raise rules.UnableToShare(
            f"This meeting is not held in common with {agreement.other_name} with us as its host. Mark it so first."
        )


async def _arrange(scope: Scope, agreement: AgreementLine, agenda: rules.Agenda) -> UUID:
    assert agreement.committee_id is not None, "an agreement in force has a committee on each side"
    committee = await committees.committee(scope, committee_id=agreement.committee_id)
    return await meetings.arrange_meeting(
        scope,
        committee_id=committee.id,
        title=agenda.title,
        starts_at=agenda.starts_at,
        ends_at=agenda.ends_at,
        venue=agenda.venue,
        in_public=agenda.in_public,
    )


async def _mark(
    scope: Scope, agreement: AgreementLine, *, meeting_id: UUID, host_meeting_id: UUID, title: str
) -> None:
    role = "host" if meeting_id == host_meeting_id else "guest"
    await SharedMeeting.add(
        scope,
        agreement_id=agreement.id,
        meeting_id=meeting_id,
        role=role,
        host_meeting_id=host_meeting_id,
        marked_at=scope.now,
        marked_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "together.meeting.in-common",
        posting.agreement_record(agreement),
        after={"meeting_id": meeting_id, "meeting": title, "role": role, "with": agreement.other_slug},
    )


async def _link(scope: Scope, agreement_id: UUID, host_meeting_id: UUID) -> Any:
    rows = await SharedMeeting.within(scope).where(
        SharedMeeting.agreement_id == agreement_id, SharedMeeting.host_meeting_id == host_meeting_id
    )
    return rows[0] if rows else None


async def _taken_before(scope: Scope, link: Any) -> rules.Agenda | None:
    if link is None or link["agenda_id"] is None:
        return None
    rows = await Received.within(scope, Received.body).where(Received.id == link["agenda_id"])
    return rules.Agenda.model_validate(json.loads(rows[0]["body"]))
