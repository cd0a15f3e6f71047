"""The note on related parties: whose interests belong to a financial year, and what finance adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.kit.money import parse_pounds
from backend.scope import Refusal

MOST = Decimal("99999999999.99")

AMOUNTS: Mapping[str, str] = {
    "paid": "Payments to the related party",
    "received": "Receipts from the related party",
    "owed_by_us": "Amounts owed to the related party",
    "owed_to_us": "Amounts due from the related party",
}
"""The four columns of the note in the accounts, from memory, in the order in which it has them."""


class UnableToFillRelatedParty(Refusal):
    """What finance typed can't be kept."""


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """April to March, named by the calendar year in which it begins."""

    begins: int

    @property
    def since(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def until(self) -> date:
        return date(self.begins + 1, 3, 31)

    @property
    def in_words(self) -> str:
        return f"{self.begins}/{(self.begins + 1) % 100:02d}"


def year_of(day: date) -> FinancialYear:
    return FinancialYear(day.year if day.month >= 4 else day.year - 1)


def amounts_of(typed: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    """The amounts as people write them, nothing where nothing was written. Raises `UnableToFillRelatedParty`."""
    found: dict[str, Decimal | None] = {}
    for name, title in AMOUNTS.items():
        words = (typed.get(name) or "").strip()
        try:
            found[name] = parse_pounds(words, most=MOST) if words else None
        except ValueError as wrong:
            raise UnableToFillRelatedParty(f"{title}: {wrong}.", field=name) from wrong
    return found
