"""Organisations that stand out in a measure, in both directions: what it means is for a person to say.

An outlier is “significantly better or worse than the standards expected” (Dudley source, page 80): a high recorded
prevalence of diabetes may mean good diagnosis. So nothing here is called good or bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from backend.measures.rules.values import Value, shown

LEAST = 8
"""With fewer values than this, nobody stands out from them."""
_FAR = Decimal("3.5")
_TO_SIGMA = Decimal("1.4826")
"""Makes the median distance comparable with a standard deviation, where values are spread as a bell."""


class Side(StrEnum):
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    value: Value
    side: Side
    why: str


def outliers_in(values: Sequence[Value]) -> tuple[Outlier, ...]:
    """Who lies outside the limits that the source states, or, where it states none, far from the others.

    `values` are those of one measure, one period and one unit, one for each organisation. Far is more than 3.5 times
    the median distance from the median, scaled as a standard deviation (Iglewicz and Hoaglin's rule, from memory).
    """
    given = [each for each in values if each.value is not None and each.about_id is not None]
    stated = [each for each in given if each.low is not None or each.high is not None]
    others = [each for each in given if each.low is None and each.high is None]
    return tuple(
        sorted(
            (*filter(None, map(_beyond_limits, stated)), *_far_from_others(others)),
            key=lambda each: (each.side, each.value.about or ""),
        )
    )


def _beyond_limits(value: Value) -> Outlier | None:
    assert value.value is not None
    if value.high is not None and value.value > value.high:
        return Outlier(value=value, side=Side.ABOVE, why=f"Above the expected limit of {shown(value.high)}.")
    if value.low is not None and value.value < value.low:
        return Outlier(value=value, side=Side.BELOW, why=f"Below the expected limit of {shown(value.low)}.")
    return None


def _far_from_others(values: Sequence[Value]) -> list[Outlier]:
    if len(values) < LEAST:
        return []
    numbers = [each.value for each in values if each.value is not None]
    middle = median(numbers)
    spread = median([abs(each - middle) for each in numbers]) * _TO_SIGMA
    if not spread:
        return []
    found = []
    for each in values:
        assert each.value is not None
        distance = (each.value - middle) / spread
        if abs(distance) > _FAR:
            side = Side.ABOVE if distance > 0 else Side.BELOW
            why = (
                f"Far {side} the others: the middle of {len(numbers)} is {shown(round(middle, 2))}, and this lies "
                f"{abs(distance):.1f} times their usual distance from it."
            )
            found.append(Outlier(value=each, side=side, why=why))
    return found
