"""What a joint committee decided, and its signed minutes, for the body that does not keep it."""

from uuid import UUID

from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import MeetingView
from backend.scope import Scope
from backend.sittings import queries as sittings
from backend.sittings import rules as sitting_rules
from backend.sittings.queries.minutes import kept_parts
from backend.together import rules
from backend.together.operations import posting
from backend.together.queries.agreements import AgreementLine


async def share_decisions(scope: Scope, *, meeting_id: UUID, agreement_id: UUID) -> UUID:
    """Send the decisions of one meeting of the joint committee; returns the id of the message.

    Those on private items go only where the agreement says so. Raises rules.UnableToShare, NotFound.
    """
    agreement, meeting = await _of_joint(scope, meeting_id, agreement_id)
    items = {item.id: item for item in meeting.items if _goes(agreement, item.part)}
    decided = [
        each
        for each in await sittings.decisions_of(scope, meeting_id=meeting_id)
        if each.item_id in items and not each.struck
    ]
    if not decided:
        raise rules.UnableToShare(
            f"“{meeting.title}” has no decision that goes to {agreement.other_name}. Record one first."
        )
    said = rules.Decisions(
        meeting_id=meeting_id,
        committee=meeting.committee,
        meeting=meeting.title,
        day=meeting.day,
        decisions=tuple(
            rules.Decision(
                item=" ".join(filter(None, (items[each.item_id].label, items[each.item_id].title))),
                outcome=each.outcome,
                words=each.text,
                function=each.function,
                value_pence=each.value_pence,
                decided_at=each.decided_at,
                standing=each.standing_in_words,
                sha256=each.sha256,
            )
            for each in decided
        ),
    )
    return await posting.send(scope, agreement, rules.MessageKind.DECISIONS, said, about_id=meeting_id)


async def share_minutes(scope: Scope, *, meeting_id: UUID, agreement_id: UUID) -> UUID:
    """Send the minutes of one meeting of the joint committee once they are signed; returns the id of the message.

    Parts on private items go only where the agreement says so. Raises rules.UnableToShare, NotFound.
    """
    agreement, meeting = await _of_joint(scope, meeting_id, agreement_id)
    minutes = await sittings.minutes_of(scope, meeting_id=meeting_id)
    signed = minutes.stage(sitting_rules.Step.SIGNED)
    if signed is None:
        raise rules.UnableToShare(f"The minutes of “{meeting.title}” are not signed yet.")
    whole = agreement.shares is rules.Shares.ALL
    corrections = [each.public for each in minutes.corrected if each.public]
    corrections += [each.private for each in minutes.corrected if each.private and whole]
    parts = await kept_parts(scope, meeting_id=meeting_id)
    said = rules.Minutes(
        meeting_id=meeting_id,
        committee=meeting.committee,
        meeting=meeting.title,
        day=meeting.day,
        signed_by=signed.by_name,
        signed_at=signed.at,
        minutes_sha256=signed.sha256,
        parts=(
            *(
                rules.MinutesPart(heading=part.heading, words=part.words)
                for part in parts
                if not part.private or whole
            ),
            *(
                [rules.MinutesPart(heading="Corrections", words="\n\n".join(corrections))]
                if corrections
                else []
            ),
        ),
    )
    return await posting.send(scope, agreement, rules.MessageKind.MINUTES, said, about_id=meeting_id)


async def _of_joint(scope: Scope, meeting_id: UUID, agreement_id: UUID) -> tuple[AgreementLine, MeetingView]:
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_can_send(agreement.standing, on=scope.today)
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    joint = agreement.kind is rules.Kind.JOINT and agreement.hosts
    if not joint or meeting.committee_id != agreement.committee_id:
        raise rules.UnableToShare(
            f"“{meeting.title}” is no meeting of a joint committee under “{agreement.name}”.",
            field="meeting_id",
        )
    return agreement, meeting


def _goes(agreement: AgreementLine, part: meeting_rules.Part) -> bool:
    return part is meeting_rules.Part.PUBLIC or agreement.shares is rules.Shares.ALL
