"""Values and how they are written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from backend.catalogue.measures import Better, Said
from backend.kit.periods import Period

SAID_IN_WORDS = {Said.BASELINE: "Baseline", Said.TARGET: "Target", Said.ACTUAL: "Measured"}
BETTER_IN_WORDS = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
    Better.NEITHER: "Neither way is better by itself",
}
MOST = Decimal(10) ** 14
"""No value has more digits before the point than this."""


class UnableToReadValue(ValueError):
    """Text that is no number; the sentence says what would be one."""


def read_value(text: str) -> Decimal:
    """A number as people type it: `1,685`, `71.6`, `-3`. No unit, no per cent sign; four places at most."""
    plain = text.strip().replace(",", "").replace("−", "-")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or "e" in plain.lower() or "_" in plain:
        raise UnableToReadValue(
            f"“{text.strip()[:40]}” is no number. Write digits alone, such as 71.6 or 1,685."
        )
    if abs(value) >= MOST or value != round(value, 4):
        raise UnableToReadValue(
            f"“{text.strip()[:40]}” has too many digits: fourteen before the point and four after it are kept."
        )
    return value


def shown(value: Decimal | None) -> str:
    """`1,685` or `71.6`; nothing is rounded, and no zero is added."""
    if value is None:
        return "Not given"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One statement of a value for a period; `value` is None where its source has lost it.

    `about` is the organisation that it was counted for, None for the whole tenant. `low` and `high` are the limits
    that its source expects it within, where it states any.
    """

    id: UUID
    said: Said
    period: Period
    value: Decimal | None
    unit: str
    source: str
    note: str | None = None
    about_id: UUID | None = None
    about: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    entered_at: datetime | None = None
    entered_by: str = ""
    struck_at: datetime | None = None
    struck_because: str | None = None
    provenance: dict[str, Any] | None = None

    @property
    def shown(self) -> str:
        return shown(self.value)

    @property
    def on(self) -> date:
        return self.period.ends_on
