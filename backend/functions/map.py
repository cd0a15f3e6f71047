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
_X = (8.0, 268.0, 478.0, 668.0)
_WIDE = (244.0, 186.0, 174.0, 224.0)
_WIDTH = 900.0
_LINE, _SIZE, _PAD, _GAP = 18.0, 14.0, 8.0, 8.0
_TOP = 34.0
_FIRST_PAGE, _PAGE = 1_120.0, 1_280.0
"""How tall a picture on paper may be, so that it stands on one page: less where the heading stands above it."""


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
    page: list[FunctionLine] = []
    number, tall, room = 1, _TOP, _FIRST_PAGE
    for line in lines:
        needs = _height(_words(line, on)) + _GAP + (30 if not page or page[-1].area != line.area else 0)
        if page and tall + needs > room:
            yield map_of(page, on=on, key=f"functions-map-{number}")
            page, number, tall, room = [], number + 1, _TOP + 30, _PAGE
        page.append(line)
        tall += needs
    if page:
        yield map_of(page, on=on, key=f"functions-map-{number}")


def table_of(lines: Sequence[FunctionLine], *, on: date) -> Table:
    """The same in words, a row for each function."""
    return Table(
        caption=f"Functions and decisions on {in_words(on)}",
        heads=HEADS,
        rows=tuple(
            (
                Cell(words=f"{line.name} ({line.area})", path=f"/functions/{line.id}"),
                Cell(words=_held_in_words(line)),
                Cell(words=_under_in_words(line)),
                Cell(words=decided_in_words(line)),
            )
            for line in lines
        ),
    )


def sheet_of(lines: Sequence[FunctionLine]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The same for a spreadsheet: heads, and a row for each function."""
    heads = (
        "Function", "Area", "Held by", "Standing", "Since", "Until", "Under", "Decided here by", "Planned", "Irregular",
    )  # fmt: skip
    return heads, [tuple(_cells(line)) for line in lines]


def says_of(lines: Sequence[FunctionLine]) -> str:
    """The map in a sentence."""
    ours = sum(line.held_here is True for line in lines)
    others = sum(line.held_here is False for line in lines)
    unknown = len(lines) - ours - others
    parts = [f"{ours} held by us"] if ours else []
    parts += [f"{others} by others" if ours else f"{others} held by others"] if others else []
    parts += [f"{unknown} of which nobody has recorded the holder"] if unknown else []
    return f"{len(lines)} {'function' if len(lines) == 1 else 'functions'}: {', '.join(parts)}."


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
    if line.reserved_to is not None:
        return f"Nobody here: the scheme reserves it to {line.reserved_to}"
    return "The scheme gives it to nobody" if line.scheme_ids else "Not in the scheme of powers"


def _words(line: FunctionLine, on: date) -> tuple[list[str], list[str], list[str], list[str]]:
    held = line.holding
    holder = [line.holder_in_words]
    if held is not None:
        holder += [held.standing_in_words, f"since {in_words(held.from_on)}"]
        holder += ["Irregular"] if held.irregular else []
    under = [_under(line) or "Not stated"]
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


def _held_in_words(line: FunctionLine) -> str:
    held = line.holding
    if held is None:
        return "Not known: nobody has recorded who holds it"
    irregular = f". Irregular: {held.irregular_because}" if held.irregular else ""
    return f"{held.holder}: {held.standing_in_words.lower()}, {held.days_in_words}{irregular}"


def _under_in_words(line: FunctionLine) -> str:
    planned = f". {planned_in_words(line.planned)}" if line.planned else ""
    return f"{_under(line) or 'Not stated'}{planned}"


def _under(line: FunctionLine) -> str:
    held = line.holding
    return (held.agreement if held is not None and held.agreement else line.authority) or ""


def _cells(line: FunctionLine) -> Iterator[str]:
    held = line.holding
    yield line.name
    yield line.area
    yield line.holder_in_words
    yield held.standing_in_words if held else ""
    yield in_words(held.from_on) if held else ""
    yield in_words(held.until_on) if held and held.until_on else ""
    yield _under(line)
    yield decided_in_words(line)
    yield planned_in_words(line.planned) if line.planned else ""
    yield held.irregular_because or "" if held else ""


def by_area(lines: Sequence[FunctionLine]) -> list[tuple[str, list[FunctionLine]]]:
    return [(area, list(group)) for area, group in groupby(lines, key=lambda line: line.area)]
