"""The number with which an agenda begins, where a committee's numbers run through the year."""

from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.meetings import labels, rules
from backend.meetings.operations import holding, placing
from backend.meetings.tables import Meeting
from backend.scope import Scope


async def number_on(scope: Scope, *, meeting_id: UUID, since: datetime) -> int:
    """Let an agenda go on where the committee's agendas before it, from `since`, ended. Returns its first number.

    Labels of a published agenda stay. Raises NotFound.
    """
    meeting = await holding.hold_meeting(scope, meeting_id)
    (last,) = await fetch(
        r"""
        SELECT coalesce(max(substring(i.label FROM '^\d+')::integer), 0) AS n
        FROM meetings_item i JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE i.tenant_id = $1 AND m.committee_id = $2 AND m.state <> 'cancelled' AND m.id <> $3
          AND m.starts_at >= $4 AND m.starts_at < $5""",
        scope.tenant.id,
        meeting.committee_id,
        meeting_id,
        since,
        meeting.starts_at,
    )
    first = min(int(last["n"]) + 1, 900)
    if meeting.state is not rules.MeetingState.PLANNED or first == meeting.numbers_from:
        return meeting.numbers_from
    await Meeting.change(scope, numbers_from=first).where(Meeting.id == meeting_id)
    await placing.relabel(scope, labels.fresh_labels(await placing.places_of(scope, meeting_id), first=first))
    await ledger.record(
        scope,
        "meetings.agenda.numbered",
        meeting.record,
        before={"numbers_from": meeting.numbers_from},
        after={"numbers_from": first},
    )
    return first
