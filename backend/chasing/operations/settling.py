"""Settling how a tenant chases: its hours, its closed days, which ladders are climbed, and whether at all.

Each change is dated and in the ledger, and has what is owed reckoned anew from the next day for letters on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

from backend.chasing import queries
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules.days import Hours
from backend.chasing.sources import Source
from backend.chasing.tables import ClosedDay, SettingTable, Switch
from backend.kit.calendar import bank_holiday, in_words
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Refusal, Scope

MOST_LINES = 500
"""The highest cap: lines to one person on one day."""

MOST_CLOSED_DAYS = 60
"""Closed days ahead of a tenant; more is no calendar but a switch."""


class UnableToSettle(Refusal):
    """A change of the chase that could not be lived, or without a reason."""


async def settle_mode(scope: Scope, sources: Sequence[Source], *, mode: Mode, reason: str) -> None:
    """Chase for real, in a dry run, or not at all. Raises UnableToSettle."""
    before = await queries.settings_of(scope)
    if mode is before.mode:
        raise UnableToSettle("It is so already.", field="mode")
    plain = checked_reason(reason)
    setting_id = await _keep(scope, replace(before, mode=mode, reason=plain))
    await ledger.record(
        scope,
        "chasing.mode.settled",
        record_of(setting_id, "setting", "Chasing"),
        before={"mode": before.mode},
        after={"mode": mode, "reason": plain},
    )
    await reckon(scope, sources)


async def settle_hours(scope: Scope, sources: Sequence[Source], *, hours: Hours, cap: int) -> None:
    """When letters go, when never, on which days, and how many lines a person has on one day. Raises UnableToSettle."""
    before = await queries.settings_of(scope)
    for minute, name in (
        (hours.letters_at, "letters_at"),
        (hours.quiet_from, "quiet_from"),
        (hours.quiet_until, "quiet_until"),
    ):
        if not 0 <= minute < 1440:
            raise UnableToSettle("Give an hour between 00:00 and 23:59.", field=name)
    if hours.is_quiet_minute(hours.letters_at):
        raise UnableToSettle("Letters would go in the quiet hours: choose another hour.", field="letters_at")
    if not 1 <= cap <= MOST_LINES:
        raise UnableToSettle(f"Give a number from 1 to {MOST_LINES}.", field="cap")
    setting_id = await _keep(scope, replace(before, hours=hours, cap=cap))
    await ledger.record(
        scope,
        "chasing.hours.settled",
        record_of(setting_id, "setting", "Hours of letters"),
        before=_hours(before.hours, before.cap),
        after=_hours(hours, cap),
    )
    await reckon(scope, sources)


async def switch_ladder(
    scope: Scope, sources: Sequence[Source], *, ladder: str, switched_on: bool, reason: str
) -> None:
    """Climb a ladder or not. Raises UnableToSettle, NotFound."""
    if ladder not in {each.ladder for each in sources}:
        raise NotFound("ladder")
    before = (await queries.settings_of(scope)).is_on(ladder)
    if before is switched_on:
        raise UnableToSettle(f"It is {'on' if switched_on else 'off'} already.", field="reason")
    plain = checked_reason(reason)
    values = {
        "switched_on": switched_on,
        "reason": plain,
        "changed_at": scope.now,
        "changed_by_name": scope.actor.name,
    }
    rows = await Switch.change(scope, **values).where(Switch.ladder == ladder).returning(Switch.id)
    switch_id = rows[0]["id"] if rows else await Switch.add(scope, ladder=ladder, **values)
    await ledger.record(
        scope,
        "chasing.ladder.switched-on" if switched_on else "chasing.ladder.switched-off",
        record_of(switch_id, "ladder", queries.shipped_ladder(scope, ladder).title),
        before={"switched_on": before},
        after={"switched_on": switched_on, "reason": plain},
    )
    await reckon(scope, sources)


async def close_day(scope: Scope, sources: Sequence[Source], *, day: date, name: str) -> UUID:
    """Close the organisation on a day to come: no letter goes, and no working day is counted. Raises UnableToSettle."""
    if day <= scope.today:
        raise UnableToSettle("Give a day that lies ahead.", field="day")
    if holiday := bank_holiday(day):
        raise UnableToSettle(f"{in_words(day)} is {holiday} already.", field="day")
    known = await queries.closed_days_of(scope)
    if any(each.day == day for each in known):
        raise UnableToSettle(f"{in_words(day)} is closed already.", field="day")
    if len(known) >= MOST_CLOSED_DAYS:
        raise UnableToSettle(f"{MOST_CLOSED_DAYS} closed days lie ahead already.", field="day")
    values = {"name": name.strip(), "taken_back_at": None}
    rows = await ClosedDay.change(scope, **values).where(ClosedDay.day == day).returning(ClosedDay.id)
    day_id: UUID = rows[0]["id"] if rows else await ClosedDay.add(scope, day=day, **values)
    await ledger.record(
        scope,
        "chasing.day.closed",
        record_of(day_id, "closed-day", f"{name.strip()}, {in_words(day)}"),
        after={"day": day, "name": name.strip()},
    )
    await reckon(scope, sources)
    return day_id


async def open_day(scope: Scope, sources: Sequence[Source], *, day_id: UUID) -> None:
    """Take a closed day back. Raises NotFound."""
    known = {each.id: each for each in await queries.closed_days_of(scope)}
    if day_id not in known:
        raise NotFound("closed day")
    line = known[day_id]
    await ClosedDay.change(scope, taken_back_at=scope.now).where(ClosedDay.id == day_id)
    await ledger.record(
        scope,
        "chasing.day.opened",
        record_of(day_id, "closed-day", f"{line.name}, {in_words(line.day)}"),
        before={"day": line.day, "name": line.name},
    )
    await reckon(scope, sources)


async def settle_closed_days(scope: Scope, sources: Sequence[Source], *, days: Mapping[date, str]) -> None:
    """Let the tenant be closed on exactly these days, past ones too. Raises UnableToSettle."""
    if sum(day >= scope.today for day in days) > MOST_CLOSED_DAYS:
        raise UnableToSettle(f"More than {MOST_CLOSED_DAYS} closed days lie ahead.", field="day")
    known = {line.day: line for line in await queries.closed_days_of(scope, also_past=True)}
    gone = [line.id for day, line in known.items() if day not in days]
    if gone:
        await ClosedDay.change(scope, taken_back_at=scope.now).where(ClosedDay.id.is_in(gone))
    new = {day: name for day, name in days.items() if day not in known or known[day].name != name}
    await execute(
        "INSERT INTO chasing_closed_day (tenant_id, id, day, name) "
        "SELECT $1, new.id, new.day, new.name FROM unnest($2::uuid[], $3::date[], $4::text[]) AS new (id, day, name) "
        "ON CONFLICT (tenant_id, day) DO UPDATE SET name = excluded.name, taken_back_at = NULL",
        scope.tenant.id,
        [new_id() for _ in new],
        list(new),
        list(new.values()),
    )
    await ledger.record(
        scope,
        "chasing.days.settled",
        record_of(uuid5(scope.tenant.id, "chasing/closed-days"), "closed-days", "Closed days"),
        before={"days": {day.isoformat(): line.name for day, line in known.items()}},
        after={"days": {day.isoformat(): name for day, name in sorted(days.items())}},
    )
    await reckon(scope, sources)


async def _keep(scope: Scope, settings: Settings) -> UUID:
    values = {
        "mode": settings.mode.value,
        "reason": settings.reason,
        "letters_at": settings.hours.letters_at,
        "quiet_from": settings.hours.quiet_from,
        "quiet_until": settings.hours.quiet_until,
        "every_day": settings.hours.every_day,
        "cap": settings.cap,
        "changed_at": scope.now,
        "changed_by_name": scope.actor.name,
    }
    rows = await SettingTable.change(scope, **values).returning(SettingTable.id)
    setting_id: UUID = (
        rows[0]["id"]
        if rows
        else await SettingTable.add(scope, id=uuid5(scope.tenant.id, "chasing/setting"), **values)
    )
    return setting_id


async def reckon(scope: Scope, sources: Sequence[Source]) -> None:
    """Have everything that is owed looked at anew, from the next day for letters on."""
    for each in sources:
        await each.look_again(scope)
        await each.schedule(scope)


def checked_reason(reason: str) -> str:
    plain = reason.strip()
    if not plain:
        raise UnableToSettle("Say why.", field="reason")
    return plain


def _hours(hours: Hours, cap: int) -> dict[str, object]:
    return {
        "letters_at": hours.letters_at,
        "quiet_from": hours.quiet_from,
        "quiet_until": hours.quiet_until,
        "every_day": hours.every_day,
        "cap": cap,
    }


def record_of(record_id: UUID, kind: str, title: str) -> Record:
    return Record(room="chasing", kind=kind, id=record_id, title=title)
