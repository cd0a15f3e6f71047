"""Forward plans and questions from the public, in the two worlds of the sweep."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.committees import operations as committees
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import operations, queries
from backend.planning.rules import cycles, questions, settings
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _meeting(world: Any, *, begun: bool = False) -> dict[str, str]:
    """A meeting in public of a committee of its own, with an item, some weeks from now or an hour ago."""
    from tests.house.world import MAKERS

    ids = await MAKERS["committee"](world)
    scope = world.officer
    starts_at = scope.now - timedelta(hours=1) if begun else scope.now + timedelta(days=40)
    async with transactions.scope_tx(scope):
        meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=UUID(ids["committee_id"]),
            title=world.word("meeting"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue=world.word("venue"),
            in_public=True,
        )
        item_id = await meetings.add_item(
            scope, meeting_id=meeting_id, title=world.word("item"), purpose=meeting_rules.Purpose.DECISION
        )
    return {**ids, "meeting_id": str(meeting_id), "item_id": str(item_id)}


async def _begun_meeting(world: Any) -> dict[str, str]:
    return await _meeting(world, begun=True)


async def _business(world: Any) -> dict[str, str]:
    from tests.house.world import MAKERS

    ids = await MAKERS["committee"](world)
    other = await MAKERS["committee"](world)
    scope = world.officer
    month = cycles.month_of(scope.today)
    async with transactions.scope_tx(scope):
        business_id = await _planned(world, UUID(ids["committee_id"]))
        steps = await queries.steps_of(scope, committee_id=UUID(ids["committee_id"]))
    return {
        **ids,
        "business_id": str(business_id),
        "step_id": str(steps[0].id),
        "other_id": other["committee_id"],
        "month": cycles.code_of(month),
        "next_month": cycles.code_of(cycles.later(month, 1)),
    }


async def _planned(world: Any, committee_id: UUID) -> UUID:
    return await operations.plan_business(
        world.officer,
        committee_id=committee_id,
        title=world.word("business"),
        purpose=meeting_rules.Purpose.NOTE,
        cycle=cycles.Cycle.QUARTERLY,
        minutes=10,
        why=world.word("why"),
        first_month=cycles.month_of(world.officer.today),
    )


async def _proposed(world: Any) -> dict[str, str]:
    """Business that another committee referred here, and nobody has settled."""
    ids = await _business(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        referred_id = await operations.refer(
            scope,
            business_id=UUID(ids["business_id"]),
            month=cycles.month_of(scope.today),
            to_committee_id=UUID(ids["other_id"]),
            reason=world.word("reason"),
        )
    return {**ids, "business_id": str(referred_id), "committee_id": ids["other_id"]}


async def _question(world: Any) -> dict[str, str]:
    ids = await _meeting(world)
    scope = world.officer
    meeting_id = UUID(ids["meeting_id"])
    async with transactions.scope_tx(scope):
        later_id = await meetings.arrange_meeting(
            scope,
            committee_id=UUID(ids["committee_id"]),
            title=world.word("later"),
            starts_at=scope.now + timedelta(days=70),
            ends_at=scope.now + timedelta(days=70, hours=2),
            venue=world.word("venue"),
            in_public=True,
        )
        await operations.take_questions(scope, meeting_id=meeting_id, takes=True)
        receipt = await operations.ask(
            scope,
            meeting_id=meeting_id,
            text=world.word("question"),
            route=questions.Route.LETTER,
            name=f"{world.word('asker')} Invented",
            email="asker@example.invalid",
        )
    return {**ids, "question_id": str(receipt.id), "later_id": str(later_id)}


async def _settings(world: Any) -> dict[str, str]:
    scope = world.officer
    async with transactions.scope_tx(scope):
        values = settings.values_of(await queries.settings_on(scope))
        settled_id = await operations.settle(
            scope,
            effective_from=scope.today,
            values={**values, "about": world.word("about")},
            source=world.word("source"),
        )
    return {"settled_id": str(settled_id)}


async def _reviewed_committee(world: Any) -> dict[str, str]:
    """A committee whose terms of reference and review of effectiveness hold the canary."""
    from tests.house.world import MAKERS

    ids = await MAKERS["committee"](world)
    scope = world.officer
    given: dict[str, Any] = {"committee_id": UUID(ids["committee_id"])}
    async with transactions.scope_tx(scope):
        version_id = await committees.adopt_terms(
            scope,
            **given,
            text=world.word("terms"),
            in_force_from=scope.today,
            approved_by=world.word("body"),
            changes=world.word("changes"),
        )
        await committees.record_effectiveness(
            scope,
            **given,
            period=world.word("period"),
            reviewed_on=scope.today,
            went_well=world.word("well"),
            to_change=world.word("change"),
        )
    return {**ids, "version_id": str(version_id)}


async def _deputy(world: Any) -> dict[str, str]:
    from tests.house.world import MAKERS

    ids = await MAKERS["seat"](world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        deputy_id = await committees.name_deputy(
            scope,
            committee_id=UUID(ids["committee_id"]),
            seat_id=UUID(ids["seat_id"]),
            person_id=UUID(ids["person_id"]),
            from_on=scope.today - timedelta(days=9),
        )
    return {**ids, "deputy_id": str(deputy_id)}


MAKERS: dict[str, Maker] = {
    "reviewed_committee": _reviewed_committee,
    "deputy": _deputy,
    "public_meeting_to_plan": _meeting,
    "begun_meeting": _begun_meeting,
    "business": _business,
    "proposed_business": _proposed,
    "public_question": _question,
    "planning_settings": _settings,
}
