"""Piccolo's back doors, one by one: each is shut, and after every kind of accident the pool is sound."""

import asyncio
import contextlib
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from backend.kit import database
from backend.kit.database import DB, NestedTransaction, OutsideTransaction
from backend.scope import Scope, Tenant
from backend.tenancy import dues, transactions
from backend.tenancy.tables import Due, TenantTable
from tests.scopes import FIRST_OF_SEPTEMBER, a_scope

DIED = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""What asyncpg raises on a connection whose backend died, depending on the moment."""
Found = Callable[..., Awaitable[Tenant]]


@pytest_asyncio.fixture
async def north(found: Found) -> Tenant:
    return await found()


@pytest_asyncio.fixture
async def south(found: Found) -> Tenant:
    return await found()


@pytest_asyncio.fixture
async def superuser(server_url: str, database_name: str) -> AsyncIterator[Any]:
    config = {**database.connection_config(server_url), "database": database_name}
    connection = await asyncpg.connect(**config)
    yield connection
    await connection.close()


async def seen() -> list[str]:
    """The slugs of every tenant that this transaction sees."""
    return [row["slug"] for row in await TenantTable.select(TenantTable.slug)]


async def check_healthy(tenant: Tenant) -> None:
    """Every connection of the pool works, in this very task, and sees that one tenant."""
    assert DB.current_transaction.get() is None
    assert DB.pool is not None
    for _ in range(DB.pool.get_max_size() + 1):
        async with transactions.tenant_tx(tenant.id):
            assert await seen() == [tenant.slug]


async def test_query_outside_a_transaction_is_refused(north: Tenant) -> None:
    with pytest.raises(OutsideTransaction, match="no tenant is known"):
        await TenantTable.select()
    with pytest.raises(OutsideTransaction):
        await database.fetch("SELECT 1")
    with pytest.raises(OutsideTransaction):
        await database.execute("SELECT 1")
    with pytest.raises(OutsideTransaction):
        await database.apply_session({"app.tenant": transactions.claim(north.id)})
    with pytest.raises(OutsideTransaction):
        async with database.savepoint():
            pytest.fail("there is nothing to save")


async def test_transaction_inside_another_is_refused_and_the_outer_goes_on(
    north: Tenant, south: Tenant
) -> None:
    async with transactions.tenant_tx(north.id):
        with pytest.raises(NestedTransaction):
            async with transactions.tenant_tx(south.id):
                pytest.fail("a second tenant came in")
        with pytest.raises(NestedTransaction):
            async with transactions.tenant_tx(north.id):
                pytest.fail("a second transaction came in")
        assert await seen() == [north.slug]
    await check_healthy(north)


async def test_batch_is_refused(north: Tenant) -> None:
    async with transactions.tenant_tx(north.id):
        with pytest.raises(OutsideTransaction, match="batch"):
            await TenantTable.select().batch()
        with pytest.raises(OutsideTransaction, match="batch"):
            async with await TenantTable.select().batch(batch_size=1):
                pytest.fail("a batch opened a connection of its own")


@pytest.mark.parametrize("door", ["transaction", "atomic"])
async def test_transactions_of_piccolos_own_are_refused(north: Tenant, door: str) -> None:
    with pytest.raises(OutsideTransaction):
        getattr(DB, door)()
    async with transactions.tenant_tx(north.id):
        with pytest.raises(OutsideTransaction):
            getattr(DB, door)()


async def test_connection_beside_the_pool_is_refused() -> None:
    with pytest.raises(OutsideTransaction, match="beside the pool"):
        await DB.get_new_connection()


async def test_change_of_the_schema_is_refused(north: Tenant) -> None:
    async with transactions.tenant_tx(north.id):
        with pytest.raises(OutsideTransaction, match="schema"):
            await TenantTable.alter().drop_table()
        with pytest.raises(OutsideTransaction, match="schema"):
            await TenantTable.create_table()


async def test_query_on_another_node_is_refused(north: Tenant) -> None:
    """There is one engine; a query that names another finds none."""
    assert dict(DB.extra_nodes) == {}
    async with transactions.tenant_tx(north.id):
        with pytest.raises(KeyError):
            await TenantTable.select().run(node="replica")


async def test_query_without_a_pool_is_refused_too(north: Tenant) -> None:
    with pytest.raises(OutsideTransaction):
        await TenantTable.select().run(in_pool=False)
    with pytest.raises(OutsideTransaction):
        await TenantTable.select().run(in_pool=True)


async def test_task_made_inside_and_run_after_is_refused(north: Tenant) -> None:
    go = asyncio.Event()

    async def later() -> list[str]:
        await go.wait()
        return await seen()

    async with transactions.tenant_tx(north.id):
        task = asyncio.create_task(later())
    go.set()

    with pytest.raises(OutsideTransaction):
        await task
    await check_healthy(north)


async def test_task_made_inside_can_not_open_a_transaction_of_another_tenant(
    north: Tenant, south: Tenant
) -> None:
    async def other() -> None:
        async with transactions.tenant_tx(south.id):
            pytest.fail("it came in")

    async with transactions.tenant_tx(north.id):
        with pytest.raises(NestedTransaction):
            await asyncio.create_task(other())


async def test_task_with_a_context_of_its_own_has_a_transaction_of_its_own(
    north: Tenant, south: Tenant
) -> None:
    async def other() -> list[str]:
        async with transactions.tenant_tx(south.id):
            return await seen()

    async with transactions.tenant_tx(north.id):
        task = asyncio.create_task(other(), context=contextvars.Context())
        assert await task == [south.slug]
        assert await seen() == [north.slug]


async def test_queries_gathered_in_one_transaction_see_one_tenant_or_fail(north: Tenant) -> None:
    async with transactions.tenant_tx(north.id):
        found = await asyncio.gather(seen(), seen(), seen(), return_exceptions=True)
    rows = [one for one in found if isinstance(one, list)]
    errors = [one for one in found if not isinstance(one, list)]
    assert rows and all(one == [north.slug] for one in rows)
    assert all(isinstance(one, asyncpg.InterfaceError) for one in errors), "another operation is in progress"
    await check_healthy(north)


async def test_transactions_gathered_side_by_side_keep_to_their_tenants(north: Tenant, south: Tenant) -> None:
    async def look(tenant: Tenant) -> list[str]:
        async with transactions.tenant_tx(tenant.id):
            first = await seen()
            await asyncio.sleep(0)
            return first + await seen()

    tenants = [north, south] * 12
    found = await asyncio.gather(*map(look, tenants))
    assert found == [[tenant.slug] * 2 for tenant in tenants]


async def test_killed_backend_fails_once_and_the_same_task_works_again(north: Tenant, superuser: Any) -> None:
    for _ in range(3):
        with pytest.raises(DIED):
            async with transactions.tenant_tx(north.id):
                rows = await database.fetch("SELECT pg_backend_pid() AS pid")
                await superuser.fetch("SELECT pg_terminate_backend($1)", rows[0]["pid"])
                await seen()
        assert DB.current_transaction.get() is None
        async with transactions.tenant_tx(north.id):
            assert await seen() == [north.slug]
    await check_healthy(north)


async def test_backend_killed_before_commit_loses_the_whole(north: Tenant, superuser: Any) -> None:
    scope = a_scope(north)
    with pytest.raises(DIED):
        async with transactions.scope_tx(scope):
            await dues.set_due(scope, chore="a.test", at=FIRST_OF_SEPTEMBER)
            rows = await database.fetch("SELECT pg_backend_pid() AS pid")
            await superuser.fetch("SELECT pg_terminate_backend($1)", rows[0]["pid"])
    async with transactions.scope_tx(scope):
        assert await Due.select(Due.chore).where(Due.chore.like("%.test")) == []
    await check_healthy(north)


async def test_cancelled_requests_leave_the_pool_sound(north: Tenant) -> None:
    async def slow() -> None:
        async with transactions.tenant_tx(north.id):
            await database.fetch("SELECT pg_sleep(20)")

    tasks = [asyncio.create_task(slow()) for _ in range(4)]
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    assert all(
        isinstance(one, asyncio.CancelledError)
        for one in await asyncio.gather(*tasks, return_exceptions=True)
    )
    await check_healthy(north)


async def test_cancelled_twice_while_it_rolls_back_is_sound_all_the_same(north: Tenant) -> None:
    async def slow() -> None:
        async with transactions.tenant_tx(north.id):
            await database.fetch("SELECT pg_sleep(20)")

    for gap in (0, 0, 0.001, 0.002):
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(gap)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await check_healthy(north)


async def test_cancelled_while_it_waits_for_a_connection_is_sound(north: Tenant) -> None:
    assert DB.pool is not None
    held = [await DB.pool.acquire() for _ in range(DB.pool.get_max_size())]

    async def waits() -> None:
        async with transactions.tenant_tx(north.id):
            pytest.fail("there was no connection to be had")

    task = asyncio.create_task(waits())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for connection in held:
        await DB.pool.release(connection)
    await check_healthy(north)


async def test_what_raises_is_rolled_back_and_what_ends_is_kept(scope: Scope) -> None:
    with pytest.raises(LookupError):
        async with transactions.scope_tx(scope):
            await dues.set_due(scope, chore="lost.test", at=FIRST_OF_SEPTEMBER)
            raise LookupError
    async with transactions.scope_tx(scope):
        await dues.set_due(scope, chore="kept.test", at=FIRST_OF_SEPTEMBER)
    async with transactions.scope_tx(scope):
        assert [row["chore"] for row in await Due.select(Due.chore).where(Due.chore.like("%.test"))] == [
            "kept.test"
        ]


async def test_savepoint_undoes_its_part_alone(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await dues.set_due(scope, chore="first.test", at=FIRST_OF_SEPTEMBER)
        with pytest.raises(asyncpg.CheckViolationError):
            async with database.savepoint():
                await dues.set_due(scope, chore="second.test", at=FIRST_OF_SEPTEMBER)
                await database.execute("UPDATE tenancy_tenant SET kind = 'no such kind'")
        await dues.set_due(scope, chore="third.test", at=FIRST_OF_SEPTEMBER)
    async with transactions.scope_tx(scope):
        assert {row["chore"] for row in await Due.select(Due.chore).where(Due.chore.like("%.test"))} == {
            "first.test",
            "third.test",
        }


async def test_reading_transaction_can_not_write(scope: Scope) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with transactions.scope_tx(scope, readonly=True):
            await dues.set_due(scope, chore="a.test", at=FIRST_OF_SEPTEMBER)


@pytest.mark.parametrize(
    "text", ["x'); DROP TABLE tenancy_due; --", "a'b", "a\\b", "a\nb", "a\x00b", "é", "a;b", "a$b", 'a"b']
)
async def test_setting_that_is_no_plain_word_is_refused_before_it_is_sent(text: str) -> None:
    for session in ({"app.tenant": text}, {text: "word"}):
        with pytest.raises(ValueError, match="can't be a database setting"):
            async with DB.transaction_with(session):
                pytest.fail("it was sent")
    assert DB.current_transaction.get() is None


async def test_settings_end_with_their_transaction(north: Tenant) -> None:
    for _ in range(DB.pool.get_max_size() + 1 if DB.pool else 0):
        async with transactions.tenant_tx(north.id):
            await seen()
        async with DB.transaction_with({}):
            rows = await database.fetch("SELECT current_setting('app.tenant', true) AS claim")
            assert not rows[0]["claim"]


async def test_every_connection_limits_how_long_it_waits() -> None:
    async with DB.transaction_with({}):
        for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            rows = await database.fetch(f"SHOW {setting}")
            assert rows[0][0] not in {"0", ""}, setting


async def test_database_that_is_not_there_is_said_in_a_sentence() -> None:
    nowhere = database.Database()
    nowhere.configure("postgresql://nobody:nothing@127.0.0.1:9/none")
    with pytest.raises(database.DatabaseUnavailable, match="does not answer"):
        await nowhere.open()
    with pytest.raises(database.DatabaseUnavailable, match="not open"):
        async with nowhere.transaction_with({}):
            pytest.fail("there is no database")
