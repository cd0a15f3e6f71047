"""Sums as bars, the longest filling the width: how long each is. Pure arithmetic; its table stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 1000.0
"""The width of the drawing in its own units; the page stretches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar in two parts, one after the other, with its label and its sum in words."""

    label: str
    words: str
    first: float
    second: float


def bars_of(sums: Sequence[tuple[str, str, Decimal, Decimal]]) -> tuple[Bar, ...]:
    """Of `(label, words, first, second)`: the longest fills the width, the others in proportion."""
    longest = max((first + second for _, _, first, second in sums), default=Decimal(0)) or Decimal(1)
    scale = WIDTH / float(longest)
    return tuple(
        Bar(
            label=label,
            words=words,
            first=round(float(first) * scale, 1),
            second=round(float(second) * scale, 1),
        )
        for label, words, first, second in sums
    )
