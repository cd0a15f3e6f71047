"""Forward plans and the agendas made of them, on the real database."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.rules import Part, Purpose
from backend.planning import operations, queries, rules
from backend.planning.rules import cycles
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.committees.made import formed
from tests.meetings.stage import ENDS, STARTS, Stage, at

SEPTEMBER = date(2014, 9, 1)
OCTOBER = date(2014, 10, 1)
YEAR = cycles.months_from(date(2014, 4, 1))


async def act(scope: Scope, operation: Any, **given: Any) -> Any:
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


async def planned(
    stage: Stage, title: str = "Finance report", by: Scope | None = None, **traits: Any
) -> UUID:
    given = {
        "purpose": Purpose.ASSURANCE,
        "cycle": cycles.Cycle.MONTHLY,
        "first_month": SEPTEMBER,
        "minutes": 10,
        **traits,
    }
    business_id: UUID = await act(
        by or stage.officer, operations.plan_business, committee_id=stage.committee_id, title=title, **given
    )
    return business_id


async def states(stage: Stage, scope: Scope | None = None) -> dict[str, dict[int, str]]:
    reader = scope or stage.officer
    async with transactions.scope_tx(reader, readonly=True):
        plan = await queries.plan_of(reader, committee_id=stage.committee_id, months=YEAR)
    return {line.title: {row.month.month: row.state.value for row in line.rows} for line in plan.lines}


async def setting(stage: Stage, meeting_id: UUID | None = None) -> queries.AgendaSetting:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return await queries.setting_of(stage.officer, meeting_id=meeting_id or stage.meeting_id)


async def agenda(stage: Stage, meeting_id: UUID | None = None) -> list[tuple[str | None, str]]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        view = await meeting_queries.meeting(stage.officer, meeting_id=meeting_id or stage.meeting_id)
    return [(item.label, item.title) for item in view.standing_items]


async def another_meeting(stage: Stage, days: int = 28) -> UUID:
    meeting_id: UUID = await act(
        stage.officer,
        meetings.arrange_meeting,
        committee_id=stage.committee_id,
        title="Commissioning Committee, October",
        starts_at=STARTS + timedelta(days=days),
        ends_at=ENDS + timedelta(days=days),
        venue="An invented hall",
        in_public=True,
    )
    return meeting_id


async def last_step(stage: Stage) -> UUID:
    async with transactions.scope_tx(stage.officer, readonly=True):
        steps = await queries.steps_of(stage.officer, committee_id=stage.committee_id)
    return next(step.id for step in steps if step.undone_at is None)


async def test_officer_makes_an_agenda_of_the_plan_with_standing_items_and_undoes_it(stage: Stage) -> None:
    business_id = await planned(stage)
    before = await setting(stage)
    assert [row.title for row in before.due] == ["Finance report"]
    assert before.minutes_asked == 10 + sum(each.minutes or 0 for each in before.standing)

    await act(
        stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[(business_id, SEPTEMBER)]
    )
    titles = [title for _, title in await agenda(stage)]
    assert titles[0].startswith("Welcome") and titles[-1] == "Date of the next meeting"
    assert titles.index("Matters arising and the action log") < titles.index("Finance report")
    assert titles.index("Finance report") < titles.index("Any other business")
    assert (await states(stage))["Finance report"][9] == "on-agenda"
    assert (await setting(stage)).minutes_to_come == 0

    await act(stage.officer, operations.undo_step, step_id=await last_step(stage))
    assert await agenda(stage) == []
    assert (await states(stage))["Finance report"][9] == "planned"


async def test_standing_item_that_stands_already_comes_no_second_time(stage: Stage) -> None:
    await stage.add_item("Longer opening hours")
    await stage.add_item("Any other business")
    await act(stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[])
    titles = [title for _, title in await agenda(stage)]
    assert titles[0].startswith("Welcome") and titles.count("Any other business") == 1
    assert titles.index("Matters arising and the action log") < titles.index("Longer opening hours")


async def test_numbers_run_through_the_year_where_the_tenant_wants_that(stage: Stage) -> None:
    business_id = await planned(stage)
    await act(
        stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[(business_id, SEPTEMBER)]
    )
    first = await agenda(stage)
    second_id = await another_meeting(stage)
    await act(stage.officer, operations.set_agenda, meeting_id=second_id, rows=[(business_id, OCTOBER)])
    second = await agenda(stage, second_id)
    assert [label for label, _ in second] == [str(len(first) + 1 + at) for at in range(len(second))]


async def test_business_is_deferred_with_its_reason_and_comes_in_the_other_month(stage: Stage) -> None:
    business_id = await planned(stage, "Review of terms", cycle=cycles.Cycle.ONCE)
    given = {"business_id": business_id, "month": SEPTEMBER}
    with pytest.raises(rules.UnableToPlan):
        await act(stage.officer, operations.defer, **given, to_month=SEPTEMBER, reason="Too early")
    with pytest.raises(rules.UnableToPlan):
        await act(stage.officer, operations.defer, **given, to_month=OCTOBER, reason=" ")
    await act(stage.officer, operations.defer, **given, to_month=OCTOBER, reason="The draft is late")
    assert (await states(stage))["Review of terms"] == {9: "deferred", 10: "planned"}
    assert [row.reason for row in (await setting(stage)).settled] == ["The draft is late"]
    with pytest.raises(rules.UnableToPlan):
        await act(stage.officer, operations.refuse, **given, reason="Again")
    await act(stage.officer, operations.undo_step, step_id=await last_step(stage))
    assert (await states(stage))["Review of terms"] == {9: "planned"}


async def test_referred_business_keeps_its_thread_in_the_other_committee(stage: Stage) -> None:
    business_id = await planned(stage)
    async with transactions.scope_tx(stage.officer):
        other_id = await formed(stage.officer, id="quality", name="Quality Committee", kind="quality-safety")
    referred_id = await act(
        stage.officer,
        operations.refer,
        business_id=business_id,
        month=SEPTEMBER,
        to_committee_id=other_id,
        reason="It is about safety",
    )
    async with transactions.scope_tx(stage.officer, readonly=True):
        here = await queries.business(stage.officer, business_id=business_id)
        there = await queries.business(stage.officer, business_id=referred_id)
    assert there.thread_id == here.thread_id and there.waiting and there.referred_in
    assert (await states(stage))["Finance report"][9] == "referred"
    await act(stage.officer, operations.accept_business, business_id=referred_id)
    with pytest.raises(rules.UnableToUndo):
        await act(stage.officer, operations.undo_step, step_id=await last_step(stage))


async def test_member_proposes_and_the_chair_decides(stage: Stage) -> None:
    business_id = await planned(stage, "Opening hours", by=stage.gp, cycle=cycles.Cycle.ONCE)
    assert (await states(stage))["Opening hours"] == {9: "proposed"}
    with pytest.raises(NotPermitted):
        await act(stage.gp, operations.accept_business, business_id=business_id)
    await act(stage.chair, operations.refuse, business_id=business_id, month=SEPTEMBER, reason="Not ours")
    async with transactions.scope_tx(stage.gp, readonly=True):
        view = await queries.business(stage.gp, business_id=business_id)
    assert view.refused_because == "Not ours" and not view.waiting


async def test_private_business_is_found_by_nobody_beside_the_committee(stage: Stage) -> None:
    business_id = await planned(stage, "A contract", part=Part.PRIVATE, private_reason="Commercial")
    stranger = replace(stage.gp, seats=(), roles=frozenset({"executive-owner"}))
    assert "A contract" in await states(stage, stage.gp)
    assert "A contract" not in await states(stage, stranger)
    with pytest.raises(NotFound):
        async with transactions.scope_tx(stranger, readonly=True):
            await queries.business(stranger, business_id=business_id)


async def test_cancelled_meeting_sends_its_business_and_papers_on(stage: Stage) -> None:
    business_id = await planned(stage)
    await act(
        stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[(business_id, SEPTEMBER)]
    )
    item_id = await stage.add_item("Longer opening hours")
    paper_id = await stage.submit(item_id)
    other_id = await another_meeting(stage)
    made = await act(
        stage.officer,
        operations.call_off,
        meeting_id=stage.meeting_id,
        because="Snow",
        carry_to_id=other_id,
    )
    assert {title for _, title in await agenda(stage, other_id)} == {"Finance report", "Longer opening hours"}
    async with transactions.scope_tx(stage.officer, readonly=True):
        paper = await meeting_queries.paper(stage.officer, paper_id=paper_id)
        thread_id, steps = await meeting_queries.thread_of_item(stage.officer, item_id=made[item_id])
        old = await meeting_queries.meeting(stage.officer, meeting_id=stage.meeting_id)
    assert paper.item_id == made[item_id]
    assert thread_id == item_id and [step.item_id for step in steps] == [item_id, made[item_id]]
    assert "Snow" in (steps[1].words or "")
    assert any(item.id == item_id for item in old.items)  # the record stays
    assert (await states(stage))["Finance report"][9] == "on-agenda"


async def test_business_of_a_cancelled_meeting_waits_where_nobody_said_where_it_goes(stage: Stage) -> None:
    business_id = await planned(stage)
    await act(
        stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[(business_id, SEPTEMBER)]
    )
    await stage.add_item("Longer opening hours")
    await act(stage.officer, meetings.cancel_meeting, meeting_id=stage.meeting_id, because="Snow")
    other_id = await another_meeting(stage, days=7)
    found = await setting(stage, other_id)
    assert [(row.title, row.state.value, row.reason) for row in found.due] == [
        ("Finance report", "off", "Snow")
    ]
    assert [each.title for each in found.left_items] == ["Longer opening hours"]
    await act(
        stage.officer,
        operations.set_agenda,
        meeting_id=other_id,
        rows=[(business_id, SEPTEMBER)],
        left_item_ids=[found.left_items[0].item_id],
    )
    assert {"Finance report", "Longer opening hours"} <= {title for _, title in await agenda(stage, other_id)}
    assert (await setting(stage, other_id)).left_items == ()


async def test_meeting_inquorate_from_the_start_is_recorded_and_took_nothing(stage: Stage) -> None:
    business_id = await planned(stage)
    await act(
        stage.officer, operations.set_agenda, meeting_id=stage.meeting_id, rows=[(business_id, SEPTEMBER)]
    )
    evening = at(stage.officer, datetime(2014, 9, 17, 18, 0, tzinfo=STARTS.tzinfo))
    await act(evening, operations.record_inquorate, meeting_id=stage.meeting_id, because="No lay member came")
    assert (await states(stage, evening))["Finance report"][9] == "off"


async def test_withheld_papers_stay_withheld_when_their_item_moves(stage: Stage) -> None:
    item_id = await stage.add_item("A contract", part=Part.PRIVATE, private_reason="Bids")
    await stage.submit(item_id)
    assert stage.gp.actor.person_id
    await act(
        stage.officer,
        meetings.withhold_papers,
        item_id=item_id,
        person_id=stage.gp.actor.person_id,
        reason="An interest",
    )
    made = await act(
        stage.officer,
        operations.carry_items,
        item_ids=[item_id],
        to_meeting_id=await another_meeting(stage),
        because="No time",
    )
    async with transactions.scope_tx(stage.gp, readonly=True):
        assert await meeting_queries.withheld_from_reader(stage.gp, [made[item_id]])
