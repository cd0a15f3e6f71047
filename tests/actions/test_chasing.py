"""The chase of actions: each rung once, to whoever holds the action now, until it is done."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest_asyncio

from backend.actions import chasing, chores, operations
from backend.kit import database
from backend.kit.clock import real_now
from backend.people import queries as people
from backend.people.operations import pauses, persons
from backend.people.permissions import OFFICER
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.actions.test_log import DUE, act, seen, undertaken
from tests.meetings.stage import Stage, a_stage
from tests.notices.kept import letters_in_words


@pytest_asyncio.fixture
async def stage(scope: Scope) -> Stage:
    """The stage with an address for everybody, and a role for its officer."""
    made = await a_stage(scope)
    async with transactions.scope_tx(made.officer):
        for line in await people.people_of(made.officer):
            await persons.change_person(
                made.officer,
                person_id=line.id,
                name=line.name,
                job_title=None,
                email=f"{line.name.split()[0].lower()}@example.invalid",
                left_on=None,
                now=real_now(),
            )
        officer_id = made.officer.actor.person_id
        assert officer_id is not None
        await persons.grant_role(made.officer, person_id=officer_id, role=OFFICER)
    return made


def on(scope: Scope, day: date) -> Scope:
    return replace(scope, now=datetime.combine(day, time(8), ZoneInfo("Europe/London")))


async def chased(stage: Stage, day: date) -> None:
    clock = replace(on(stage.officer, day), actor=Actor.of_chore(chasing.CHORE), roles=frozenset())
    await chores.chase_actions(clock)


async def letters(stage: Stage) -> list[tuple[str, str, str]]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        rows = await database.fetch(
            "SELECT subject, recipient_name, state FROM notices_letter WHERE tenant_id = $1 ORDER BY queued_at, id",
            stage.officer.tenant.id,
        )
    return [(row["recipient_name"].split()[0], row["subject"], row["state"]) for row in rows]


async def due(stage: Stage) -> Any:
    async with transactions.scope_tx(stage.officer, readonly=True):
        rows = await database.fetch(
            "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2",
            stage.officer.tenant.id,
            chasing.CHORE,
        )
    return rows[0]["due_at"].date() if rows else None


async def test_each_rung_is_told_once_and_the_chase_ends_when_it_is_done(stage: Stage) -> None:
    action_id = await undertaken(stage)
    assert await due(stage) == date(2014, 9, 10)  # five working days before the 17th
    await chased(stage, date(2014, 9, 9))
    assert await letters(stage) == []
    for day in (10, 10, 11, 17, 24):
        await chased(stage, date(2014, 9, day))
    assert await letters(stage) == [
        ("Glenn", "Action due on 17 September 2014: Write to the practices", "pending"),
        ("Glenn", "Action due today: Write to the practices", "pending"),
        ("Glenn", "Action 7 days late: Write to the practices", "pending"),
    ]
    await act(stage.gp, operations.claim_done, action_id=action_id, words="Done")
    await chased(stage, date(2014, 11, 3))
    assert {state for *_, state in await letters(stage)} == {"withdrawn"}
    assert await due(stage) is None


async def test_chase_follows_the_owner_and_escalates_to_chair_and_officer(stage: Stage) -> None:
    action_id = await undertaken(stage)
    await chased(stage, date(2014, 9, 17))
    later = on(stage.officer, date(2014, 9, 18))
    await act(later, operations.hand_over, action_id=action_id, owner_person_id=stage.author_id)
    await chased(stage, date(2014, 9, 19))
    assert [(to, state) for to, _, state in await letters(stage)] == [
        ("Glenn", "withdrawn"),
        ("Arden", "pending"),
    ]
    await chased(stage, date(2014, 10, 8))  # fifteen working days after
    told = [(to, subject) for to, subject, _ in await letters(stage)][2:]
    assert sorted(told) == [
        ("Charlie", "Action long overdue: Write to the practices"),
        ("Olive", "Action long overdue: Write to the practices"),
    ]


async def test_deputy_is_chased_while_the_owner_is_away_and_nobody_where_there_is_none(stage: Stage) -> None:
    owner = stage.gp.actor.person_id
    covered = await undertaken(stage, deputy_person_id=stage.author_id)
    await undertaken(stage, words="Nobody stands in")
    await act(
        stage.officer,
        pauses.pause_person,
        person_id=owner,
        from_on=date(2014, 9, 8),
        until_on=date(2014, 9, 20),
        reason="Leave (invented)",
    )
    await chased(stage, DUE)
    assert [to for to, *_ in await letters(stage)] == ["Arden"]
    view = await seen(on(stage.officer, date(2014, 9, 19)), covered)
    assert view.line.rag.value == "red"
    rows = await letters_in_words(stage.officer)
    assert "You stand in for Glenn Invented" in rows[0]["text"]
    assert "/public/actions/" in rows[0]["text"]
    await chased(stage, date(2014, 9, 22))  # back again, and not told of the rungs of the absence one by one
    assert [(to, "due today" in subject) for to, subject, _ in await letters(stage)] == [
        ("Arden", True),
        ("Glenn", True),
    ]


async def test_letter_of_a_private_action_holds_none_of_its_words(stage: Stage) -> None:
    await undertaken(stage, private=True, words="Settle the dispute", owner_name="Pat (invented)")
    await chased(stage, DUE)
    rows = await letters_in_words(stage.officer)
    assert [row["recipient_name"] for row in rows] == ["Olive Invented"]
    assert "A-1, a private action" in rows[0]["subject"]
    assert "dispute" not in rows[0]["subject"] + rows[0]["text"] + rows[0]["html"]
    assert "Pat (invented) is not a person of this organisation" in rows[0]["text"]
