"""Nobody takes a seat undeclared without the chair being told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest_asyncio

from backend.interests.operations import declarants, declaring
from backend.kit.database import fetch
from backend.meetings import chores, operations, queries
from backend.meetings.operations import undeclared
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, a_stage


@pytest_asyncio.fixture
async def stage(scope: Scope) -> Stage:
    """A meeting whose members have all declared but Glenn."""
    made = await a_stage(scope)
    async with transactions.scope_tx(made.officer):
        for person in (made.chair, made.vice_chair, made.second_gp, made.observer):
            assert person.actor.person_id
            await declaring.make_nil_return(made.officer, person_id=person.actor.person_id)
    return made


async def letters(stage: Stage) -> list[tuple[str, str]]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind = 'undeclared-members' "
            "ORDER BY recipient_name, id",
            stage.officer.tenant.id,
        )
    return [(row["recipient_name"], row["text"]) for row in rows]


async def test_chairs_are_told_at_the_agenda_once_and_see_it_on_the_page(stage: Stage) -> None:
    await stage.add_item()
    async with transactions.scope_tx(stage.officer):
        await operations.publish_agenda(stage.officer, meeting_id=stage.meeting_id)
        seen = await queries.meeting(stage.chair, meeting_id=stage.meeting_id)
        unseen = await queries.meeting(stage.gp, meeting_id=stage.meeting_id)

    told = await letters(stage)
    assert [name for name, _ in told] == ["Charlie Invented", "Vivian Invented"]
    assert "Glenn Invented has not declared" in told[0][1]
    assert [each.words for each in seen.undeclared] == ["has not declared"]
    assert unseen.undeclared == ()
    morning = replace(stage.officer, now=STARTS.replace(hour=8) - timedelta(days=1))
    await chores.tell_of_undeclared(morning)
    assert len(await letters(stage)) == 2, "the same list is told once"


async def test_who_is_away_is_not_told_of_until_they_come_after_all(stage: Stage) -> None:
    assert stage.gp.actor.person_id
    async with transactions.scope_tx(stage.gp):
        await operations.apologise(stage.gp, meeting_id=stage.meeting_id, person_id=stage.gp.actor.person_id)
        assert await undeclared.tell_chairs(stage.gp, meeting_id=stage.meeting_id) == 0
    async with transactions.scope_tx(stage.gp):
        await operations.withdraw_apology(
            stage.gp, meeting_id=stage.meeting_id, person_id=stage.gp.actor.person_id
        )
    assert len(await letters(stage)) == 2


async def test_morning_before_finds_who_is_overdue_by_then_and_calls_nobody_paused_late(stage: Stage) -> None:
    assert stage.gp.actor.person_id and stage.observer.actor.person_id
    async with transactions.scope_tx(stage.officer):
        await declarants.pause(
            stage.officer,
            person_id=stage.gp.actor.person_id,
            from_on=date(2014, 9, 1),
            until_on=None,
            reason="A reason",
        )
        due = await fetch(
            "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2",
            stage.officer.tenant.id,
            undeclared.CHORE,
        )
    assert [row["due_at"] for row in due] == [datetime.fromisoformat("2014-09-16T06:30:00+00:00")]
    await chores.tell_of_undeclared(replace(stage.officer, now=due[0]["due_at"]))
    told = await letters(stage)
    assert len(told) == 2
    assert "Glenn Invented has nothing on the register yet" in told[0][1]
    assert "not declared" not in told[0][1]
