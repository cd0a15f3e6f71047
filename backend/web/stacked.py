"""Bars of parts: how many of each group stand where. Pure arithmetic; `web/_stacked.html` draws it and its table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of part: `key` names its look (`pb-stack__key`), `words` its column."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of a bar, of 1,000 across; `path` leads to exactly those whom it counts."""

    part: Part
    count: int
    x: float
    width: float
    path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    words: str
    total: int
    pieces: tuple[Piece, ...]
    path: str | None

    @property
    def in_words(self) -> str:
        """What the bar shows, for those who can't see it."""
        told = [f"{piece.count} {piece.part.words.lower()}" for piece in self.pieces if piece.count]
        return f"{self.words}: {', '.join(told) or 'nobody'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Bars that share their parts and one scale: the longest bar is as wide as the picture."""

    caption: str
    heading: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    totals: tuple[Piece, ...]
    path: str | None

    @property
    def total(self) -> int:
        return sum(bar.total for bar in self.bars)


def stacked(
    *,
    caption: str,
    heading: str,
    parts: Sequence[Part],
    rows: Iterable[tuple[str, str, Mapping[str, int]]],
    path: str | None = None,
) -> Stack:
    """Bars from `rows` of (words, value, count by part's key). Parts that nobody stands in are left out of the stack.

    `path` is an address with `{row}` and `{part}` in it, filled with a row's value and a part's key; both are empty
    for all of them.
    """
    found = list(rows)
    kept = tuple(part for part in parts if any(counts.get(part.key) for _, _, counts in found))
    longest = max((sum(counts.get(part.key, 0) for part in kept) for _, _, counts in found), default=0)

    def at(row: str, part: str) -> str | None:
        return None if path is None else path.format(row=row, part=part)

    bars = []
    for words, value, counts in found:
        pieces, x = [], 0.0
        for part in kept:
            count = counts.get(part.key, 0)
            width = WIDTH * count / longest if longest else 0.0
            pieces.append(
                Piece(part=part, count=count, x=round(x, 2), width=round(width, 2), path=at(value, part.key))
            )
            x += width
        bars.append(
            Bar(words=words, total=sum(p.count for p in pieces), pieces=tuple(pieces), path=at(value, ""))
        )
    totals = tuple(
        Piece(
            part=part,
            count=sum(counts.get(part.key, 0) for _, _, counts in found),
            x=0.0,
            width=0.0,
            path=at("", part.key),
        )
        for part in kept
    )
    return Stack(
        caption=caption, heading=heading, parts=kept, bars=tuple(bars), totals=totals, path=at("", "")
    )
