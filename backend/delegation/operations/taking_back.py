"""Taking back what was said last of a milestone by mistake. Both stay in its history."""

import json
from typing import Any
from uuid import UUID

from backend.delegation import queries, rules
from backend.delegation.operations.milestones import held_of, say
from backend.delegation.queries import MilestoneVersion
from backend.delegation.rules import reviews
from backend.delegation.rules.reviews import review_from
from backend.kit.database import fetch
from backend.scope import NotPermitted, OvertakenByAnother, Scope

_KEPT = (
    "state", "at_risk", "agreed_due_month", "expected_month", "owner_id", "delivered_by", "delivered_on",
    "accepted_on", "accepted_by", "accepted_by_name", "workflow",
)  # fmt: skip


async def take_back(scope: Scope, *, milestone_id: UUID, version: int, reason: str) -> None:
    """Put a milestone back to how it stood before the last thing that was said of it, which was `version`.

    Whoever said it takes it back; an officer takes back what is no step of the workflow too. What the reviewing body
    sent is theirs to correct. Raises OvertakenByAnother, rules.UnableToChangeMilestone, NotPermitted, NotFound.
    """
    held = await held_of(scope, milestone_id)
    if held.version != version:
        raise OvertakenByAnother(
            f"Something else was said of {held.slug} since this page was opened. Look at it first."
        )
    last = (await queries.versions_of(scope, milestone_id=milestone_id))[-1]
    check_can_take_back(scope, last)
    if not reason.strip():
        raise rules.UnableToChangeMilestone("Say what was wrong.", field="reason")
    before = await _before(scope, milestone_id, version)
    await say(
        scope,
        held,
        "taken-back",
        {**before, "reason": reason.strip()},
        since=min(last.since, scope.today),
        ledger_act="taken-back",
        told={"what": last.act},
    )


def check_can_take_back(scope: Scope, last: MilestoneVersion) -> None:
    """Raises rules.UnableToChangeMilestone or NotPermitted with why it can’t be taken back."""
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person can take back what was said.")
    if last.act in {"taken-up", "taken-back", "workflow-changed"}:
        raise rules.UnableToChangeMilestone("Nothing was said of it that could be taken back.")
    if last.review is not None and last.theirs and last.review.how is reviews.How.RECEIVED:
        raise rules.UnableToChangeMilestone(
            f"{last.review.body} sent this answer, so it is theirs to correct: ask them to send another."
        )
    own = last.person_id == scope.actor.person_id
    if not own and (last.is_step or not scope.may("delegation.change")):
        raise NotPermitted(f"{last.person_name} said it, so it is for them to take back.")


def may_take_back(scope: Scope, last: MilestoneVersion) -> bool:
    try:
        check_can_take_back(scope, last)
    except (rules.UnableToChangeMilestone, NotPermitted):
        return False
    return True


async def _before(scope: Scope, milestone_id: UUID, version: int) -> dict[str, Any]:
    rows = await fetch(
        "SELECT * FROM delegation_milestone_state WHERE tenant_id = $1 AND milestone_id = $2 AND version = $3",
        scope.tenant.id,
        milestone_id,
        version - 1,
    )
    row = rows[0]
    values = {name: row[name] for name in _KEPT}
    return {**values, "review": review_from(json.loads(row["review"]) if row["review"] else None)}
