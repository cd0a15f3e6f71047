"""Sums as bars, largest first: where each lies. Pure arithmetic; a template draws it, its table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 640.0
ROW = 40.0
BAR = 16.0
ROOM = 120.0
"""What is left free to the right of the longest bar, for its sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar in two parts, one after the other; the label stands above it."""

    label: str
    words: str
    y: float
    first: float
    second: float

    @property
    def end(self) -> float:
        return self.first + self.second


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    bars: tuple[Bar, ...]

    @property
    def width(self) -> float:
        return WIDTH

    @property
    def height(self) -> float:
        return ROW * len(self.bars)


def bars_of(sums: Sequence[tuple[str, str, Decimal, Decimal]]) -> Bars:
    """Of `(label, words, first, second)`: the longest fills the width that is left, the others in proportion."""
    longest = max((first + second for _, _, first, second in sums), default=Decimal(0)) or Decimal(1)
    scale = (WIDTH - ROOM) / float(longest)
    return Bars(
        bars=tuple(
            Bar(
                label=label if len(label) <= 60 else f"{label[:59]}…",
                words=words,
                y=ROW * place,
                first=round(float(first) * scale, 1),
                second=round(float(second) * scale, 1),
            )
            for place, (label, words, first, second) in enumerate(sums)
        )
    )
