"""What has items of meetings to come searched again: items, papers, the register, the directory, who sits, the day."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.database import fetch
from backend.meetings import chores, operations, rules
from backend.meetings.operations import searching
from backend.organisations import ties
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST
from tests.meetings.stage import ENDS, STARTS, Stage, an_organisation, at
from tests.meetings.test_handling import conflicted_item, one, who

Asked = Callable[[UUID], Awaitable[int]]


@pytest.fixture
def asked_for(server_url: str, database_name: str) -> Asked:
    """How many searches of an item were asked for since this was last asked."""
    last: dict[UUID, int] = {}

    async def count(item_id: UUID) -> int:
        address = {**database.connection_config(server_url), "database": database_name}
        connection = await asyncpg.connect(**address)
        try:
            rows = await connection.fetch(
                "SELECT id FROM queue.procrastinate_jobs WHERE task_name = $1 AND args ->> 'item_id' = $2 AND id > $3",
                searching.CHORE,
                str(item_id),
                last.get(item_id, 0),
            )
        finally:
            await connection.close()
        last[item_id] = max((row["id"] for row in rows), default=last.get(item_id, 0))
        return len(rows)

    return count


async def due(stage: Stage) -> bool:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return bool(
            await fetch(
                "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND chore = $2",
                stage.officer.tenant.id,
                searching.SEARCH_AHEAD,
            )
        )


async def searched(stage: Stage, item_id: UUID, asked_for: Asked) -> None:
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    await chores.search_ahead(stage.officer)
    await asked_for(item_id)


async def test_register_directory_and_seats_have_meetings_to_come_searched_again(
    stage: Stage, scope: Scope, asked_for: Asked
) -> None:
    item_id, organisation_id = await conflicted_item(stage, scope, stage.gp)
    other_id = await an_organisation(scope, "Heron Practice Invented")
    await searched(stage, item_id, asked_for)
    officer = stage.officer

    async def declare() -> None:
        async with transactions.scope_tx(officer):
            await declaring.declare_interest(
                officer,
                person_id=who(stage.second_gp),
                organisation_id=organisation_id,
                interest_type=InterestType.FINANCIAL,
                nature="Partner (invented)",
                since=FIRST,
            )

    async def relate() -> None:
        async with transactions.scope_tx(officer):
            await ties.tie(
                officer, organisation_id=other_id, kind=ties.TieKind.OWNS, other_id=organisation_id
            )

    async def leave() -> None:
        async with transactions.scope_tx(officer):
            view = await committee_queries.committee(officer, committee_id=stage.committee_id)
            term_id = next(each.term_id for each in view.members if each.seat == "observer")
            await committees.end_term(officer, term_id=term_id, last_on=officer.today)

    async def end() -> None:
        hit = (await one(officer, item_id)).item.hits[0]
        assert hit.interest_id
        later = at(stage.gp, stage.gp.now + timedelta(minutes=1))
        if hit.person_id != later.actor.person_id:
            later = replace(later, actor=stage.second_gp.actor, roles=stage.second_gp.roles)
        async with transactions.scope_tx(later):
            await declaring.end_interest(later, interest_id=hit.interest_id, ended_on=later.today)

    changes: tuple[Callable[[], Awaitable[None]], ...] = (declare, relate, leave, end)
    for change in changes:
        await change()
        assert await due(stage), change.__name__
        later = at(officer, officer.now + timedelta(minutes=2))
        await chores.search_ahead(later)
        assert await asked_for(item_id) == 1, change.__name__
        await chores.search_for_conflicts(officer, item_id=item_id)
        await chores.search_ahead(later)
        assert await asked_for(item_id) == 0, f"twice for one {change.__name__}"
        assert not await due(stage)
    names = {hit.person for hit in (await one(officer, item_id)).item.hits}
    assert "Gale Invented" in names, "the interest that was declared meanwhile was found"


async def test_item_and_paper_have_the_item_searched_and_what_is_over_is_left_alone(
    stage: Stage, scope: Scope, asked_for: Asked
) -> None:
    item_id, organisation_id = await conflicted_item(stage, scope, stage.gp)
    await searched(stage, item_id, asked_for)

    async def change(**given: Any) -> None:
        async with transactions.scope_tx(stage.officer):
            await operations.change_item(
                stage.officer,
                item_id=item_id,
                **{
                    "title": "Longer hours",
                    "purpose": rules.Purpose.DECISION,
                    "part": rules.Part.PUBLIC,
                    "organisation_ids": [organisation_id],
                    **given,
                },
            )

    changes: tuple[dict[str, Any], ...] = (
        {"title": "Longer hours on Sundays"},
        {"purpose": rules.Purpose.NOTE},
        {"worth": rules.Worth(value_pence=9_000_00, procures=True)},
        {"organisation_ids": []},
    )
    for given in changes:
        await change(**given)
        assert await asked_for(item_id) == 1, given
    await stage.submit(item_id)
    assert await asked_for(item_id) >= 1
    await searched(stage, item_id, asked_for)

    async with transactions.scope_tx(stage.officer):
        await operations.change_meeting(
            stage.officer,
            meeting_id=stage.meeting_id,
            title="Commissioning Committee",
            starts_at=STARTS + timedelta(days=7),
            ends_at=ENDS + timedelta(days=7),
            venue="An invented hall",
            in_public=True,
        )
    await chores.search_ahead(stage.officer)
    assert await asked_for(item_id) == 1, "another day, another register"
    await searched(stage, item_id, asked_for)

    async with transactions.scope_tx(stage.officer):
        await operations.cancel_meeting(stage.officer, meeting_id=stage.meeting_id, because="Snow")
    await stage.conflicted(stage.second_gp, organisation_id)
    await chores.search_ahead(at(stage.officer, stage.officer.now + timedelta(minutes=2)))
    assert await asked_for(item_id) == 0 and not await due(stage)
