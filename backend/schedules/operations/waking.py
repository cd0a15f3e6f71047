"""The clock looks at a tenant's schedules: asks for what is due, looks after what is open, clears what is old."""

from collections.abc import Mapping
from datetime import timedelta

from backend.catalogue.schedules import Every
from backend.kit.database import execute
from backend.schedules import queries
from backend.schedules.doings import Did, Doing
from backend.schedules.operations import asking, finishing, keeping
from backend.schedules.queries import RunLine, ScheduleLine
from backend.schedules.rules import (
    FOLLOWED,
    KEPT_DAYS,
    LOOK_AGAIN,
    NEVER_ENDED,
    Calendar,
    State,
    next_after,
)
from backend.scope import Scope

_CLEAR = """
DELETE FROM schedules_run old WHERE old.tenant_id = $1 AND old.asked_at < $2
  AND old.state IN ('done', 'nothing', 'failed') AND EXISTS (SELECT 1 FROM schedules_run newer
    WHERE newer.tenant_id = $1 AND newer.schedule = old.schedule AND newer.asked_at > old.asked_at)
"""


async def wake(scope: Scope, doings: Mapping[str, Doing]) -> int:
    """Ask for the runs that are due, each once however often it was missed; returns how many.

    Runs in the caller's transaction. The schedules are held, so that two clocks ask for one run.
    """
    lines = await keeping.materialised(scope)
    calendar = await queries.calendar_of(scope)
    running = await queries.open_runs(scope)
    for run in running.values():
        if run.schedule in doings:
            await _look_after(scope, doings[run.schedule], run)
    asked = 0
    for line in lines:  # five of them
        if line.settings.on and line.key in doings and line.key not in running:
            asked += await _look_at(scope, doings[line.key], line, calendar)
    await execute(_CLEAR, scope.tenant.id, scope.now - timedelta(days=KEPT_DAYS))
    await keeping.schedule(scope)
    return asked


async def _look_at(scope: Scope, doing: Doing, line: ScheduleLine, calendar: Calendar) -> bool:
    """Whether a run of one schedule was asked for; either way it is known when it is next looked at."""
    due_at = line.next_at
    if line.settings.every in {Every.MEETING, Every.DUE}:
        due_at = await doing.due_at(scope, line.settings, calendar)
        if due_at is not None and line.failures and line.next_at is not None:
            due_at = max(due_at, line.next_at)  # what failed waits for its next try
    if due_at is None or due_at > scope.now:
        if due_at != line.next_at:
            await keeping.set_next(scope, line.key, next_at=due_at, failures=line.failures)
        return False
    asked = await asking.ask(scope, line.key, meant_at=due_at) is not None
    # by meetings and rules it is known once the run has done what it does
    by_calendar = line.settings.every not in {Every.MEETING, Every.DUE}
    next_at = next_after(line.settings, scope.now, calendar) if by_calendar else None
    await keeping.set_next(scope, line.key, next_at=next_at, failures=line.failures)
    return asked


async def _look_after(scope: Scope, doing: Doing, run: RunLine) -> None:
    """Finish a run whose end has come, and have one that nobody does taken up again."""
    if run.state is State.FOLLOWING:
        ended, did = await doing.follow(scope, run.refs)
        took = scope.now - (run.started_at or run.asked_at)
        if not ended and took > FOLLOWED:
            ended, did = True, Did(words=NEVER_ENDED.format(words=did.words), failed=True, links=did.links)
        if ended:
            took_ms = max(round(took.total_seconds() * 1000), 0)
            await finishing.finish(scope, doing, run_id=run.id, did=did, took_ms=took_ms)
    elif (run.started_at or run.asked_at) <= scope.now - LOOK_AGAIN:
        await asking.put_on_queue(scope, run.id)
