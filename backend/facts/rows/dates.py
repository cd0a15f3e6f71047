"""Dates as people write them in spreadsheets, read without a guess: what could mean two days is refused.

A month or a year alone stands for its first day where something began and for its last day where it ended, and the
reading says so.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from backend.kit.calendar import in_words

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_OPEN = {
    "ongoing", "on-going", "on going", "present", "to present", "to date", "todate", "current", "currently",
    "continuing", "continues", "still", "now", "to now", "open", "until present", "still held", "date",
}  # fmt: skip
_NOTHING = {
    "", "-", "–", "—", "n/a", "na", "n.a.", "none", "nil", "not applicable", "not known", "unknown", "tbc", "tba", "?",
    "not stated", "blank",
}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:since|from|started|start(?:ing)?|commenced|as of|as at|began|circa|approx(?:imately|\.)?|about|around|"
    r"before|until|till|to|ended|end(?:ing)?|left|c\.?)\s+)+",
)
_UNSURE = re.compile(r"\b(?:circa|approx(?:imately|\.)?|about|around|before|c\.)\s")
_SLASHED = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?z?)?")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]+(?:of\s+)?([a-z]{3,9})\.?,?[\s\-/.]+(\d{4}|\d{2})"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"([a-z]{3,9})\.?[\s\-/.,']+(\d{4}|\d{2})")
_NUMBERED_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[/.\-](\d{1,2})")
_YEAR = re.compile(r"(\d{4})s?")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+")
_TO = re.compile(r"\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s*|\s*-\s+")
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 75_000  # days from 1927 to 2105 as Excel counts them
WRITE_IT = "Write it in full, such as 1 April 2013"


class UnableToReadCell(ValueError):
    """A cell that can't be read, or could mean two things; the text is a sentence that says what to write."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says of a day: `None` where it says that there is none. `note`: what was added to what it says."""

    day: date | None
    note: str = ""


def read_day(value: object, *, ends: bool, this_year: int, american: bool = False) -> Day:
    """The day that a cell means. `ends`: it is the end of something, where “ongoing” is an answer.

    `american`: other cells of the column have the month first, so that figures alone can't be trusted. Raises
    UnableToReadCell.
    """
    if value is None:
        return Day(None)
    if isinstance(value, date):
        return Day(_in_reach(value))
    if isinstance(value, bool):
        raise UnableToReadCell(f"“{value}” is not a date. {WRITE_IT}.")
    if isinstance(value, int | float):
        return _numbered(value, ends)
    return _written(str(value), ends, this_year, american)


def read_period(text: object, *, this_year: int, american: bool = False) -> tuple[Day, Day]:
    """Both ends of a time in one cell: `2009 - present`, `Apr 2009 to Mar 2014`, `since 2009`."""
    if isinstance(text, str):
        pieces = _TO.split(text.strip(), maxsplit=1)
        if len(pieces) == 2 and pieces[0]:
            since = read_day(pieces[0], ends=False, this_year=this_year, american=american)
            return since, read_day(pieces[1], ends=True, this_year=this_year, american=american)
    return read_day(text, ends=False, this_year=this_year, american=american), Day(None)


def is_american(value: object) -> bool:
    """Whether figures stand in a cell that are a day only with the month first, such as 04/13/2013."""
    match = _SLASHED.fullmatch(value.strip()) if isinstance(value, str) else None
    return match is not None and int(match[1]) <= 12 < int(match[2]) <= 31


def _numbered(value: float, ends: bool) -> Day:
    if value == int(value) and 1900 <= value <= 2200:
        return _year(int(value), f"{int(value)}", ends)
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return Day(_in_reach(date(1899, 12, 30) + timedelta(days=int(value))))
    raise UnableToReadCell(f"{value:g} is not a date. {WRITE_IT}.")


@lru_cache(maxsize=50_000)
def _written(written: str, ends: bool, this_year: int, american: bool) -> Day:
    text = " ".join(written.lower().replace("’", "'").split()).strip(" .;,()")
    if text in _NOTHING:
        return Day(None)
    if text in _OPEN:
        if ends:
            return Day(None)
        raise UnableToReadCell(f"“{written}” does not say when it began. {WRITE_IT}.")
    unsure = bool(_UNSURE.search(f"{text} "))
    text = _WEEKDAY.sub("", _LEAD.sub("", text)).strip(" .;,")
    if text in _OPEN and ends:
        return Day(None)
    found = _whole(text, written, this_year, american) or _part(text, written, ends, this_year)
    if found is None:
        raise UnableToReadCell(f"“{_short(written)}” can't be read as a date. {WRITE_IT}.")
    if unsure and not found.note and found.day:
        return Day(found.day, f"“{_short(written)}” was read as {in_words(found.day)}.")
    return found


def _whole(text: str, written: str, this_year: int, american: bool) -> Day | None:
    if match := _ISO.fullmatch(text):
        return Day(_real(int(match[1]), int(match[2]), int(match[3]), written))
    if match := _SLASHED.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), match[3]
        if second > 12 and first <= 12:
            raise UnableToReadCell(f"“{written}” has the month first. {WRITE_IT}.")
        if american and first <= 12 and first != second:
            raise UnableToReadCell(
                f"“{written}” could be two days, for other dates in this column have the month first. {WRITE_IT}."
            )
        if len(year) == 2 and "-" in text and first > 12 and int(year) <= 31:
            raise UnableToReadCell(f"“{written}” could begin or end with the year. {WRITE_IT}.")
        return Day(_real(_century(year, this_year), second, first, written))
    if match := _DAY_MONTH.fullmatch(text):
        if month := _month(match[2]):
            return Day(_real(_century(match[3], this_year), month, int(match[1]), written))
    elif (match := _MONTH_DAY.fullmatch(text)) and (month := _month(match[1])):
        return Day(_real(int(match[3]), month, int(match[2]), written))
    return None


def _part(text: str, written: str, ends: bool, this_year: int) -> Day | None:
    """A month or a year alone."""
    if (match := _MONTH.fullmatch(text)) and (month := _month(match[1])):
        return _of_month(_century(match[2], this_year), month, written, ends)
    if match := _NUMBERED_MONTH.fullmatch(text):
        return _of_month(int(match[2]), int(match[1]), written, ends)
    if match := _YEAR_MONTH.fullmatch(text):
        if int(match[2]) > 12:
            raise UnableToReadCell(f"“{written}” is a span of years, not a day. {WRITE_IT}.")
        if int(match[2]) == (int(match[1]) + 1) % 100:  # 2009/10: a financial year, or October
            raise UnableToReadCell(f"“{written}” could be a month or a financial year. {WRITE_IT}.")
        return _of_month(int(match[1]), int(match[2]), written, ends)
    if match := _YEAR.fullmatch(text):
        return _year(int(match[1]), written, ends)
    if re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}", text):
        raise UnableToReadCell(f"“{written}” gives no year, or no day. {WRITE_IT}.")
    return None


def _of_month(year: int, month: int, written: str, ends: bool) -> Day:
    first = _real(year, month, 1, written)
    day = first.replace(day=monthrange(year, month)[1]) if ends else first
    return Day(day, f"“{_short(written)}” gives no day, so it was read as {in_words(day)}.")


def _year(year: int, written: str, ends: bool) -> Day:
    day = _in_reach(date(year, 12, 31) if ends else date(year, 1, 1))
    return Day(day, f"“{_short(written)}” gives no day, so it was read as {in_words(day)}.")


def _real(year: int, month: int, day: int, written: str) -> date:
    try:
        return _in_reach(date(year, month, day))
    except UnableToReadCell:
        raise
    except ValueError:
        raise UnableToReadCell(f"“{_short(written)}” is not a real day. {WRITE_IT}.") from None


def _in_reach(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise UnableToReadCell(f"The year {day.year} is not between 1900 and 2200.")
    return date(day.year, day.month, day.day)


def _month(word: str) -> int | None:
    if word == "sept":
        return 9
    found = [number for number, month in enumerate(MONTHS, start=1) if month.startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= 3 else None


def _century(year: str, this_year: int) -> int:
    """Two figures are of this century up to next year, else of the last."""
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if int(year) <= this_year % 100 + 1 else 1900 + int(year)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
