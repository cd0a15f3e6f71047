"""Days as people count and read them: working days in England, clear days, dates in words.

Nothing here asks what day it is. Bank holidays are those of England, past one-off ones too, from `holidays`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

_DAY = timedelta(days=1)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, order=True, slots=True)
class MonthDate:
    """A date of which only month and year are known, such as "April 2015"; sorts by time."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)  # raises ValueError for a month that can't be

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2015-04"; raises ValueError."""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if match is None:
            raise ValueError(f"A month is written like 2015-04, not {text!r}.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        if (self.year, self.month) == (date.max.year, date.max.month):
            return date.max
        years, month = divmod(self.month, 12)
        return date(self.year + years, month + 1, 1) - _DAY

    def isoformat(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.first_day:%B} {self.year}"


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England on that day, or None."""
    return _bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_day_after(start: date, count: int) -> date:
    """The `count`-th working day after `start`, which itself doesn't count.

    So 20 gives the last day for answering a request received on `start` (Freedom of Information Act 2000,
    section 10). 0 gives `start` if it's a working day, else the next one.
    """
    if count < 0:
        raise ValueError("A number of working days can't be below 0.")
    day = start
    if count == 0:
        while not is_working_day(day):
            day += _DAY
    for _ in range(count):
        day += _DAY
        while not is_working_day(day):
            day += _DAY
    return day


@lru_cache(maxsize=4096)  # the papers of a meeting all ask for the same few days
def working_day_before(end: date, count: int) -> date:
    """The `count`-th working day before `end`, which itself doesn't count; 0 gives `end`, or the last one before it."""
    if count < 0:
        raise ValueError("A number of working days can't be below 0.")
    day = end
    while count or not is_working_day(day):
        day -= _DAY
        count -= bool(count) and is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first`, up to and with `last`; 0 if `last` isn't later."""
    return sum(is_working_day(first + _DAY * step) for step in range(1, (last - first).days + 1))


def clear_days_between(notice: date, meeting: date, *, working: bool = False) -> int:
    """Days between the two, counting neither (Public Bodies (Admission to Meetings) Act 1960, section 1(4)).

    With `working`, only the working days among them: what many standing orders ask.
    """
    if working:
        return working_days_between(notice, meeting - _DAY)
    return max(0, (meeting - notice).days - 1)


@lru_cache(maxsize=4096)
def clear_days_before(meeting: date, count: int, *, working: bool = False) -> date:
    """The last day on which notice leaves `count` clear days; with `working`, the last such working day."""
    if count < 0:
        raise ValueError("A number of clear days can't be below 0.")
    day = meeting - _DAY
    if not working:
        return day - _DAY * count
    while count or not is_working_day(day):
        count -= is_working_day(day)
        day -= _DAY
    return day


def in_words(moment: date | MonthDate) -> str:
    """ "3 June 2014", "3 June 2014 at 2:00pm" for a datetime (in London), "June 2014" for a month.

    In the hour that October has twice, the words say which of the two. A datetime without a zone is a ValueError: we'd
    have to guess.
    """
    if isinstance(moment, MonthDate):
        return str(moment)
    if not isinstance(moment, datetime):
        return _day_in_words(moment)
    if moment.tzinfo is None:
        raise ValueError("A moment must have a time zone before it can be told in words.")
    local = moment.astimezone(LONDON)
    day = in_words(local.date())
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{day} at {clock_in_words(local.hour, local.minute)}{f' {local:%Z}' if twice else ''}"


def clock_in_words(hour: int, minute: int = 0) -> str:
    """`7:30am`; noon and midnight are called so, since nobody agrees on 12:00am."""
    if minute == 0 and hour in {0, 12}:
        return "midday" if hour else "midnight"
    return f"{hour % 12 or 12}:{minute:02}{'am' if hour < 12 else 'pm'}"


@lru_cache(maxsize=4096)
def _day_in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    # observed=True moves a holiday that falls on a weekend to its substitute day, as the law does
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year, observed=True, language="en_GB"))
