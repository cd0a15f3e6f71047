"""When the reports of an agreement are due: periods that divide a year, each with its own day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.functions import MONTHS, ReportAsked, Rhythm
from backend.kit.calendar import in_words

RHYTHM_IN_WORDS = {
    Rhythm.MONTHLY: "Every month",
    Rhythm.QUARTERLY: "Every quarter",
    Rhythm.HALF_YEARLY: "Every half-year",
    Rhythm.YEARLY: "Every year",
    Rhythm.ONCE: "Once",
    Rhythm.ON_REQUEST: "On request",
    Rhythm.WHEN_IT_HAPPENS: "When it happens",
}
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One time that a report is due. What is asked for once has no period."""

    from_on: date | None
    until_on: date | None
    due_on: date

    @property
    def in_words(self) -> str:
        """`July to September 2014`, `September 2014`, `April 2014 to March 2015`, or nothing."""
        if self.from_on is None or self.until_on is None:
            return f"by {in_words(self.due_on)}"
        last = f"{_MONTH_NAMES[self.until_on.month - 1]} {self.until_on.year}"
        if (self.from_on.year, self.from_on.month) == (self.until_on.year, self.until_on.month):
            return last
        first = _MONTH_NAMES[self.from_on.month - 1]
        return (
            f"{first} to {last}"
            if self.from_on.year == self.until_on.year
            else f"{first} {self.from_on.year} to {last}"
        )


def occasions(
    report: ReportAsked, *, since: date, until: date, begins: date, ends: date | None
) -> Iterator[Occasion]:
    """The times that a report is due from `since` to `until`, both included, earliest first.

    An agreement that begins or ends within a period owes a report of the period; one that was not in force on any
    day of it owes none.
    """
    if report.due_on is not None:
        if since <= report.due_on <= until and begins <= report.due_on:
            yield Occasion(from_on=None, until_on=None, due_on=report.due_on)
        return
    months = MONTHS.get(report.rhythm)
    if months is None or report.due_within_days is None:
        return
    first = _period_start(report.year_starts, months, begins)
    while ends is None or first <= ends:
        following = _months_later(first, months)
        last = following - timedelta(days=1)
        due = last + timedelta(days=report.due_within_days)
        if due > until:
            return
        if due >= since:
            yield Occasion(from_on=first, until_on=last, due_on=due)
        first = following


def _period_start(year_starts: int, months: int, on: date) -> date:
    """The first day of the period that a day lies in."""
    into_year = (on.month - year_starts) % 12
    back = into_year % months
    year, month = on.year, on.month - back
    return date(year, month, 1) if month >= 1 else date(year - 1, month + 12, 1)


def _months_later(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
