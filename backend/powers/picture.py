"""The scheme as a picture: functions down, holders across, in each cell how far the power reaches. Pure arithmetic.

Lengths are in units of the drawing, 16 to the rem. What a colour says is said in words in the same cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.kit.drawing.letters import wrapped
from backend.powers.queries import EntryLine, SchemeView
from backend.powers.rules import Entry, Party, pounds

NAMES = 220.0
CELL = 126.0
GAP = 6.0
PADDING = 8.0
MARGIN = 8.0
LINE = 18.0
SIZE = 14.0
SMALL = 13.0


class Shade(StrEnum):
    FREE = "free"
    SHARED = "shared"
    """Only with somebody else: a joint holder, or whoever must consent."""
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of text at its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    x: float
    y: float
    width: float
    height: float
    shade: Shade
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    width: float
    height: float
    heads: tuple[Row, ...]
    names: tuple[Row, ...]
    rules: tuple[float, ...]
    """Where a line runs across, between two functions."""
    cells: tuple[Cell, ...]

    @property
    def width_in_rem(self) -> str:
        return f"{self.width / 16:g}rem"

    @property
    def height_in_rem(self) -> str:
        return f"{self.height / 16:g}rem"


def picture_of(view: SchemeView) -> Picture:
    """Lay the scheme of a day out; a function that nobody holds has an empty row."""
    bodies = view.bodies
    heads = [wrapped(body.label, room=CELL - 2 * PADDING, size=SMALL) for body in bodies]
    top = MARGIN + max((len(lines) for lines in heads), default=0) * LINE + PADDING
    names: list[Row] = []
    cells: list[Cell] = []
    across: list[float] = []
    y = top
    for function in view.functions:
        words = wrapped(function.name, room=NAMES - PADDING, size=SIZE)
        held = [_cell_words(view.lines, function.id, body) for body in bodies]
        tallest = max([len(words), *(len(lines) for lines, _ in held)])
        height = tallest * LINE + 2 * PADDING
        across.append(y)
        names += [_row(text, MARGIN, y + PADDING, number) for number, text in enumerate(words)]
        cells += [
            _cell(lines, shade, x=_left(place), y=y + GAP / 2, height=height - GAP)
            for place, (lines, shade) in enumerate(held)
            if lines
        ]
        y += height
    return Picture(
        width=_left(len(bodies)) + MARGIN,
        height=y + MARGIN,
        heads=tuple(
            _row(text, _left(place) + PADDING, MARGIN, number)
            for place, lines in enumerate(heads)
            for number, text in enumerate(lines)
        ),
        names=tuple(names),
        rules=tuple(across),
        cells=tuple(cells),
    )


def _left(place: int) -> float:
    return MARGIN + NAMES + place * CELL


def _cell(lines: Sequence[str], shade: Shade, *, x: float, y: float, height: float) -> Cell:
    return Cell(
        x=x,
        y=y,
        width=CELL - GAP,
        height=height,
        shade=shade,
        rows=tuple(
            _row(text, x + PADDING, y + PADDING - GAP / 2, number) for number, text in enumerate(lines)
        ),
    )


def _row(text: str, x: float, top: float, number: int) -> Row:
    return Row(text=text, x=x, y=top + LINE * (number + 0.75))


def _cell_words(lines: Sequence[EntryLine], function_id: object, body: Party) -> tuple[list[str], Shade]:
    """What stands in a cell, and its shade: that of the entry that asks for most."""
    words: list[str] = []
    shades: list[Shade] = []
    for line in lines:
        if line.entry.function_id != function_id or body not in line.entry.holders:
            continue
        shade = _shade(line.entry)
        shades.append(shade)
        if shade is Shade.OUTSIDE:
            words.append("Reserved to it")
            continue
        words.append("Any value" if line.entry.limit is None else f"To {pounds(line.entry.limit)}")
        if len(line.entry.holders) > 1:
            words.append("jointly")
        if line.entry.consent:
            words.append("with consent")
        if not line.counts:
            words.append("does not count")
    order = (Shade.OUTSIDE, Shade.SHARED, Shade.FREE)
    return words, next((shade for shade in order if shade in shades), Shade.FREE)


def _shade(entry: Entry) -> Shade:
    if entry.is_outside:
        return Shade.OUTSIDE
    return Shade.SHARED if len(entry.holders) > 1 or entry.consent else Shade.FREE
