"""Recording what was decided. What happened is never refused; only what can't have happened is."""

from datetime import datetime
from uuid import UUID

from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, content_hash
from backend.meetings import rules
from backend.meetings.operations import arranging, holding
from backend.meetings.tables import Decision
from backend.scope import Scope


async def record_decision(
    scope: Scope,
    *,
    item_id: UUID,
    text: str,
    outcome: rules.Outcome,
    function: str | None = None,
    value_pence: int | None = None,
    decided_at: datetime | None = None,
    decision_id: UUID | None = None,
) -> UUID:
    """Record what was decided on an item; returns the decision's id. It is never changed afterwards.

    `decided_at` is now unless given; `value_pence` in pence; `decision_id` is made here unless given. A meeting on
    whose items something was decided after it began was held, and says so. Raises rules.UnableToRecord, NotFound.
    """
    item = await holding.hold_item(scope, item_id)
    moment = decided_at or scope.now
    rules.check_decision(text=text, decided_at=moment, now=scope.now, value_pence=value_pence)
    decision_id = decision_id or new_id()
    said = {
        "item_id": item_id,
        "outcome": outcome.value,
        "text": text,
        "function": function,
        "value_pence": value_pence,
        "decided_at": moment,
    }
    sha256 = content_hash({**said, "id": decision_id, "item": item.title, "meeting": item.meeting.title})
    await Decision.add(
        scope,
        id=decision_id,
        **said,
        recorded_at=scope.now,
        recorded_by_person_id=scope.actor.person_id,
        recorded_by_name=scope.actor.name,
        sha256=sha256,
    )
    subject = Record(room="meetings", kind="decision", id=decision_id, title=item.title, hash=sha256)
    await ledger.record(scope, "meetings.decision.recorded", subject, after=said)
    meeting = item.meeting
    if rules.can_change(meeting.standing) and moment >= meeting.starts_at:
        await arranging.move_to(scope, meeting, rules.MeetingState.HELD, act="held")
    return decision_id
