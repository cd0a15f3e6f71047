"""The periods of the NHS: a financial year, a calendar year, a month or a day, as they are written and as they end."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_YEAR = re.compile(r"^(\d{4})/(\d{2})$")
_REST = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_WORDS = "a financial year (2018/19), a year (2018), a month (2018-06) or a day (2018-06-30)"


class UnableToReadPeriod(ValueError):
    """Text that names no period; the sentence says what would."""


class Kind(StrEnum):
    FINANCIAL_YEAR = "financial year"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole days, both ends within it; in order of its end."""

    ends_on: date
    starts_on: date
    text: str

    @classmethod
    def read(cls, text: str) -> "Period":
        """The period that `text` names; a financial year runs from 1 April to 31 March."""
        text = text.strip()
        try:
            if found := _YEAR.match(text):
                year, ending = int(found[1]), int(found[2])
                if (year + 1) % 100 != ending:
                    raise UnableToReadPeriod(
                        f"“{text}” is no financial year: {year} is followed by {(year + 1) % 100:02}."
                    )
                return cls(date(year + 1, 3, 31), date(year, 4, 1), text)
            if found := _REST.match(text):
                year, month, day = int(found[1]), found[2], found[3]
                if month is None:
                    return cls(date(year, 12, 31), date(year, 1, 1), text)
                if day is None:
                    return cls(
                        date(year, int(month), monthrange(year, int(month))[1]),
                        date(year, int(month), 1),
                        text,
                    )
                return cls(date(year, int(month), int(day)), date(year, int(month), int(day)), text)
        except UnableToReadPeriod:
            raise
        except ValueError:
            pass  # a thirteenth month, a 30th of February: calendar's own words would help nobody
        raise UnableToReadPeriod(f"“{text[:40]}” is no period that can be read. Write {_WORDS}.")

    @property
    def kind(self) -> Kind:
        if "/" in self.text:
            return Kind.FINANCIAL_YEAR
        return (Kind.YEAR, Kind.MONTH, Kind.DAY)[self.text.count("-")]

    @property
    def in_words(self) -> str:
        """`2018/19`, `2018`, `June 2018` or `30 June 2018`."""
        match self.kind:
            case Kind.MONTH:
                return f"{self.ends_on:%B %Y}"
            case Kind.DAY:
                return f"{self.ends_on.day} {self.ends_on:%B %Y}"
            case _:
                return self.text
