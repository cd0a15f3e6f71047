"""On which days and at what hour letters go: working days, the tenant's own closed days, quiet hours.

Everything is reckoned on the tenant's wall clock; a moment is told in UTC, so that the nights on which clocks change
bring no letter twice and leave none out.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from backend.kit import calendar

_DAY = timedelta(days=1)
LONGEST_CLOSED = 60
"""So many days in a row without a day for letters, and letters go all the same: a calendar can't stop a chase."""


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a tenant's letters go. Minutes are of the day, on the tenant's clock; quiet from one to the other.

    `closed` are the tenant's own closed days, beside England's weekends and bank holidays.
    """

    zone: str = "Europe/London"
    letters_at: int = 7 * 60 + 30
    quiet_from: int = 20 * 60
    quiet_until: int = 7 * 60
    closed: frozenset[date] = frozenset()
    every_day: bool = False
    """Letters go at weekends and on holidays too."""
    _after: dict[tuple[date, int], date] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_working_day(self, day: date) -> bool:
        return day not in self.closed and calendar.is_working_day(day)

    def counted(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (before it, where negative); 0 is `start` or the next one."""
        known = self._after.get((start, count))
        if known is None:
            known = self._after[start, count] = self._count(start, count)
        return known

    def _count(self, start: date, count: int) -> date:
        step = -_DAY if count < 0 else _DAY
        day, left = start, abs(count)
        while left == 0 and not self._counts(day, start):
            day += step
        while left:
            day += step
            left -= self._counts(day, start)
        return day

    def _counts(self, day: date, start: date) -> bool:
        # Closed for longer than anybody closes: then England's days count, so that the reckoning ends.
        return self.is_working_day(day) or (
            abs((day - start).days) > 2 * LONGEST_CLOSED and calendar.is_working_day(day)
        )

    def takes_letters(self, day: date) -> bool:
        return self.every_day or self.is_working_day(day)

    def letter_day(self, day: date) -> date:
        """The day itself, or the next on which letters go."""
        found = day
        while not self.takes_letters(found):
            found += _DAY
            if (found - day).days > LONGEST_CLOSED:
                return day
        return found

    def why_not(self, day: date) -> str:
        """Why no letter goes on a day, to follow “not sent on …, which is”; nothing for a weekend."""
        if day in self.closed:
            return "a day on which the organisation is closed"
        return calendar.bank_holiday(day) or ""

    def moment(self, day: date, minute: int | None = None) -> datetime:
        """When the letters of a day go, in UTC. An hour that the clocks leave out is the hour after it.

        `minute`: when somebody wants theirs; before the others go, and in the quiet hours, none goes.
        """
        chosen = self.letters_at
        if minute is not None and minute > chosen and not self.is_quiet_minute(minute):
            chosen = minute
        at = time(chosen // 60, chosen % 60)
        return datetime.combine(day, at, self.tz).astimezone(UTC)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether no letter may go at this moment."""
        local = moment.astimezone(self.tz)
        minute = local.hour * 60 + local.minute
        return self.is_quiet_minute(minute)

    def is_quiet_minute(self, minute: int) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= minute < self.quiet_until
        return minute >= self.quiet_from or minute < self.quiet_until

    def may_write(self, now: datetime) -> bool:
        """Whether letters may go now: on a day for letters, and not in the quiet hours."""
        return self.takes_letters(now.astimezone(self.tz).date()) and not self.is_quiet(now)

    def next_moment(self, day: date, *, after: datetime) -> datetime:
        """When letters that are meant for `day` go, and in any case later than `after`."""
        found = self.letter_day(day)
        local = after.astimezone(self.tz).date()
        if found < local:
            found = self.letter_day(local)
        while self.moment(found) <= after:
            found = self.letter_day(found + _DAY)
        return self.moment(found)
