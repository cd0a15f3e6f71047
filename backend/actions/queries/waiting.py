"""What of the action log waits for the reader: their own actions, and what they are to answer or close."""

from dataclasses import dataclass

from backend.actions import rules
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """`mine` are the reader's to do, `overdue` those of them whose day has passed, `to_settle` what they answer for."""

    mine: int
    overdue: int
    to_settle: int


async def waiting_for(scope: Scope) -> Waiting:
    """What waits for the reader, in one statement."""
    rows = await fetch(
        """
        SELECT
          count(*) FILTER (WHERE owner_person_id = $2 AND state IN ('open', 'reopened')) AS mine,
          count(*) FILTER (WHERE owner_person_id = $2 AND state IN ('open', 'reopened') AND due_on < $3) AS overdue,
          count(*) FILTER (WHERE ($4 OR committee_id = ANY ($5)) AND owner_person_id IS DISTINCT FROM $2
            AND (state = 'done-claimed' OR asked IS NOT NULL)) AS to_settle
        FROM actions_action
        WHERE tenant_id = $1 AND state IN ('open', 'reopened', 'done-claimed') AND struck_at IS NULL""",
        scope.tenant.id,
        scope.actor.person_id,
        scope.today,
        rules.is_officer(scope),
        [seat.committee_id for seat in scope.seats if seat.office in ("chair", "vice-chair")],
    )
    return Waiting(**rows[0])
