"""Recording what was decided, and striking out what was recorded wrongly.

What happened is never refused; only what can't have happened is.
"""

from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, content_hash
from backend.meetings import rules
from backend.meetings.operations import arranging, holding
from backend.meetings.tables import Decision, StruckDecision
from backend.scope import NotFound, Scope


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


async def strike_decision(
    scope: Scope, *, decision_id: UUID, because: str, replaced_by_id: UUID | None = None
) -> None:
    """Strike out a decision that was recorded wrongly; it stays readable, with the reason, and counts no more.

    `replaced_by_id` is the decision that says it rightly, of the same meeting. Struck out once more, nothing changes.
    Raises rules.UnableToRecord, NotFound.
    """
    if not because.strip():
        raise rules.UnableToRecord("Say why it is struck out.", field="because")
    rows = await fetch(
        """
        SELECT d.item_id, d.text, d.sha256,
          EXISTS (SELECT 1 FROM meetings_struck_decision s WHERE s.tenant_id = $1 AND s.decision_id = d.id) AS struck,
          $3::uuid IS NULL OR EXISTS (SELECT 1 FROM meetings_decision r
            JOIN meetings_item j ON j.tenant_id = $1 AND j.id = r.item_id
            WHERE r.tenant_id = $1 AND r.id = $3 AND j.meeting_id = i.meeting_id AND r.id <> d.id) AS replaced
        FROM meetings_decision d JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        WHERE d.tenant_id = $1 AND d.id = $2""",
        scope.tenant.id,
        decision_id,
        replaced_by_id,
    )
    if not rows or not rows[0]["replaced"]:
        raise NotFound("decision")
    (row,) = rows
    await holding.hold_item(scope, row["item_id"])
    if row["struck"]:
        return
    said = {"because": because.strip(), "replaced_by_id": replaced_by_id}
    await StruckDecision.add(
        scope, decision_id=decision_id, **said, struck_at=scope.now, struck_by_name=scope.actor.name
    )
    subject = Record(
        room="meetings", kind="decision", id=decision_id, title=row["text"][:200], hash=row["sha256"]
    )
    await ledger.record(scope, "meetings.decision.struck-out", subject, after=said)
