"""A month as two boxes, with a third for a day where one is given."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from backend.delegation.rules.dates import When
from backend.kit.calendar import MonthDate


def parse_when(value: Any) -> Any:
    """From the boxes of a form: a month, or a day where its box holds one. Raises ValueError with a sentence."""
    if value is None or isinstance(value, MonthDate | date):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("the month must be given as a month and a year, such as 9 2014")
    day, month, year = (str(value.get(part, "")).strip() for part in ("day", "month", "year"))
    missing = [name for name, text in (("month", month), ("year", year)) if not text]
    if missing:
        raise ValueError(f"the date must include a {' and a '.join(missing)}")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        raise ValueError("the month must be given in numbers, such as 9 2014")
    if not 1 <= int(month) <= 12 or not 2000 <= int(year) <= 2099:
        raise ValueError("the month must be a real one between 2000 and 2099, such as 9 2014")
    if not day:
        return MonthDate(int(year), int(month))
    if not (day.isascii() and day.isdigit()):
        raise ValueError("the day must be given in numbers, or left empty")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("the date must be a real date, such as 15 9 2014") from None


FormWhen = Annotated[When, BeforeValidator(parse_when)]
