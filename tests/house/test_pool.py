"""The pool-bleed test: two tenants share one connection, and whatever happens to a request, nothing of it stays behind.

And the database's own half of the wall: a tenant is proven or there is none, and no statement talks its way past the
policies.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.kit import database
from backend.kit.identity import new_id
from backend.scope import Tenant
from backend.tenancy import transactions
from tests.house.conftest import Worlds

DIED = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)

NO_TENANT = (asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedObjectError)
"""The second on a connection that never had a tenant."""


class Fault(Exception):
    """What a handler of ours may raise."""


@dataclass
class Single:
    """An engine of its own with a pool of one connection, and the superuser who kills backends."""

    engine: database.Database
    superuser: Any
    killing: "asyncio.Task[None] | None" = None

    def session(self, tenant: Tenant) -> dict[str, str]:
        return {"app.tenant": transactions.claim(tenant.id)}

    async def seen(self) -> set[UUID]:
        """Every tenant of whom this transaction sees a row, in the tables that each test tenant has rows in."""
        rows = await self.engine.connection().fetch(
            "SELECT id FROM tenancy_tenant UNION SELECT tenant_id FROM ledger_event "
            "UNION SELECT tenant_id FROM people_person UNION SELECT tenant_id FROM tenancy_due"
        )
        return {row["id"] for row in rows}

    async def pid(self) -> int:
        found: int = await self.engine.connection().fetchval("SELECT pg_backend_pid()")
        return found

    async def kill(self, pid: int) -> None:
        """End the backend and wait until it is gone; without the 5,000 ms the server only promises to end it."""
        await self.superuser.fetch("SELECT pg_terminate_backend($1, 5000)", pid)

    async def settle(self) -> None:
        """Let a killing that was begun come to its end, so that it hits its own request and not the next."""
        if self.killing is not None:
            await self.killing
            self.killing = None


@pytest_asyncio.fixture
async def single(
    role_url: Callable[[str], str], db: database.Database, superuser: Any
) -> AsyncIterator[Single]:
    engine = database.Database()
    engine.configure(role_url("probity_app"))
    await engine.open(max_size=1)
    yield Single(engine, superuser)
    await engine.close()


async def _reads(single: Single) -> None:
    await single.seen()


async def _writes(single: Single) -> None:
    await single.engine.connection().execute(
        "INSERT INTO tenancy_due SELECT id, 'pool.test', '2014-09-01' FROM tenancy_tenant "
        "ON CONFLICT (tenant_id, chore) DO UPDATE SET due_at = excluded.due_at"
    )


async def _raises(single: Single) -> None:
    await _writes(single)
    raise Fault


async def _breaks_a_rule(single: Single) -> None:
    await single.engine.connection().execute("UPDATE tenancy_tenant SET kind = 'none such'")


async def _times_out(single: Single) -> None:
    # not longer: a server that is busy may take up the statement after it was told to cancel it, and then sleeps on
    await single.engine.connection().fetch("SELECT pg_sleep(2)", timeout=0.01)


async def _is_stopped_by_the_server(single: Single) -> None:
    await single.engine.connection().execute("SET LOCAL statement_timeout = '5ms'")
    await single.engine.connection().fetch("SELECT pg_sleep(20)")


async def _is_killed(single: Single) -> None:
    # the killing goes on to its end even where the request is cancelled meanwhile: `Single.settle` waits for it
    single.killing = asyncio.create_task(single.kill(await single.pid()))
    await asyncio.shield(single.killing)
    await single.seen()


async def _sleeps(single: Single) -> None:
    await single.engine.connection().fetch("SELECT pg_sleep(0.02)")


async def _leaves_a_setting(single: Single) -> None:
    """What an attacker who can add SQL would try: to keep the tenant for whoever comes next."""
    await single.engine.connection().execute(
        "SELECT set_config('app.tenant', current_setting('app.tenant'), false)"
    )


async def _leaves_a_setting_of_the_server(single: Single) -> None:
    await single.engine.connection().execute("SET SESSION statement_timeout = 0")


async def _leaves_a_cursor(single: Single) -> None:
    await single.engine.connection().execute(
        "DECLARE left_behind CURSOR WITH HOLD FOR SELECT id FROM tenancy_tenant"
    )


async def _leaves_a_statement(single: Single) -> None:
    await single.engine.connection().execute(
        f"PREPARE left_{str(new_id()).replace('-', '')} AS SELECT id FROM tenancy_tenant"
    )


STEPS = [
    _reads,
    _writes,
    _raises,
    _breaks_a_rule,
    _times_out,
    _is_stopped_by_the_server,
    _is_killed,
    _sleeps,
    _leaves_a_setting,
    _leaves_a_setting_of_the_server,
    _leaves_a_cursor,
    _leaves_a_statement,
]


async def _request(single: Single, tenant: Tenant, steps: list[Any], *, cancelled_after: int | None) -> None:
    """One request: a transaction of the tenant that runs `steps`, cancelled after so many turns of the loop."""

    async def run() -> None:
        async with single.engine.transaction_with(single.session(tenant)):
            for step in steps:
                await step(single)

    task = asyncio.create_task(run())
    if cancelled_after is not None:
        for _ in range(cancelled_after):
            await asyncio.sleep(0)
        task.cancel()
    with contextlib.suppress(*DIED, Fault, TimeoutError, asyncio.CancelledError):
        await task
    await single.settle()


_OF_THE_TRANSACTION = (
    "transaction_isolation",
    "transaction_read_only",
    "transaction_deferrable",
    "app.tenant",
)


async def _check_nothing_stayed(single: Single, tenants: tuple[Tenant, Tenant]) -> None:
    assert single.engine.current_transaction.get() is None
    async with single.engine.transaction_with({}):
        left = (
            "SELECT name FROM pg_cursors WHERE name <> '' UNION ALL "
            "SELECT name FROM pg_settings WHERE source = 'session' AND name <> ALL ($1)"
        )
        assert await single.engine.connection().fetch(left, list(_OF_THE_TRANSACTION)) == []
        with pytest.raises(NO_TENANT, match=r"not proven|app\.tenant"):
            await single.seen()
    for tenant in tenants:
        async with single.engine.transaction_with(single.session(tenant)):
            assert await single.seen() == {tenant.id}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    requests=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.lists(st.sampled_from(STEPS), min_size=1, max_size=4),
            st.one_of(st.none(), st.integers(0, 60)),
        ),
        min_size=1,
        max_size=5,
    )
)
async def test_nothing_of_a_request_is_left_to_the_next(
    single: Single, worlds: Worlds, requests: list[tuple[int, list[Any], int | None]]
) -> None:
    tenants = (worlds.ours.tenant, worlds.theirs.tenant)
    for which, steps, cancelled_after in requests:
        await _request(single, tenants[which], steps, cancelled_after=cancelled_after)
        await _check_nothing_stayed(single, tenants)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__.strip("_"))
async def test_request_cancelled_at_any_turn_leaves_nothing(
    single: Single, worlds: Worlds, step: Any
) -> None:
    tenants = (worlds.ours.tenant, worlds.theirs.tenant)
    for turns in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89):
        await _request(single, tenants[turns % 2], [_reads, step, _reads], cancelled_after=turns)
        await _check_nothing_stayed(single, tenants)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    requests=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.lists(st.sampled_from(STEPS), min_size=1, max_size=3),
            st.one_of(st.none(), st.integers(0, 60)),
        ),
        min_size=3,
        max_size=8,
    )
)
async def test_requests_that_wait_for_one_connection_keep_to_their_tenants(
    single: Single, worlds: Worlds, requests: list[tuple[int, list[Any], int | None]]
) -> None:
    tenants = (worlds.ours.tenant, worlds.theirs.tenant)
    wrong: list[tuple[set[UUID], UUID]] = []

    async def checked(which: int, steps: list[Any], cancelled_after: int | None) -> None:
        async def looks(single: Single) -> None:
            seen = await single.seen()
            if seen != {tenants[which].id}:
                wrong.append((seen, tenants[which].id))

        await _request(single, tenants[which], [looks, *steps, looks], cancelled_after=cancelled_after)

    await asyncio.gather(*(checked(*one) for one in requests))
    assert wrong == []
    await _check_nothing_stayed(single, tenants)


# -- the database's own half


async def _as(single: Single, claim: str) -> None:
    async with single.engine.transaction_with({"app.tenant": claim}):
        await single.seen()


async def test_query_without_a_tenant_raises(single: Single) -> None:
    async with single.engine.transaction_with({}):
        with pytest.raises(asyncpg.PostgresError):
            await single.seen()


async def test_forged_proofs_raise(single: Single, worlds: Worlds) -> None:
    ours, theirs = (transactions.claim(world.tenant.id) for world in (worlds.ours, worlds.theirs))
    ours_id, ours_proof = ours.split(".")
    theirs_id, _ = theirs.split(".")
    forged = [
        "",
        ".",
        theirs_id,
        f"{theirs_id}.",
        f"{theirs_id}.{ours_proof}",
        f"{theirs_id}.{'0' * 64}",
        f"{theirs_id.upper()}.{theirs.split('.')[1]}",
        f"{ours_id}.{ours_proof[:-1]}",
        f"{ours_id}.{ours_proof.upper()}",
        f"{ours_id}.{ours_proof}.{theirs_id}"[: len(ours)] + "x",
    ]
    for claim in forged:
        with pytest.raises(asyncpg.PostgresError):
            await _as(single, claim)
    await _as(single, ours)


async def test_proof_under_another_key_raises(single: Single, worlds: Worlds) -> None:
    key = transactions._Prover.key
    assert key
    transactions.use_tenant_key(bytes(32))
    try:
        forged = transactions.claim(worlds.theirs.tenant.id)
    finally:
        transactions.use_tenant_key(key)
    with pytest.raises(asyncpg.PostgresError, match="not proven"):
        await _as(single, forged)


SWITCHES = [
    "SELECT set_config('app.tenant', '{theirs}', true)",
    "SELECT set_config('app.tenant', '{theirs}.' || split_part(current_setting('app.tenant'), '.', 2), true)",
    "SET LOCAL app.tenant = '{theirs}'",
    "RESET app.tenant",
    "SET LOCAL row_security = off",
    "SET SESSION AUTHORIZATION probity_owner",
    "SET LOCAL ROLE probity_owner",
    "SET LOCAL ROLE probity_definer",
    "ALTER TABLE ledger_event NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE ledger_event DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY everything ON ledger_event USING (true)",
    "DROP POLICY tenant ON ledger_event",
    "CREATE OR REPLACE FUNCTION app.current_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT ''{theirs}''::uuid'",
    "CREATE FUNCTION pg_temp.current_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT ''{theirs}''::uuid'",
    "CREATE TEMP TABLE tenancy_tenant (id uuid)",
    "SELECT * FROM app.tenant_key",
    "SELECT rolpassword FROM pg_authid",
    "TRUNCATE ledger_event",
    "COPY ledger_event TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "UPDATE ledger_event SET tenant_id = '{theirs}'",
    "DELETE FROM ledger_event",
]


@pytest.mark.parametrize("statement", SWITCHES)
async def test_no_statement_switches_the_tenant(single: Single, worlds: Worlds, statement: str) -> None:
    """Whatever a slipped-in statement says, this transaction sees its own tenant's rows or nothing at all."""
    ours, theirs = worlds.ours.tenant, worlds.theirs.tenant
    seen: set[UUID] = set()
    with pytest.raises(asyncpg.PostgresError):
        async with single.engine.transaction_with(single.session(ours)):
            await single.engine.connection().execute(statement.format(theirs=theirs.id))
            seen = await single.seen()
    assert seen == set()
    await _check_nothing_stayed(single, (ours, theirs))


async def test_leaky_condition_of_an_attacker_sees_no_row_of_another(single: Single, worlds: Worlds) -> None:
    """PostgreSQL's own `f_leak`: a cheap function in the WHERE clause must not be asked before the policy.

    No application role may create a function, so the leak is one that everybody has: an error that tells the value.
    """
    ours, theirs = worlds.ours.tenant, worlds.theirs.tenant
    for table, column in (("people_person", "name"), ("ledger_event", "subject_title")):
        rows = await single.superuser.fetch(
            f"SELECT {column} AS word FROM {table} WHERE tenant_id = $1 LIMIT 3", theirs.id
        )
        assert rows
        for row in rows:
            async with single.engine.transaction_with(single.session(ours)):
                found = await single.engine.connection().fetch(
                    f"SELECT count(*) FROM {table} "
                    f"WHERE {column} = $1 OR 1 / (CASE WHEN {column} = $1 THEN 0 ELSE 1 END) > 1",
                    row["word"],
                )
                assert found[0]["count"] == 0
            with pytest.raises(asyncpg.DataError):
                async with single.engine.transaction_with(single.session(theirs)):
                    await single.engine.connection().fetch(
                        f"SELECT count(*) FROM {table} WHERE 1 / (CASE WHEN {column} = $1 THEN 0 ELSE 1 END) > 1",
                        row["word"],
                    )


async def test_application_role_can_make_no_function_to_leak_with(single: Single, worlds: Worlds) -> None:
    for schema in ("public", "app", "queue", "pg_temp"):
        with pytest.raises(asyncpg.PostgresError):
            async with single.engine.transaction_with(single.session(worlds.ours.tenant)):
                await single.engine.connection().execute(
                    f"CREATE FUNCTION {schema}.f_leak(text) RETURNS bool COST 0.0000001 LANGUAGE plpgsql "
                    "AS 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'"
                )


async def test_row_of_another_tenant_can_not_be_written_or_pointed_at(single: Single, worlds: Worlds) -> None:
    ours, theirs = worlds.ours, worlds.theirs
    theirs_person = theirs.visitors["officer"].person_id
    ours_person = ours.visitors["officer"].person_id
    attempts = [
        f"INSERT INTO tenancy_due VALUES ('{theirs.tenant.id}', 'a.test', '2014-09-01')",
        f"INSERT INTO people_role (tenant_id, id, person_id, role, from_on) "
        f"VALUES ('{theirs.tenant.id}', '{new_id()}', '{theirs_person}', 'governance-officer', '2014-09-01')",
        f"INSERT INTO people_role (tenant_id, id, person_id, role, from_on) "
        f"VALUES ('{ours.tenant.id}', '{new_id()}', '{theirs_person}', 'governance-officer', '2014-09-01')",
        f"UPDATE people_person SET tenant_id = '{theirs.tenant.id}' WHERE id = '{ours_person}'",
        f"INSERT INTO people_membership (account_id, tenant_id, person_id) "
        f"SELECT account_id, '{theirs.tenant.id}', '{theirs_person}' FROM people_membership LIMIT 1",
    ]
    for attempt in attempts:
        with pytest.raises(asyncpg.PostgresError):
            async with single.engine.transaction_with(single.session(ours.tenant)):
                await single.engine.connection().execute(attempt)


async def test_copied_query_plans_do_not_carry_a_tenant_over(single: Single, worlds: Worlds) -> None:
    """asyncpg keeps prepared statements on the connection; the same statement serves both tenants."""
    for world in (worlds.ours, worlds.theirs) * 6:
        async with single.engine.transaction_with(single.session(world.tenant)):
            assert await single.seen() == {world.tenant.id}
