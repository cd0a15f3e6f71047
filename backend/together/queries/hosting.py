"""The agenda of a meeting that we host, as it would be sent now, and what of it the other body does not know yet."""

import json
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import MeetingView, threads
from backend.scope import Scope
from backend.together import rules
from backend.together.queries.agreements import AgreementLine


async def agenda_now(scope: Scope, agreement: AgreementLine, meeting: MeetingView) -> rules.Agenda:
    """What would be sent under the agreement: private items only where it says so. Two statements."""
    both = agreement.shares is rules.Shares.ALL
    items = [item for item in meeting.standing_items if both or item.part is meeting_rules.Part.PUBLIC]
    threads_of = await threads.thread_ids_of(scope, item_ids=[item.id for item in items])
    before = await last_sent(scope, agreement_id=agreement.id, meeting_id=meeting.id)
    return rules.Agenda(
        meeting_id=meeting.id,
        committee=meeting.committee,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue=meeting.venue,
        in_public=meeting.in_public,
        cancelled_because=meeting.cancelled_because,
        edition=before.edition + 1 if before else 1,
        items=tuple(
            rules.AgendaItem(
                number=item.label,
                title=item.title,
                purpose=item.purpose,
                part=item.part,
                private_reason=item.private_reason,
                thread_id=threads_of[item.id],
            )
            for item in items
        ),
    )


async def last_sent(scope: Scope, *, agreement_id: UUID, meeting_id: UUID) -> rules.Agenda | None:
    """The agenda of a meeting as it was last sent under an agreement and not refused."""
    rows = await fetch(
        "SELECT body FROM together_message WHERE tenant_id = $1 AND agreement_id = $2 AND about_id = $3 "
        "AND kind = 'agenda' AND state <> 'refused' ORDER BY sent_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
        agreement_id,
        meeting_id,
    )
    return rules.Agenda.model_validate(json.loads(rows[0]["body"])) if rows else None


async def unsent_changes(
    scope: Scope, agreement: AgreementLine, meeting: MeetingView
) -> tuple[rules.Change, ...]:
    """What changed since the agenda was last sent; of one that never was, every item. Three statements."""
    before = await last_sent(scope, agreement_id=agreement.id, meeting_id=meeting.id)
    now = await agenda_now(scope, agreement, meeting)
    return rules.changes_of(before, now, zone=scope.tenant.time_zone)
