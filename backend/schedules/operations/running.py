"""Running: claimed in one transaction, done and written down in another, so that a run happened if its row says so.

Whoever runs holds a lock of the database until the end of the second transaction. If it dies, the lock is free, the
row still says that it runs, and the queue or the next look of the clock has it taken up again.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.kit import database
from backend.kit.database import fetch
from backend.schedules import queries
from backend.schedules.doings import Did, Doing
from backend.schedules.operations import finishing
from backend.schedules.operations.asking import JOB
from backend.schedules.rules import MOST_ATTEMPTS, OUR_FAULT, WORKERS_DIED
from backend.scope import NotFound, Refusal, Scope
from backend.tenancy import transactions

__all__ = ["JOB", "run_one", "run_recorded"]

_AWAY = (
    database.DatabaseUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    ConnectionError,
)

_log = logging.getLogger("probity.schedules")


async def run_one(scope: Scope, doings: Mapping[str, Doing], *, run_id: UUID) -> None:
    """Do a run that was asked for. Does nothing for one that is finished, waits for others, or is in other hands.

    A refusal is its end, told to the officers; what may pass is raised, for the queue to try again.
    """
    begun = time.monotonic()
    doing = await _claim(scope, doings, run_id)
    if doing is None:
        return
    try:
        async with transactions.scope_tx(scope):
            if not await _hold(scope, run_id):
                return
            did = await _do(scope, doing, run_id)
            await finishing.finish(
                scope, doing, run_id=run_id, did=did, took_ms=_since(begun), following=bool(did.waits_for)
            )
    except _AWAY:
        raise
    except Exception as error:
        if isinstance(error, Refusal) and error.status == 503:
            raise
        await _fail(scope, doing, run_id, _sentence(error), took_ms=_since(begun))
        if not isinstance(error, Refusal):
            raise


async def run_recorded(scope: Scope, doing: Doing, work: Callable[[], Awaitable[Did]]) -> None:
    """Do what is due in its own room, and write down in the same transaction what it did.

    A failure is written down, told to the officers, and raised: whoever keeps the timetable tries it again.
    """
    begun = time.monotonic()
    try:
        async with transactions.scope_tx(scope):
            did = await work()
            await finishing.write_finished(scope, doing, did=did, took_ms=_since(begun))
    except _AWAY:
        raise
    except Exception as error:
        async with transactions.scope_tx(scope):
            did = Did(words=_sentence(error), failed=True, again_at=scope.now + timedelta(hours=1))
            await finishing.write_finished(scope, doing, did=did, took_ms=_since(begun))
        raise


async def _claim(scope: Scope, doings: Mapping[str, Doing], run_id: UUID) -> Doing | None:
    """Say that it runs, for whoever watches. Gives up what killed everybody who took it up. Raises NotFound."""
    async with transactions.scope_tx(scope):
        if not await _lock(scope, run_id):
            return None
        rows = await fetch(
            "UPDATE schedules_run SET state = 'running', started_at = $3, attempts = attempts + 1 "
            "WHERE tenant_id = $1 AND id = $2 AND state IN ('asked', 'running') RETURNING schedule, attempts",
            scope.tenant.id,
            run_id,
            scope.now,
        )
        if not rows:
            await queries.run_of(scope, run_id=run_id)
            return None
        doing = doings.get(rows[0]["schedule"])
        if doing is None:
            raise NotFound("schedule")
        if rows[0]["attempts"] > MOST_ATTEMPTS:
            did = Did(words=WORKERS_DIED, failed=True)
            await finishing.finish(scope, doing, run_id=run_id, did=did, took_ms=0)
            return None
    return doing


async def _hold(scope: Scope, run_id: UUID) -> bool:
    """Whether the run is ours until the end of the transaction, and still to be done."""
    if not await _lock(scope, run_id):
        return False
    rows = await fetch(
        "SELECT 1 FROM schedules_run WHERE tenant_id = $1 AND id = $2 AND state = 'running' FOR UPDATE",
        scope.tenant.id,
        run_id,
    )
    return bool(rows)


async def _lock(scope: Scope, run_id: UUID) -> bool:
    rows = await fetch(
        "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS ours", f"schedules/run/{run_id}"
    )
    return bool(rows[0]["ours"])


async def _do(scope: Scope, doing: Doing, run_id: UUID) -> Did:
    run = await queries.run_of(scope, run_id=run_id)
    settings: Mapping[str, Any] = {each.key: each.settings for each in await queries.schedules_of(scope)}
    calendar = await queries.calendar_of(scope)
    # the chase has its settings elsewhere
    return await doing.do(scope, settings.get(doing.key), calendar, by_hand=run.by_hand)


async def _fail(scope: Scope, doing: Doing, run_id: UUID, sentence: str, *, took_ms: int) -> None:
    async with transactions.scope_tx(scope):
        if await _hold(scope, run_id):
            did = Did(words=sentence, failed=True)
            await finishing.finish(scope, doing, run_id=run_id, did=did, took_ms=took_ms)


def _sentence(error: Exception) -> str:
    if isinstance(error, Refusal):
        return error.sentence
    _log.error("a run failed: %s", type(error).__name__)
    return OUR_FAULT


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
