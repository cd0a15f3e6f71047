"""One action waits for another, never in a circle."""

from uuid import UUID

from backend.actions import rules
from backend.actions.operations import steps
from backend.actions.rules import waiting
from backend.actions.tables import Wait
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


async def wait_for(scope: Scope, *, action_id: UUID, for_action_id: UUID) -> None:
    """Say that an action waits for another. Raises rules.UnableToWait, rules.UnableToStep, NotPermitted, NotFound."""
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"actions/waiting/{scope.tenant.id}")
    action = await steps.hold(scope, action_id=action_id)
    other = await steps.hold(scope, action_id=for_action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    rows = await Wait.within(scope, Wait.action_id, Wait.for_action_id).where(Wait.ended_at.is_null())
    edges = [(row["action_id"], row["for_action_id"]) for row in rows]
    named = rules.reference(other["number"])
    if (action_id, for_action_id) in edges:
        raise rules.UnableToWait(f"It waits for {named} already.", field="for_action_id")
    if waiting.would_circle(edges, waiting_id=action_id, for_id=for_action_id):
        raise rules.UnableToWait(
            f"{named} waits for this action, itself or through others, so neither could ever begin.",
            field="for_action_id",
        )
    await Wait.add(scope, action_id=action_id, for_action_id=for_action_id)
    await steps.take(scope, action, "wait-begun", came=_named(other))


async def wait_no_longer(scope: Scope, *, action_id: UUID, for_action_id: UUID) -> None:
    """Say that an action waits for another no longer. Raises NotPermitted, NotFound."""
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    ended = (
        await Wait.change(scope, ended_at=scope.now)
        .where(Wait.action_id == action_id, Wait.for_action_id == for_action_id, Wait.ended_at.is_null())
        .returning(Wait.id)
    )
    if not ended:
        raise NotFound("action that it waits for")
    other = await steps.hold(scope, action_id=for_action_id, struck=True)
    await steps.take(scope, action, "wait-ended", was=_named(other))


def _named(other: dict[str, object]) -> str:
    """The other action by its reference alone: it may be private where this one is not."""
    return rules.reference(int(str(other["number"])))
