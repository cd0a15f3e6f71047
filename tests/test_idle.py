"""What a tenant costs in which nothing is due: no statement, and not even its row of what is due is looked at."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest_asyncio
from apscheduler.triggers.cron import CronTrigger

from backend import timetable
from backend.kit import database
from backend.kit.clock import real_now
from backend.tenancy.queries import AT_WORK, TENANTS_DUE

MANY = 1_000
NOW = real_now()


@pytest_asyncio.fixture
async def worker(db: database.Database, role_url: Callable[[str], str]) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(**database.connection_config(role_url("probity_worker")))
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def idle(db: database.Database, server_url: str, database_name: str) -> AsyncIterator[Any]:
    """A way to add tenants in which every chore of the timetable has something to do tomorrow, or at another time.

    What other tests left is put aside meanwhile: with much due, PostgreSQL rightly reads all tenants instead of a few,
    and each of their tenants with a clock of its own is looked at as soon as anything is due anywhere.
    """
    config = {**database.connection_config(server_url), "database": database_name}
    connection = await asyncpg.connect(**config)
    add = (
        "WITH made AS (INSERT INTO tenancy_tenant (id, slug, name, kind, demonstration, time_zone, clock_offset, pins, "
        "state) SELECT gen_random_uuid(), 'idle-' || gen_random_uuid(), 'Idle (invented)', 'ccg', $2::interval IS NOT "
        "NULL, 'Europe/London', $2, '{}', 'live' FROM generate_series(1, $1) RETURNING id) "
        "INSERT INTO tenancy_due SELECT id, chore, $3 FROM made, unnest($4::text[]) AS chore"
    )
    chores = [name for line in LINES for name in timetable.names_of_due(line.chore)]

    await connection.execute("CREATE TEMP TABLE aside AS SELECT * FROM tenancy_due; DELETE FROM tenancy_due")
    await connection.execute(
        "CREATE TEMP TABLE clocks AS SELECT id, clock_offset FROM tenancy_tenant WHERE clock_offset IS NOT NULL; "
        "UPDATE tenancy_tenant SET clock_offset = NULL WHERE clock_offset IS NOT NULL"
    )

    async def more(
        count: int, *, offset: timedelta | None = None, due: timedelta = timedelta(days=1)
    ) -> None:
        await connection.execute(add, count, offset, NOW + (offset or timedelta(0)) + due, chores)
        await connection.execute("VACUUM (ANALYZE) tenancy_due, tenancy_tenant")

    yield more
    await connection.execute("SET session_replication_role = replica")  # nothing else points at them
    await connection.execute(
        "DELETE FROM tenancy_due USING tenancy_tenant t WHERE t.id = tenant_id AND t.slug LIKE 'idle-%'"
    )
    await connection.execute("DELETE FROM tenancy_tenant WHERE slug LIKE 'idle-%'")
    await connection.execute("INSERT INTO tenancy_due SELECT * FROM aside ON CONFLICT DO NOTHING")
    await connection.execute(
        "UPDATE tenancy_tenant t SET clock_offset = c.clock_offset FROM clocks c WHERE c.id = t.id"
    )
    await connection.execute("VACUUM (ANALYZE) tenancy_due, tenancy_tenant")
    await connection.close()


LINES = [line for line in timetable.LINES if line.each_tenant]


async def looked_at(worker: Any, line: timetable.Line) -> tuple[int, int]:
    """How many rows of tenants and of what is due one look touches, and how many pages."""
    rows = pages = 0
    for name in timetable.names_of_due(line.chore):
        (row,) = await worker.fetch(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {TENANTS_DUE}", name, NOW, [*AT_WORK]
        )
        plan = json.loads(row[0])[0]["Plan"]
        rows += sum(
            round((each["Actual Rows"] + each.get("Rows Removed by Filter", 0)) * each["Actual Loops"])
            for each in _scans(plan)
        )
        pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return rows, pages


def _scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "Relation Name" in plan:
        yield plan
    for each in plan.get("Plans", ()):
        yield from _scans(each)


async def test_tenant_where_nothing_is_due_costs_less_than_one_row_an_hour(worker: Any, idle: Any) -> None:
    """What other tests left in the database is looked at before, too, and not counted."""
    before = {line.chore: await looked_at(worker, line) for line in LINES}
    await idle(MANY)
    after = {line.chore: await looked_at(worker, line) for line in LINES}
    more = sum(_looks_an_hour(line.cron) * (after[line.chore][0] - before[line.chore][0]) for line in LINES)
    assert more <= MANY, f"{more / MANY:.1f} rows an hour for each tenant in which nothing is due"
    pages = max(after[line.chore][1] - before[line.chore][1] for line in LINES)
    assert pages <= 20, "a look touches no more of the index for a thousand tenants"

    await idle(3, due=timedelta(minutes=-1))
    await idle(3, offset=timedelta(days=-4000), due=timedelta(minutes=-1))
    line = next(each for each in LINES if each.chore == "desk.run_schedules")
    assert (await looked_at(worker, line))[0] >= after[line.chore][0] + 6, (
        "the measure sees what is looked at"
    )


def _looks_an_hour(cron: str) -> int:
    trigger, looks, at = CronTrigger.from_crontab(cron, timezone="UTC"), 0, NOW.replace(minute=0, second=0)
    end, moment = at + timedelta(hours=1), at - timedelta(seconds=1)
    while (moment := trigger.get_next_fire_time(None, moment + timedelta(seconds=1))) and moment < end:
        looks += 1
    return looks
