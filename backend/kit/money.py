"""Pounds, read as people write them and shown as people read them."""

import re
from decimal import Decimal

_WRITTEN = re.compile(
    r"(?:about|around|approx(?:imately|\.)?|circa|c\.?|est(?:imated|\.)?|say|~)?\s*"
    r"(?:£|gbp)?\s*(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]{1,2}))?"
    r"\s*(?P<unit>k|thousand|m|million|p|pence)?\s*(?:pounds?|gbp)?",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_PENNY = Decimal("0.01")


def parse_pounds(text: str, *, most: Decimal = Decimal("999999.99")) -> Decimal:
    """The amount that somebody wrote: `50`, `£49.99`, `1,000`, `about 20`, `50p`, `£1.2m`.

    Nothing is guessed: a range, a sum with words, or more than two decimals is a ValueError whose text is a sentence.
    """
    written = " ".join(text.split())
    if re.match(r"(?:£\s*)?[-−–(]\s*(?:£\s*)?[0-9]", written):
        raise ValueError("the value can't be below £0")
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise ValueError("write the value as one amount in pounds, such as 50 or 49.99")
    digits = match["whole"].replace(",", "")
    if len(digits) > 15:
        raise ValueError(f"the value can't be more than {in_pounds(most)}")
    amount = Decimal(f"{digits}.{match['pence'] or 0}")
    unit = (match["unit"] or "").lower()
    if unit in {"p", "pence"}:
        if match["pence"]:
            raise ValueError("write the value as one amount in pounds, such as 50 or 49.99")
        amount /= 100
    amount *= _TIMES.get(unit, 1)
    if amount > most:
        raise ValueError(f"the value can't be more than {in_pounds(most)}")
    return amount.quantize(_PENNY)


def in_pounds(amount: Decimal | None) -> str:
    """`£1,234.50`; nothing for nothing."""
    return "" if amount is None else f"£{amount:,.2f}"
