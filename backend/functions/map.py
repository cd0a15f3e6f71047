"""The map of functions and decisions as a picture: what, who holds it, under what, and who decides here.

Lengths are in units of the drawing, 16 to the rem. What a shade says is said in words in the same cell.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from backend.functions.queries.views import FunctionLine, PlannedMove
from backend.kit.calendar import MonthDate, in_words
from backend.kit.drawing.letters import wrapped
from backend.kit.drawing.svg import ACCENT, DARK, INK, QUIET, RULE, Drawing
from backend.kit.drawing.table import Cell, Picture, Table

HEADS = ("Function", "Held by", "Under", "Decided here by")
AREA = "Area"
_X = (8.0, 268.0, 478.0, 668.0)
_WIDE = (244.0, 186.0, 174.0, 224.0)
_WIDTH = 900.0
_LINE, _SIZE, _PAD, _GAP = 18.0, 14.0, 8.0, 8.0
_TOP = 34.0
_IN_PRINT = 9
"""Functions in one picture on paper, so that it stands on one page."""


def map_of(lines: Sequence[FunctionLine], *, on: date, key: str = "functions-map") -> Picture:
    """The picture and its table, the functions by area in their order."""
    rows = [(line, _words(line, on)) for line in lines]
    heights = [_height(words) for _, words in rows]
    areas = len({line.area for line in lines})
    height = _TOP + sum(heights) + len(rows) * _GAP + areas * 30 + 8
    says = says_of(lines)
    title = f"Functions and decisions on {in_words(on)}"
    drawing = Drawing(key=key, width=_WIDTH, height=height, title=title, says=says)
    for x, head in zip(_X, HEADS, strict=True):
        drawing.text(x, 20, head, size=13, font_weight="700")
    y, area = _TOP, None
    for (line, words), tall in zip(rows, heights, strict=True):
        if line.area != area:
            area = line.area
            drawing.line(8, y + 6, _WIDTH - 8, y + 6)
            drawing.text(8, y + 23, area, size=13, look="ink", fill=QUIET, font_weight="700")
            y += 30
        _row(drawing, line, words, y, tall)
        y += tall + _GAP
    return Picture(key=key, title=title, says=says, svg=drawing.svg, table=table_of(lines, on=on))


def printed(lines: Sequence[FunctionLine], *, on: date) -> Iterator[Picture]:
    """The map in pictures that each stand on one page."""
    for number, start in enumerate(range(0, len(lines), _IN_PRINT), start=1):
        yield map_of(lines[start : start + _IN_PRINT], on=on, key=f"functions-map-{number}")


def table_of(lines: Sequence[FunctionLine], *, on: date) -> Table:
    """The same in words, and as a spreadsheet."""
    heads = (
        "Function", AREA, "Held by", "Standing", "Since", "Until", "Under", "Decided here by", "Planned", "Irregular",
    )  # fmt: skip
    return Table(
        caption=f"Functions and decisions on {in_words(on)}",
        heads=heads,
        rows=tuple(tuple(_cells(line)) for line in lines),
    )


def says_of(lines: Sequence[FunctionLine]) -> str:
    """The map in a sentence."""
    ours = sum(line.held_here is True for line in lines)
    others = sum(line.held_here is False for line in lines)
    unknown = len(lines) - ours - others
    return (
        f"Of {len(lines)} functions {ours} are held by us and {others} by others; of {unknown} nobody has recorded "
        "who holds them."
    )


def planned_in_words(move: PlannedMove) -> str:
    """`planned to move to us by April 2015 (Devolved commissioning)`."""
    when = ""
    if move.by_on is not None:
        when = f" on {in_words(move.by_on)}"
    elif move.month is not None:
        when = f" by {MonthDate.parse(move.month)}"
    return f"Planned to move to {move.to}{when} ({move.phase})"


def decided_in_words(line: FunctionLine) -> str:
    if line.deciders:
        return "; ".join(each.words for each in line.deciders)
    if line.held_here is False and line.holding is not None and not line.holding.shared:
        return "Nobody here"
    return "The scheme gives it to nobody" if line.scheme_ids else "Not in the scheme of powers"


def _words(line: FunctionLine, on: date) -> tuple[list[str], list[str], list[str], list[str]]:
    held = line.holding
    holder = [line.holder_in_words]
    if held is not None:
        holder += [held.standing_in_words, f"since {in_words(held.from_on)}"]
        holder += ["Irregular"] if held.irregular else []
    under = [held.agreement] if held is not None and held.agreement else [line.authority or "Not stated"]
    if line.planned is not None:
        under.append(planned_in_words(line.planned))
    cells = ([line.name], holder, under, [decided_in_words(line)])
    wide = [
        [text for words in cell for text in wrapped(words, room=width - 2 * _PAD, size=_SIZE)]
        for cell, width in zip(cells, _WIDE, strict=True)
    ]
    return wide[0], wide[1], wide[2], wide[3]


def _height(words: Sequence[Sequence[str]]) -> float:
    return max(len(each) for each in words) * _LINE + 2 * _PAD


def _row(drawing: Drawing, line: FunctionLine, words: Sequence[Sequence[str]], y: float, tall: float) -> None:
    fills = {True: DARK, False: "#e8edee", None: "#ffffff"}
    ours = line.held_here is True
    shared = line.holding is not None and line.holding.shared
    middle = y + tall / 2
    drawing.line(_X[0] + _WIDE[0], middle, _X[1], middle)
    for at, texts in enumerate(words):
        x, wide = _X[at], _WIDE[at]
        if at == 1:
            edge = QUIET if line.holding is None else ACCENT
            dashes = {"stroke_dasharray": "5 3"} if shared or line.holding is None else {}
            fill = "#ffffff" if shared else fills[line.held_here]
            drawing.rect(
                x, y, wide, tall, rx=3, fill=fill, stroke=edge, look="dark" if ours else "area", **dashes
            )
        elif at == 3 and line.deciders:
            drawing.line(_X[2] + _WIDE[2] - 4, middle, x, middle)
            drawing.rect(x, y, wide, tall, rx=3, fill="#d8e8f6", stroke=ACCENT)
        elif at == 0:
            drawing.rect(x, y, wide, tall, rx=3, fill="#ffffff", stroke=RULE)
        for number, text in enumerate(texts):
            fill = "#ffffff" if at == 1 and ours else (INK if at != 2 else QUIET)
            look = "on-dark" if at == 1 and ours else "ink"
            drawing.text(x + _PAD, y + _PAD + _LINE * (number + 0.75), text, size=_SIZE, fill=fill, look=look)


def _cells(line: FunctionLine) -> Iterator[Cell]:
    held = line.holding
    yield Cell(words=line.name, path=f"/functions/{line.id}")
    yield Cell(words=line.area)
    yield Cell(words=line.holder_in_words)
    yield Cell(words=held.standing_in_words if held else "")
    yield Cell(words=in_words(held.from_on) if held else "")
    yield Cell(words=in_words(held.until_on) if held and held.until_on else "")
    yield Cell(words=(held.agreement if held and held.agreement else line.authority) or "")
    yield Cell(words=decided_in_words(line))
    yield Cell(words=planned_in_words(line.planned) if line.planned else "")
    yield Cell(words=held.irregular_because or "" if held else "")


def by_area(lines: Sequence[FunctionLine]) -> list[tuple[str, list[FunctionLine]]]:
    return [(area, list(group)) for area, group in groupby(lines, key=lambda line: line.area)]
