"""In which months a line of business falls. A month is its first day. Pure."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from backend.scope import Refusal


class Cycle(StrEnum):
    ONCE = "once"
    EVERY_MEETING = "every-meeting"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


CYCLE_IN_WORDS = {
    Cycle.ONCE: "Once",
    Cycle.EVERY_MEETING: "At every meeting",
    Cycle.MONTHLY: "Every month",
    Cycle.QUARTERLY: "Every three months",
    Cycle.HALF_YEARLY: "Every six months",
    Cycle.YEARLY: "Once a year",
}
_EVERY = {Cycle.MONTHLY: 1, Cycle.QUARTERLY: 3, Cycle.HALF_YEARLY: 6, Cycle.YEARLY: 12}
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class UnableToReadMonth(Refusal):
    """A month that is none."""


def month_of(day: date) -> date:
    return day.replace(day=1)


def later(month: date, by: int) -> date:
    """The month `by` months later, earlier where `by` is negative."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def apart(first: date, second: date) -> int:
    """Months from the first to the second."""
    return (second.year - first.year) * 12 + second.month - first.month


def falls_in(
    cycle: Cycle, *, first: date, month: date, meeting_months: Collection[date], last: date | None = None
) -> bool:
    """Whether business that first came in `first`, and comes no more after `last`, falls in `month`."""
    if month < first or (last is not None and month > last):
        return False
    if cycle is Cycle.ONCE:
        return month == first
    if cycle is Cycle.EVERY_MEETING:
        return month in meeting_months
    return apart(first, month) % _EVERY[cycle] == 0


def in_words(cycle: Cycle, first: date) -> str:
    """“Once a year, in May”; “Every three months, from June 2014”."""
    words = CYCLE_IN_WORDS[cycle]
    if cycle is Cycle.ONCE:
        return f"{words}, in {month_in_words(first)}"
    if cycle is Cycle.YEARLY:
        return f"{words}, in {_NAMES[first.month - 1]}"
    if cycle is Cycle.EVERY_MEETING:
        return words
    return f"{words}, from {month_in_words(first)}"


def softly(words: str) -> str:
    """Words as they go on in a sentence: the first letter is small, months keep their capital."""
    return words[:1].lower() + words[1:]


def year_of(day: date, *, first_month: int) -> date:
    """The first month of the year of the plan in which a day lies."""
    begins = date(day.year, first_month, 1)
    return begins if begins <= day else date(day.year - 1, first_month, 1)


def months_from(begins: date, count: int = 12) -> tuple[date, ...]:
    return tuple(later(begins, by) for by in range(count))


def year_in_words(begins: date) -> str:
    """“2014/15”; “2015” for a year that begins in January."""
    return str(begins.year) if begins.month == 1 else f"{begins.year}/{(begins.year + 1) % 100:02d}"


def month_name(number: int) -> str:
    """The name of the first to the twelfth month."""
    return _NAMES[number - 1]


def month_in_words(month: date) -> str:
    return f"{_NAMES[month.month - 1]} {month.year}"


def short_in_words(month: date) -> str:
    return _NAMES[month.month - 1][:3]


def code_of(month: date) -> str:
    """“2014-09”, as forms and addresses carry a month."""
    return f"{month:%Y-%m}"


def month_from(code: str, *, field: str = "month") -> date:
    """The month of “2014-09”. Raises UnableToReadMonth."""
    try:
        year, month = code.split("-")
        found = date(int(year), int(month), 1)
    except ValueError:
        raise UnableToReadMonth("Choose a month from the list.", field=field) from None
    if not 1900 <= found.year <= 2200 or code != code_of(found):
        raise UnableToReadMonth("Choose a month from the list.", field=field)
    return found
