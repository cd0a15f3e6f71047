"""Saying of a step that it is settled, or not needed here; and going live."""

from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.provision import lifetime
from backend.scope import Scope
from backend.setup.queries import checklist as queries
from backend.setup.rules import checklist as rules
from backend.setup.rules.checklist import Standing
from backend.setup.tables.steps import StepSettled

_MAY_NOT = "Your role in this organisation does not include setting it up."


async def settle_step(scope: Scope, *, step: str, standing: Standing, reason: str) -> None:
    """Say of a step that it is done, not needed with the reason, or to do again. Raises UnableToSettleStep."""
    scope.check_may("setup.change", _MAY_NOT)
    assert scope.actor.person_id is not None
    checklist = await queries.checklist_of(scope)
    found = next((each for each in checklist.steps if each.key == step), None)
    rules.check_can_settle(found, standing=standing, reason=reason)
    assert found is not None, "a rule has just looked"
    values = {"step": step, "standing": standing.value, "reason": reason.strip()}
    step_id = await StepSettled.add(
        scope,
        **values,
        settled_at=scope.now,
        settled_by=scope.actor.person_id,
        settled_by_name=scope.actor.name,
    )
    subject = Record(room="setup", kind="step", id=step_id, title=found.title)
    await ledger.record(
        scope, "setup.step.settled", subject, before={"standing": found.standing}, after=values
    )


async def go_live(scope: Scope) -> None:
    """End the trial once everything needed is done. Raises UnableToGoLive with all that is missing."""
    scope.check_may("setup.change", _MAY_NOT)
    checklist = await queries.checklist_of(scope)
    rules.check_can_go_live(checklist, state=scope.tenant.state)
    await lifetime.go_live(scope, reason=f"Set-up: {checklist.in_words}")
