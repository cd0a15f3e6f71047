"""A month as two boxes."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from backend.kit.calendar import MonthDate


def parse_month(value: Any) -> Any:
    """From the two boxes of a form; raises ValueError with a sentence."""
    if value is None or isinstance(value, MonthDate):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("the month must be given as a month and a year, such as 9 2014")
    month, year = (str(value.get(part, "")).strip() for part in ("month", "year"))
    missing = [name for name, text in (("month", month), ("year", year)) if not text]
    if missing:
        raise ValueError(f"the date must include a {' and a '.join(missing)}")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        raise ValueError("the month must be given in numbers, such as 9 2014")
    if not 1 <= int(month) <= 12 or not 2000 <= int(year) <= 2099:
        raise ValueError("the month must be a real one between 2000 and 2099, such as 9 2014")
    return MonthDate(int(year), int(month))


FormMonth = Annotated[MonthDate, BeforeValidator(parse_month)]
