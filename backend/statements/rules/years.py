"""Financial years: from 1 April to 31 March, named by the calendar year in which they begin."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from backend.kit.calendar import in_words
from backend.scope import NotFound, Refusal

FIRST_YEAR, LAST_YEAR = 2000, 2199


class UnableToFreeze(Refusal):
    """A year that can't be frozen so."""


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """`beginning` is the calendar year of its April."""

    beginning: int

    @property
    def since(self) -> date:
        return date(self.beginning, 4, 1)

    @property
    def until(self) -> date:
        """Its last day, which is also the day as at which it is frozen."""
        return date(self.beginning + 1, 3, 31)

    @property
    def in_words(self) -> str:
        """2015/16."""
        return f"{self.beginning}/{(self.beginning + 1) % 100:02}"

    def ended_at(self, zone: str) -> datetime:
        """The moment at which it was over, on the clock on the wall."""
        return datetime.combine(date(self.beginning + 1, 4, 1), time(), ZoneInfo(zone))

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


def year_of(day: date) -> FinancialYear:
    """The year that a day lies in."""
    return FinancialYear(day.year - (day.month < 4))


def ended_before(day: date) -> FinancialYear:
    """The year that ended last before a day."""
    return FinancialYear(year_of(day).beginning - 1)


def known_year(beginning: int) -> FinancialYear:
    """The year of an address. Raises NotFound."""
    if not FIRST_YEAR <= beginning <= LAST_YEAR:
        raise NotFound("year")
    return FinancialYear(beginning)


def check_can_freeze(year: FinancialYear, *, today: date, earlier: int, reason: str | None) -> None:
    """Raise UnableToFreeze unless the year is over and, where it was frozen before, a reason is given."""
    if today <= year.until:
        raise UnableToFreeze(
            f"{year.in_words} ends on {in_words(year.until)}: it can be frozen from the day after."
        )
    if earlier and not (reason or "").strip():
        raise UnableToFreeze(
            "This year was frozen before. Say why it is frozen again: what was frozen first stays as it is.",
            field="reason",
        )
