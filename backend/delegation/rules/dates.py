"""When a milestone is due: a month, a day where the source gives one, or nothing where it gives neither."""

from calendar import monthrange
from datetime import date

from backend.kit.calendar import MonthDate, in_words

When = MonthDate | date


def parse_when(text: str | None) -> When | None:
    """From "2014-09" or "2014-09-15"; raises ValueError."""
    if text is None:
        return None
    return MonthDate.parse(text) if len(text) == 7 else date.fromisoformat(text)


def begins_on(when: When) -> date:
    """The day, or the first of the month."""
    return when.first_day if isinstance(when, MonthDate) else when


def ends_on(when: When) -> date:
    """The day, or the last of the month: until then nothing is late."""
    return when.last_day if isinstance(when, MonthDate) else when


def later_than(one: When, other: When) -> bool:
    """Whether `one` lies after `other`; a day of a month does not lie after that month, nor before it."""
    if isinstance(one, MonthDate) or isinstance(other, MonthDate):
        return _months(one) > _months(other)
    return one > other


def months_between(first: When, then: When) -> int:
    """How many months from `first` to `then`; below nothing where `then` comes first."""
    return _months(then) - _months(first)


def moved_by(when: When, months: int) -> When:
    """So many months on: a month stays a month, a day stays that day or becomes the last of a shorter month."""
    year, month = divmod(_months(when) + months, 12)
    if isinstance(when, MonthDate):
        return MonthDate(year, month + 1)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def when_in_words(when: When | None) -> str:
    """ "September 2014", "15 September 2014", "No date is given"."""
    return "No date is given" if when is None else in_words(when)


def _months(when: When) -> int:
    return when.year * 12 + when.month - 1
