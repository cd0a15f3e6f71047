"""The clock of a request: from the day after receipt, standing still or starting anew as its rules say.

A day on which what was asked for comes is the new day of receipt where the clock restarts; where it only paused, none
of the days from the notice until then count.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.information import Clock, Effect, RequestKind, Unit
from backend.kit.calendar import is_working_day, working_day_after, working_days_between
from backend.requests.rules import UnableToHandle

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """What was asked of the requester, and when it came; open where it has not."""

    effect: Effect
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the clock shows on a day.

    `due_on` is unknown while it stands still. `day` and `of` count in the clock's unit ("day 12 of 20"); months are
    counted in days.
    """

    starts_on: date
    due_on: date | None
    day: int
    of: int
    working: bool
    stopped: bool
    late_by: int = 0

    @property
    def overdue(self) -> bool:
        return self.late_by > 0

    @property
    def in_words(self) -> str:
        """`day 12 of 20`; `stopped on day 3`; `2 working days late`."""
        unit = "working day" if self.working else "day"
        if self.stopped:
            return f"Stopped on {unit} {self.day}"
        if self.late_by:
            return f"{self.late_by} {unit}{'' if self.late_by == 1 else 's'} late"
        return f"{unit.capitalize()} {self.day} of {self.of}"


def reading(
    kind: RequestKind,
    *,
    received_on: date,
    stops: Sequence[Standstill] = (),
    extended: int = 0,
    on: date,
    ended_on: date | None = None,
) -> Reading:
    """What the clock of a request shows on a day, or showed on the day when it ended.

    `extended` is in the unit of the kind's extension.
    """
    told = min(on, ended_on) if ended_on else on
    start, stopped = received_on, False
    pauses: list[tuple[date, date]] = []
    for each in sorted(stops, key=lambda one: one.from_on):
        if each.from_on > told:
            continue
        if each.until_on is None or each.until_on > told:
            stopped = True
            told = each.from_on
            break
        if each.effect is Effect.RESTARTS:
            start, pauses = each.until_on, []
        else:
            pauses.append((each.from_on, each.until_on))
    working = kind.answer.unit is Unit.WORKING_DAYS
    gone = _counted(start, told, working) - sum(_counted(a, min(b, told), working) for a, b in pauses)
    due = _due(kind, start, pauses, extended)
    of = _counted(start, due, working) - sum(_counted(a, b, working) for a, b in pauses)
    late = _counted(due, told, working) if not stopped else 0
    return Reading(
        starts_on=start,
        due_on=None if stopped else due,
        day=max(0, gone),
        of=of,
        working=working,
        stopped=stopped and ended_on is None,
        late_by=max(0, late),
    )


def after(clock: Clock, day: date) -> date:
    """The last day of a clock that starts with a day, which itself does not count."""
    if clock.unit is Unit.WORKING_DAYS:
        return working_day_after(day, clock.count.value)
    if clock.unit is Unit.DAYS:
        return day + _DAY * clock.count.value
    return _next_working(months_after(day, clock.count.value))


def months_after(day: date, months: int) -> date:
    """The same day some months on, or the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_extension(kind: RequestKind, count: int) -> None:
    """Raises UnableToHandle where the kind has no extension, or not so long a one."""
    if kind.most_extended is None:
        raise UnableToHandle(f"The rules know no extension for a {kind.short} request.", field="extended_by")
    most = kind.most_extended.count.value
    if count > most:
        unit = {Unit.WORKING_DAYS: "working days", Unit.DAYS: "days", Unit.MONTHS: "months"}
        raise UnableToHandle(
            f"It can be extended by {most} {unit[kind.most_extended.unit]} at the most, {kind.extended_for}.",
            field="extended_by",
        )


def _due(kind: RequestKind, start: date, pauses: Sequence[tuple[date, date]], extended: int) -> date:
    unit = kind.answer.unit
    if unit is Unit.MONTHS:
        stood = sum((until - since).days for since, until in pauses)
        return _next_working(months_after(start, kind.answer.count.value + extended) + _DAY * stood)
    left, day = kind.answer.count.value + extended, start
    while left > 0:
        day += _DAY
        if any(since < day <= until for since, until in pauses):
            continue
        if unit is Unit.DAYS or is_working_day(day):
            left -= 1
    return day


def _next_working(day: date) -> date:
    """A month that ends on a day when nobody works runs to the next one when they do (from memory of the guidance)."""
    while not is_working_day(day):
        day += _DAY
    return day


def _counted(first: date, last: date, working: bool) -> int:
    return working_days_between(first, last) if working else max(0, (last - first).days)
