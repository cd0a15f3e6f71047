"""Striking out what was recorded wrongly: it stays readable, with the reason, and counts no more.

A decision that is corrected is struck out and said once more; so are its votes. What a struck decision had ratified or
reversed waits again.
"""

from typing import Any
from uuid import UUID

from backend.actions import operations as actions
from backend.actions import queries as action_queries
from backend.between import operations as between
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.scope import NotFound, Scope
from backend.sittings import rules
from backend.sittings.operations import holding

_STRIKE = """
WITH changed AS (
  UPDATE {table} SET struck_at = $4, struck_because = $5, struck_by_name = $6
  WHERE tenant_id = $1 AND id = $2 AND meeting_id = $3 AND struck_at IS NULL RETURNING id)
SELECT (SELECT count(*) FROM changed) AS fresh FROM {table} WHERE tenant_id = $1 AND id = $2 AND meeting_id = $3
"""
STRUCK = {
    "presence": _STRIKE.format(table="sittings_presence"),
    "turn": _STRIKE.format(table="sittings_turn"),
    "declaration": _STRIKE.format(table="sittings_declaration"),
    "action": _STRIKE.format(table="sittings_action"),
}
"""What may be struck out beside a decision, and how."""


async def strike_out(scope: Scope, *, meeting_id: UUID, what: str, event_id: UUID, because: str) -> None:
    """Strike out something recorded wrongly. `what` is "decision" or one of `STRUCK`; twice is as once.

    Raises rules.UnableToRecord, rules.HeldByAnother (409), NotFound.
    """
    title = await holding.hold_page(scope, meeting_id=meeting_id)
    if not because.strip():
        raise rules.UnableToRecord("Say why it is struck out.", field="because")
    if what == "decision":
        await strike_decision(scope, meeting_id=meeting_id, decision_id=event_id, because=because)
        return
    rows = await fetch(
        STRUCK[what],
        scope.tenant.id,
        event_id,
        meeting_id,
        scope.now,
        because,
        scope.actor.name,
    )
    if not rows:
        raise NotFound("line of this meeting")
    if rows[0]["fresh"]:
        after: dict[str, Any] = {"what": what, "id": event_id, "because": because}
        await ledger.record(
            scope, "sittings.line.struck-out", holding.of_meeting(meeting_id, title), after=after
        )
        if what == "action":
            await _strike_in_log(scope, event_id, because)


async def strike_decision(
    scope: Scope, *, meeting_id: UUID, decision_id: UUID, because: str, replaced_by_id: UUID | None = None
) -> None:
    """Strike out a decision of this meeting, and let what it had ratified or reversed wait again. Raises NotFound.

    The page is held already.
    """
    rows = await fetch(
        "SELECT d.id FROM meetings_decision d JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id "
        "WHERE d.tenant_id = $1 AND d.id = $2 AND i.meeting_id = $3",
        scope.tenant.id,
        decision_id,
        meeting_id,
    )
    if not rows:
        raise NotFound("decision")
    await meetings.strike_decision(
        scope, decision_id=decision_id, because=because, replaced_by_id=replaced_by_id
    )
    opened = await fetch(
        """
        WITH before AS (
          SELECT s.id, s.decision_id, s.state, d.text FROM sittings_irregularity s
          JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = s.decision_id
          WHERE s.tenant_id = $1 AND s.settled_by_decision_id = $2 FOR UPDATE OF s),
        opened AS (
          UPDATE sittings_irregularity o SET state = 'open', settled_at = NULL, settled_by_decision_id = NULL,
            settled_by_name = NULL
          FROM before WHERE o.tenant_id = $1 AND o.id = before.id)
        SELECT decision_id, state, text FROM before""",
        scope.tenant.id,
        decision_id,
    )
    await between.open_again(scope, decision_id=decision_id, because=because)
    for row in opened:
        await ledger.record(
            scope,
            "sittings.irregularity.opened-again",
            Record(room="meetings", kind="decision", id=row["decision_id"], title=row["text"][:200]),
            before={"state": row["state"]},
            after={"struck_decision_id": decision_id, "because": because},
        )


async def replace_action(
    scope: Scope, *, meeting_id: UUID, action_id: UUID, by_id: UUID, because: str
) -> None:
    """Strike out an action, said rightly by another of the same meeting. The page is held already. Raises NotFound."""
    await strike_out(scope, meeting_id=meeting_id, what="action", event_id=action_id, because=because)
    await fetch(
        "UPDATE sittings_action SET replaced_by_id = $3 WHERE tenant_id = $1 AND id = $2 AND id <> $3 "
        "AND replaced_by_id IS NULL RETURNING id",
        scope.tenant.id,
        action_id,
        by_id,
    )


async def _strike_in_log(scope: Scope, action_id: UUID, because: str) -> None:
    """What was recorded wrongly at the meeting is followed no more, unless the log has struck it out already."""
    known = (await action_queries.actions_by_id(scope, [action_id])).get(action_id)
    if known is not None and not known.struck:
        await actions.strike_out(scope, action_id=action_id, reason=because)
