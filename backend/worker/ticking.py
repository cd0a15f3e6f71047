"""The clock: whoever holds the lock in the database reads the timetable and puts its chores on the queue.

Each worker has a clock; one leads. Who loses the connection that holds the lock stops ticking, and another takes over
within seconds. A new leader begins by putting every chore on the queue at once, so that what was missed while nobody
led is caught up, once. Two clocks for a moment do no harm: a chore that waits already is not put there again.
"""

import asyncio
import contextlib
import logging
from typing import Any

import asyncpg
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation

from backend import timetable
from backend.kit import database
from backend.kit.clock import real_now
from backend.worker.jobs import WAITS_ALREADY

LOCK = 0x50726F6269747901
"""The advisory lock of the leading clock ("Probity", 1)."""

_BEAT = 2.0  # seconds between two looks at the lock
_PATIENCE = 5.0  # seconds that the database may take over one

_log = logging.getLogger("probity.clock")


async def keep_time(app: App, database_url: str) -> None:
    """Try to lead, lead while the lock is held, and try again; until cancelled."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            connection = await asyncpg.connect(
                **database.connection_config(database_url),
                timeout=_PATIENCE,
                server_settings={"application_name": "probity-clock"},
            )
            try:
                await _wait_for_lead(connection)
                await _lead(app, connection)
            finally:
                connection.terminate()
        await asyncio.sleep(_BEAT)


async def _wait_for_lead(connection: Any) -> None:
    statement = "SELECT pg_try_advisory_lock($1)"
    # The lock is in the database, which has no event to wait for; waiting inside it would hide a lost connection.
    while not await connection.fetchval(statement, LOCK, timeout=_PATIENCE):  # noqa: ASYNC110
        await asyncio.sleep(_BEAT)


async def _lead(app: App, connection: Any) -> None:
    """Tick until the connection that holds the lock fails."""
    scheduler = AsyncIOScheduler(timezone=timetable.ZONE)
    for line in timetable.LINES:
        scheduler.add_job(
            defer,
            CronTrigger.from_crontab(line.cron, timezone=timetable.ZONE),
            args=[app, line],
            id=line.chore,
            next_run_time=real_now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    _log.info("this clock leads")
    try:
        while True:
            await asyncio.sleep(_BEAT)
            await connection.fetchval("SELECT 1", timeout=_PATIENCE)
    finally:
        scheduler.shutdown(wait=False)
        _log.info("this clock no longer leads")


async def defer(app: App, line: timetable.Line) -> None:
    """Put one chore of the timetable on the queue, unless it waits there already."""
    task, arguments = ("worker.sweep", {"chore": line.chore}) if line.each_tenant else (line.chore, {})
    # A chore of the house must not wait for one that died with its worker: it's what would bring that one back.
    lock = f"chore:{line.chore}" if line.each_tenant else None
    with contextlib.suppress(*WAITS_ALREADY):
        try:
            await app.configure_task(task, lock=lock, queueing_lock=f"chore:{line.chore}").defer_async(
                **arguments
            )
        except UniqueViolation:
            raise
        except ConnectorException as error:
            _log.warning("%s was not put on the queue: %s", line.chore, type(error).__name__)
