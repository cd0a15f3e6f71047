"""Fields that this room's forms have and others don't: times of day, pounds, yes or no."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from backend.scope import Scope

YesNo = Literal["yes", "no"]

_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap]\.?m\.?)?", re.IGNORECASE)


def parse_time(value: Any) -> Any:
    """14:00, 14.00, 2pm or 2:30 pm; raises ValueError with a sentence."""
    if isinstance(value, time):
        return value
    if (noon := str(value).strip().casefold()) in _NAMED:
        return _NAMED[noon]
    match = _CLOCK.fullmatch(str(value).strip())
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half and not 1 <= hour <= 12:
            match = None
        elif half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        if match and (half or match[2]) and hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError("the time must be a real time, such as 14:00 or 2pm")


def parse_pounds(value: Any) -> Any:
    """£12,500 or 12500.50 as pence; raises ValueError with a sentence."""
    if isinstance(value, int):
        return value
    bare = re.sub(r"[£,\s]", "", str(value))
    try:
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", bare):
            raise InvalidOperation
        return int(Decimal(bare) * 100)
    except InvalidOperation:
        raise ValueError("the value must be an amount in pounds, such as 12,500 or 12500.50") from None


def in_pounds(pence: int | None) -> str:
    """12,500 or 12,500.50, as the field takes it; nothing where there is no value."""
    if pence is None:
        return ""
    return f"{pence // 100:,}" if pence % 100 == 0 else f"{Decimal(pence) / 100:,.2f}"


TimeOfDay = Annotated[time, BeforeValidator(parse_time)]
Pence = Annotated[int, BeforeValidator(parse_pounds)]


def moment_of(scope: Scope, day: date, at: time) -> datetime:
    """The moment at which the tenant's clock on the wall shows `at` on `day`."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(scope.tenant.time_zone))
