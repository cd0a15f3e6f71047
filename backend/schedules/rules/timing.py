"""The moments at which a schedule comes round, on the clock on the tenant's wall."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.catalogue.schedules import Every, ScheduleSettings, Weekday
from backend.kit.calendar import is_working_day

_DAY = timedelta(days=1)
_WEEKDAYS = tuple(Weekday)
_MOST_LOOKED_AT = 400
"""Days, or periods, that are looked at for the next moment; one that is not among them never comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A tenant's time zone, and the days on which it is closed beside weekends and England's bank holidays."""

    zone: str
    closed: frozenset[date] = frozenset()

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def moment(self, day: date, at: str) -> datetime:
        """The hour `at` of a day. In the hour that October has twice, the first; one that March leaves out comes as
        long after midnight as ever, so an hour later on the wall. So a day has each hour once.
        """
        hour, minute = (int(part) for part in at.split(":"))
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.zone)).astimezone(UTC)

    def is_working(self, day: date) -> bool:
        return is_working_day(day) and day not in self.closed

    def working_day_before(self, end: date, count: int) -> date:
        """The `count`-th working day before `end`, which itself doesn't count; 0 gives `end`, or the last before it."""
        day = end
        while count or not self.is_working(day):
            day -= _DAY
            count -= bool(count) and self.is_working(day)
        return day

    def nth_day(self, first: date, count: int, *, working: bool) -> date:
        """The `count`-th (working) day from `first` on, which counts itself."""
        if not working:
            return first + _DAY * (count - 1)
        day = first
        while True:
            count -= self.is_working(day)
            if not count:
                return day
            day += _DAY

    def before(self, day: date, count: int, *, working: bool) -> date:
        """The day `count` (working) days before `day`."""
        return self.working_day_before(day, count) if working else day - _DAY * count


def next_after(settings: ScheduleSettings, after: datetime, calendar: Calendar) -> datetime | None:
    """The first moment after `after` at which a schedule comes round by the calendar, or `None` if it never does.

    What comes round before meetings, or when it is due, no calendar knows: `None` too.
    """
    start = calendar.day_of(after)
    if settings.effective_from:
        start = max(start, settings.effective_from)
    for looked_at, day in enumerate(_days(settings, start, calendar)):
        if settings.effective_until and day > settings.effective_until:
            return None
        moment = calendar.moment(day, settings.at)
        if moment > after and day >= start:
            return moment
        if looked_at > _MOST_LOOKED_AT:
            return None
    return None


def next_morning(settings: ScheduleSettings, after: datetime, calendar: Calendar) -> datetime:
    """The schedule's hour on the next (working) day after a moment, whatever days it otherwise has."""
    day = calendar.day_of(after)
    while True:
        moment = calendar.moment(day, settings.at)
        if moment > after and (not settings.working or calendar.is_working(day)):
            return moment
        day += _DAY


def quarter_before(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter that ended last before a day; the quarters of the financial year."""
    first = _quarter_of(day)
    last = first - _DAY
    return _quarter_of(last), last


def _days(settings: ScheduleSettings, start: date, calendar: Calendar) -> Iterator[date]:
    """The days on which it comes round, in order, from a while before `start` on."""
    match settings.every:
        case Every.DAY:
            yield from _each_day(settings, start, calendar)
        case Every.WEEK:
            assert settings.weekday is not None
            day = start - _DAY * ((start.weekday() - _WEEKDAYS.index(settings.weekday)) % 7) - _DAY * 7
            while True:
                yield _open(day, settings, calendar)
                day += _DAY * 7
        case Every.MONTH:
            first = (start.replace(day=1) - _DAY).replace(day=1)
            while True:
                yield calendar.nth_day(first, settings.days, working=settings.working)
                first = (first + _DAY * 31).replace(day=1)
        case Every.QUARTER:
            first = _quarter_of(_quarter_of(start) - _DAY)
            while True:
                yield calendar.nth_day(first, settings.days, working=settings.working)
                first = (first + _DAY * 93).replace(day=1)
        case Every.YEAR:
            assert settings.month is not None
            for year in range(start.year - 1, start.year + 10):
                last = monthrange(year, settings.month)[1]  # 29 February is the 28th in other years
                yield _open(date(year, settings.month, min(settings.days, last)), settings, calendar)


def _each_day(settings: ScheduleSettings, start: date, calendar: Calendar) -> Iterator[date]:
    day = start
    while True:
        if not settings.working or calendar.is_working(day):
            yield day
        day += _DAY


def _open(day: date, settings: ScheduleSettings, calendar: Calendar) -> date:
    return calendar.nth_day(day, 1, working=settings.working)


def _quarter_of(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)
