"""From a job on the queue to a chore of a room: tenant, scope, and what becomes of a failure.

Arguments of a job are ids, and the tenant is one of them. A chore is called outside any transaction, and opens its
own. What a job of one tenant names in another's life is simply not there: the policies of the tables see to it.
"""

import asyncio
import importlib
import importlib.util
import logging
import pkgutil
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import asyncpg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, JobAborted, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import Task

import backend
from backend import timetable
from backend.kit import database
from backend.kit.clock import Clock
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Actor, Refusal, Scope
from backend.tenancy import dues, transactions
from backend.tenancy import queries as tenancy
from backend.tenancy.queries import FoundTenant

Chore = Callable[..., Awaitable[None]]

MOST_ATTEMPTS = 6
"""After so many, over about two minutes, something that was only away for a moment counts as failed."""

NEVER_GIVEN_UP = frozenset({"notices.deliver", "notices.deliver_waiting"})
"""What a letter was put on the queue with: taken up again for as long as it takes, or the letter would wait on."""

AFTER_END = frozenset({"archives.make_export"})
"""Jobs that are done for an organisation also when it is closed or merged."""

LONGEST_WAIT = 300  # seconds between two tries of a job

HEARTBEAT_SECONDS = 10.0
DEAD_AFTER_SECONDS = 30.0
"""How often a worker says that it lives, and after how long a silence its jobs are given to others."""

SWEEP_SECONDS = 600.0
"""How long a chore may take in one tenant of a sweep before the sweep goes on to the next."""

AFTER_FAILURE = timedelta(hours=1)
"""How long a chore that failed in a tenant is left alone there, so that the ledger isn't filled with one failure."""

WAITS_ALREADY = (AlreadyEnqueued, UniqueViolation, AssertionError)
"""How the queue says that such a job waits already. It asserts that the database told it of the lock by name, which
the database keeps to itself where rows are guarded."""

_AWAY = (
    database.DatabaseUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    ConnectionError,
)

_log = logging.getLogger("probity.worker")


class UnableToRunChore(Refusal):
    """A chore that there is not, or a tenant in which it can't run."""


class JobFailed(Exception):
    """What the queue keeps and logs of a failure: which chore and what kind of failure, and nothing personal."""


class TryAgain(Exception):
    """The database or the storage was away; the same job may do better in a moment."""


class Patience(BaseRetryStrategy):
    """Jobs that met a passing failure, or that a stopping worker put down, are taken up again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, JobAborted | asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, TryAgain):
            return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 9), LONGEST_WAIT)})
        return None


def chores() -> dict[str, Chore]:
    """Every chore of every room, by the name of its task."""
    return {name: chore for room in _rooms() for name, chore in _chores_of(room).items()}


def chore_named(name: str) -> Chore | None:
    """The chore of that name, or None. Its room is imported when its first job comes, not when a worker starts."""
    room = name.partition(".")[0]
    return _chores_of(room).get(name) if room in _rooms() else None


@cache
def _rooms() -> frozenset[str]:
    """The rooms that have chores."""
    rooms = (room.name for room in pkgutil.iter_modules(backend.__path__) if room.ispkg)
    return frozenset(room for room in rooms if importlib.util.find_spec(f"backend.{room}.chores"))


def _chores_of(room: str) -> dict[str, Chore]:
    found: dict[str, Chore] = importlib.import_module(f"backend.{room}.chores").CHORES
    return found


class _Tasks(dict[str, Task[Any, Any, Any]]):
    """The queue's tasks, of which those of the rooms are made when they are asked for first."""

    def __init__(self, make: Callable[[str], bool]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Task[Any, Any, Any]:
        if not self._make(name):
            raise KeyError(name)
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any dict, but made where it is not there yet."""
        return self[name] if name in self or self._make(name) else default


def make_app(database_url: str, *, clock: Clock, connections: int = 4) -> App:
    """The queue's application: the rooms' chores, the sweeps of the timetable, and the upkeep of the queue."""
    app = App(
        connector=PsycopgConnector(
            conninfo=database_url,
            kwargs={"options": "-c search_path=queue", "application_name": "probity-queue"},
            min_size=1,
            max_size=connections,
        )
    )

    def make(name: str) -> bool:
        chore = chore_named(name)
        if chore is not None:
            _add(app, name, partial(_run_job, name=name, chore=chore, clock=clock))
        return chore is not None

    own = app.tasks
    app.tasks = _Tasks(make)
    app.tasks.update(own)
    _add(app, "worker.sweep", partial(_sweep, clock=clock))
    for name, upkeep in UPKEEP.items():
        _add(app, name, upkeep)
    return app


async def run_chore(name: str, *, slug: str, at: datetime | None, clock: Clock) -> None:
    """See `backend.worker.run_chore`."""
    chore = chore_named(name)
    if chore is None:
        known = ", ".join(sorted(line.chore for line in timetable.LINES if line.each_tenant))
        raise UnableToRunChore(f"There is no chore {name}. On the timetable are: {known}.")
    async with database.DB.transaction_with({}, readonly=True):
        found = await tenancy.tenant_by_slug(slug)
    if found is None:
        raise UnableToRunChore(f"There is no organisation {slug}.")
    scope = _scope(found, chore=name, clock=clock, at=at, request_id="by-hand")
    try:
        await chore(scope)
    except TypeError as error:
        if "required keyword-only" not in str(error):
            raise
        raise UnableToRunChore(f"The chore {name} is for one record, and can't be run by hand.") from error


def _add(app: App, name: str, function: Callable[..., Awaitable[None]]) -> None:
    async def task(context: JobContext, /, **arguments: Any) -> None:
        await function(context, **arguments)

    app.task(name=name, pass_context=True, retry=Patience())(task)


async def _run_job(
    context: JobContext, *, name: str, chore: Chore, clock: Clock, tenant_id: str, **ids: str
) -> None:
    """One job of one tenant."""
    try:
        tenant = UUID(tenant_id)
        arguments = {key: UUID(value) for key, value in ids.items()}
    except (ValueError, AttributeError, TypeError):
        raise JobFailed(f"{name}: its arguments are not ids") from None
    try:
        async with transactions.tenant_tx(tenant, readonly=True):
            found = await tenancy.tenant_by_id(tenant)
    except _AWAY:
        raise TryAgain(f"{name}: the database is away") from None
    if found is None or not (
        found.state in tenancy.AT_WORK or (found.state in tenancy.ENDED_AND_KEPT and name in AFTER_END)
    ):
        raise JobFailed(f"{name}: no such organisation is at work")
    await _run(context, found, name=name, chore=partial(chore, **arguments), clock=clock)


async def _sweep(context: JobContext, *, clock: Clock, chore: str) -> None:
    """One chore of the timetable, in each tenant where it is due. A failure in one does not keep it from another."""
    async with database.DB.transaction_with({}, readonly=True):
        found = [
            each
            for name in timetable.names_of_due(chore)
            for each in await tenancy.tenants_due(name, now=clock.now(), after_end=timetable.after_end(chore))
        ]
    due = list({each.tenant.id: each for each in found}.values())
    failed = []
    if not due:
        return
    known = chore_named(chore)
    if known is None:
        raise JobFailed(f"{chore} is on the timetable, but no room has it")
    for each in due:
        try:
            await _run(context, each, name=chore, chore=known, clock=clock, last=True)
        except JobFailed:
            failed.append(each.tenant.slug)
    if failed:
        raise JobFailed(f"{chore} failed in {len(failed)} of {len(due)} organisations: {', '.join(failed)}")


async def _run(
    context: JobContext, found: FoundTenant, *, name: str, chore: Chore, clock: Clock, last: bool = False
) -> None:
    """Call the chore; a failure is logged without personal data, recorded in the tenant's ledger, and raised anew."""
    scope = _scope(found, chore=name, clock=clock, request_id=f"job-{context.job.id}")
    try:
        async with asyncio.timeout(SWEEP_SECONDS if last else None):
            await chore(scope)
        _log.info("%s done in %s (job %s)", name, found.tenant.slug, context.job.id)
    except Exception as error:
        passing = isinstance(error, _AWAY) or (isinstance(error, Refusal) and error.status == 503)
        if passing and not last and (name in NEVER_GIVEN_UP or context.job.attempts + 1 < MOST_ATTEMPTS):
            raise TryAgain(f"{name}: {type(error).__name__}") from None
        _log.error(
            "%s failed in %s (job %s): %s at %s",
            *(name, found.tenant.slug, context.job.id, type(error).__name__, _places(error)),
        )
        await _record_failure(scope, name, error, job_id=context.job.id)
        raise JobFailed(f"{name} failed: {type(error).__name__}") from None


def _scope(
    found: FoundTenant, *, chore: str, clock: Clock, request_id: str, at: datetime | None = None
) -> Scope:
    moment = at or clock.now() + found.clock_offset
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(found.tenant.time_zone))
    actor = Actor.of_chore(chore)
    return Scope(tenant=found.tenant, actor=actor, now=moment, request_id=request_id)


async def _record_failure(scope: Scope, name: str, error: Exception, *, job_id: int | None) -> None:
    """One line in the tenant's ledger: a refusal's own sentence, else the kind of failure alone; then a pause."""
    room, _, verb = name.partition(".")
    reason = error.sentence if isinstance(error, Refusal) else type(error).__name__
    subject = Record(room=room, kind="chore", id=uuid5(scope.tenant.id, name), title=verb.replace("_", " "))
    try:
        async with transactions.scope_tx(scope, after_end=True):
            await ledger.record(scope, "worker.job.failed", subject, after={"job": job_id, "reason": reason})
            for due in timetable.names_of_due(name):
                await dues.put_off(scope, chore=due, until=scope.now + AFTER_FAILURE)
    except _AWAY:
        _log.error("%s: its failure could not be recorded, for the database is away", name)


def _places(error: Exception) -> str:
    """Where it went wrong, innermost last; never the message, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


async def _retry_stalled_jobs(context: JobContext) -> None:
    """Give the jobs of dead workers to others; one that was taken up too often fails where people see it."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        if job.task_name in NEVER_GIVEN_UP or job.attempts + 1 < MOST_ATTEMPTS:
            await take_up_again(manager, job)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            _log.error("%s (job %s) failed: every worker that took it up died", job.task_name, job.id)


async def take_up_again(manager: JobManager, job: Job) -> None:
    """Put a job that nobody has in hand back on the queue; one whose like waits there already is done with.

    Without the second, a chore would stand still: what waits would wait for the lock of what can't come back.
    """
    try:
        await manager.retry_job(job)
        _log.warning("%s (job %s) is taken up again: its worker died", job.task_name, job.id)
    except WAITS_ALREADY:
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        _log.warning("%s (job %s) is left, for the same waits already", job.task_name, job.id)


async def _clear_old_jobs(context: JobContext) -> None:
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=24 * 7)
    await manager.delete_old_jobs(
        nb_hours=24 * 90, include_failed=True, include_cancelled=True, include_aborted=True
    )


UPKEEP: dict[str, Chore] = {
    "worker.retry_stalled_jobs": _retry_stalled_jobs,
    "worker.clear_old_jobs": _clear_old_jobs,
}
"""What the worker does for the house itself."""
