"""Business that another room proposes by itself: a person settles it, and it goes when it holds no longer."""

from datetime import date
from uuid import UUID

from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.operations import steps
from backend.planning.operations.business import plan_business
from backend.planning.queries import plans
from backend.planning.rules import cycles
from backend.planning.tables import Business
from backend.scope import NotFound, Scope


async def propose_business(
    scope: Scope, *, committee_id: UUID, title: str, why: str, owner_person_id: UUID | None = None
) -> UUID:
    """Propose business once, for the month of the committee's next meeting; returns its id.

    It waits on the plan for whoever steers that, whoever proposes it. Raises rules.UnableToPlan, NotFound.
    """
    return await plan_business(
        scope,
        committee_id=committee_id,
        title=title,
        purpose=meeting_rules.Purpose.ASSURANCE,
        cycle=cycles.Cycle.ONCE,
        first_month=await _next_month(scope, committee_id),
        owner_person_id=owner_person_id,
        why=why,
        only_proposed=True,
    )


async def withdraw_proposal(scope: Scope, *, business_id: UUID, because: str) -> bool:
    """Withdraw business that nobody has settled yet, with the reason; whether there was anything to withdraw.

    What was accepted, refused, deferred or undone is a person's own, and stays as it is.
    """
    try:
        view = await plans.business(scope, business_id=business_id)
    except NotFound:
        return False
    rules.check_may_steer(scope, committee_id=view.committee_id)
    await steps.hold_plan(scope, view.committee_id)
    view = await plans.business(scope, business_id=business_id)
    if not view.waiting:
        return False
    (row,) = await Business.within(scope).where(Business.id == business_id)
    hand = steps.Hand(scope, view.committee_id)
    await hand.change("business", row, withdrawn_at=scope.now)
    await hand.done(
        "planning.business.withdrawn",
        subject=Record(room="planning", kind="business", id=business_id, title=view.title),
        words=f"Withdrew “{view.title}”: {because}",
    )
    return True


async def _next_month(scope: Scope, committee_id: UUID) -> date:
    days = await meetings.next_meeting_days(scope)
    return cycles.month_of(max(days.get(committee_id, scope.today), scope.today))
