"""Settling a schedule, in the app or by the tenant's folder, pausing it, and saying when the clock is to look again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from backend.catalogue.schedules import CAN_COME_ROUND, Every, ScheduleSettings
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.schedules import queries
from backend.schedules.queries import ScheduleLine
from backend.schedules.rules import LOOK_AGAIN, Calendar, UnableToSettleSchedule, in_words, next_after
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.tenancy import dues

CHORE = "desk.run_schedules"
"""The chore that wakes a tenant's schedules. Whatever moves a meeting says that it is due, and it looks again."""

_MAY = "schedules.change"
_NOT_YOURS = "Your role doesn’t settle what Probity does by itself."

_PUT = """
INSERT INTO schedules_schedule (tenant_id, id, key, settings, next_at, failures, reason, changed_at, changed_by_name)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)
ON CONFLICT (tenant_id, key) DO UPDATE SET settings = excluded.settings, next_at = excluded.next_at, failures = 0,
  reason = excluded.reason, changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name
"""


async def settle(scope: Scope, *, key: str, settings: ScheduleSettings) -> None:
    """Settle when a schedule runs, in the app. Whether it is on stays as it is.

    Raises UnableToSettleSchedule, NotFound.
    """
    scope.check_may(_MAY, _NOT_YOURS)
    before = await _held(scope, key)
    after = settings.model_copy(update={"on": before.settings.on})
    if after == before.settings and before.changed_at is not None:
        return
    await _keep(scope, before, after, reason=before.reason, act="schedules.schedule.settled")


async def switch(scope: Scope, *, key: str, on: bool, reason: str) -> None:
    """Pause a schedule or have it go on, for a reason. What fell into a pause is not made up for.

    Raises UnableToSettleSchedule, OvertakenByAnother, NotFound.
    """
    scope.check_may(_MAY, _NOT_YOURS)
    before = await _held(scope, key)
    if before.settings.on is on:
        raise OvertakenByAnother(f"It {'runs' if on else 'is paused'} already.")
    plain = reason.strip()
    if not plain:
        raise UnableToSettleSchedule("Say why.", field="reason")
    act = "schedules.schedule.resumed" if on else "schedules.schedule.paused"
    await _keep(scope, before, before.settings.model_copy(update={"on": on}), reason=plain, act=act)


async def put(scope: Scope, *, key: str, settings: ScheduleSettings) -> None:
    """Settle a schedule as the tenant's folder says."""
    before = await _held(scope, key)
    await _keep(scope, before, settings, reason="", act="schedules.schedule.settled")


async def restart(scope: Scope, *, time_zone: str | None = None) -> None:
    """Reckon every schedule anew from this moment: the time zone has changed, or a demonstration's clock was moved."""
    calendar = await queries.calendar_of(scope)
    calendar = replace(calendar, zone=time_zone or calendar.zone)
    for line in await queries.schedules_of(scope, hold=True):  # five of them
        if line.changed_at is not None:
            await set_next(scope, line.key, next_at=next_of(scope, line.settings, calendar), failures=0)
    await schedule(scope)


async def materialised(scope: Scope) -> tuple[ScheduleLine, ...]:
    """The schedules, held; what the tenant never settled is written down as its folder or its kind has it."""
    lines = await queries.schedules_of(scope, hold=True)
    fresh = [line for line in lines if line.changed_at is None]
    if not fresh:
        return lines
    calendar = await queries.calendar_of(scope)
    for line in fresh:
        await _write(scope, line.key, line.settings, next_of(scope, line.settings, calendar), reason="")
    return await queries.schedules_of(scope, hold=True)


async def set_next(scope: Scope, key: str, *, next_at: datetime | None, failures: int) -> None:
    await execute(
        "UPDATE schedules_schedule SET next_at = $3, failures = $4 WHERE tenant_id = $1 AND key = $2",
        scope.tenant.id,
        key,
        next_at,
        failures,
    )


async def schedule(scope: Scope) -> None:
    """Say when the clock is next to look: at the next moment of any schedule, sooner while a run is open."""
    # an operation that sets it sooner waits, and then finds its own earlier
    await dues.hold_due(scope, chore=CHORE)
    rows = await fetch(
        "SELECT min(next_at) AS at, EXISTS (SELECT 1 FROM schedules_run WHERE tenant_id = $1 "
        "AND state IN ('asked', 'running', 'following')) AS busy FROM schedules_schedule WHERE tenant_id = $1",
        scope.tenant.id,
    )
    moments = [rows[0]["at"]] if rows[0]["at"] is not None else []
    if rows[0]["busy"]:
        moments.append(scope.now + LOOK_AGAIN)
    if moments:
        await dues.set_due(scope, chore=CHORE, at=min(moments))
    else:
        await dues.clear_due(scope, chore=CHORE)


async def look_soon(scope: Scope, *, ref: UUID) -> None:
    """What somebody was asked for has come to its end: have the clock look, if a run waits for it."""
    await execute(
        "INSERT INTO tenancy_due AS due (tenant_id, chore, due_at) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 "
        "FROM schedules_run WHERE tenant_id = $1 AND state = 'following' AND $4 = ANY (refs)) "
        "ON CONFLICT (tenant_id, chore) DO UPDATE SET due_at = excluded.due_at WHERE due.due_at > excluded.due_at",
        scope.tenant.id,
        CHORE,
        scope.now,
        ref,
    )


def next_of(scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
    """When it next runs by the calendar; what comes round by meetings or rules is looked at now."""
    if not settings.on:
        return None
    if settings.every in {Every.MEETING, Every.DUE}:
        return scope.now
    return next_after(settings, scope.now, calendar)


def record_of(scope: Scope, key: str, *, kind: str = "schedule", record_id: UUID | None = None) -> Record:
    """A schedule, or a run of it, in the ledger."""
    named = record_id or uuid5(scope.tenant.id, f"schedules/{key}")
    return Record(room="schedules", kind=kind, id=named, title=key.replace("-", " ").capitalize())


async def _held(scope: Scope, key: str) -> ScheduleLine:
    found = {line.key: line for line in await queries.schedules_of(scope, hold=True)}
    if key not in found:
        raise NotFound("schedule")
    return found[key]


async def _keep(
    scope: Scope, before: ScheduleLine, after: ScheduleSettings, *, reason: str, act: str
) -> None:
    allowed = CAN_COME_ROUND[before.key.replace("-", "_")]
    if after.every not in allowed:
        raise UnableToSettleSchedule("Choose how often it comes round from the list.", field="every")
    calendar = await queries.calendar_of(scope)
    await _write(scope, before.key, after, next_of(scope, after, calendar), reason=reason)
    await ledger.record(
        scope,
        act,
        record_of(scope, before.key),
        before=None
        if before.changed_at is None
        else {"on": before.settings.on, "when": in_words(before.settings)},
        after={"on": after.on, "when": in_words(after), **({"reason": reason} if reason else {})},
    )
    await schedule(scope)


async def _write(
    scope: Scope, key: str, settings: ScheduleSettings, next_at: datetime | None, *, reason: str
) -> None:
    await execute(
        _PUT,
        scope.tenant.id,
        new_id(),
        key,
        settings.model_dump_json(exclude_none=True),
        next_at,
        reason,
        scope.now,
        scope.actor.name,
    )
