"""What a morning asks of the database: no more often for more that is due, and no more pages for more that waits."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest_asyncio

from backend.actions import chores as actions
from backend.desk import chores
from backend.kit import database
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench import chase_rows, plans


@pytest_asyncio.fixture
async def superuser(db: database.Database, server_url: str, database_name: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    yield connection
    await connection.close()


async def statements_of(scope: Scope) -> tuple[int, int]:
    """How many statements the morning takes, and how many lines it leaves."""
    before = database.DB.statements
    await chores.chase_what_is_owed(scope)
    statements = database.DB.statements - before
    async with transactions.scope_tx(scope, readonly=True):
        lines = await database.fetch("SELECT id FROM chasing_line WHERE tenant_id = $1", scope.tenant.id)
    return statements, len(lines)


async def test_sweep_makes_no_more_statements_for_more_that_is_due(superuser: Any) -> None:
    small = await chase_rows.a_tenant_to_chase(superuser, open_each=120, due_each=10, people=6)
    large = await chase_rows.a_tenant_to_chase(superuser, open_each=120, due_each=100, people=6)
    (few, short), (many, long) = await statements_of(small), await statements_of(large)
    assert long > 8 * short > 50, "there is more to be told"
    assert many <= few <= 32, "eight of them for declarations, since somebody declared the day before"


async def test_morning_on_which_nothing_is_due_touches_no_more_pages_for_more_open_actions(
    superuser: Any,
) -> None:
    pages = {}
    for count in (100, 10_000):
        scope = await chase_rows.a_tenant_to_chase(superuser, open_each=count, due_each=0, people=6)
        await actions.chase_actions(scope)  # says when there is something to do
        await superuser.execute("VACUUM (ANALYZE) actions_action")
        pages[count] = await plans.buffers_of_chore(scope, actions.chase_actions)
    assert 0 < pages[10_000] <= 1.2 * pages[100], pages


async def test_pages_would_tell_of_a_chase_that_looked_at_every_action(superuser: Any) -> None:
    """The same measure over a statement that reads all open actions grows with them."""
    pages = []
    for count in (100, 3_000):
        scope = await chase_rows.a_tenant_to_chase(superuser, open_each=count, due_each=0, people=6)

        async def look(scope: Scope) -> None:
            async with transactions.scope_tx(scope):
                await database.fetch(
                    "SELECT max(due_on) FROM actions_action WHERE tenant_id = $1", scope.tenant.id
                )

        pages.append(await plans.buffers_of_chore(scope, look))
    assert pages[1] > 3 * pages[0]
