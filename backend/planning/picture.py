"""The annual cycle as a picture: a row a line of business, a column a month. Pure arithmetic; a template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.planning.queries.lines import BusinessView
from backend.planning.queries.rows import RowView
from backend.planning.rules import cycles

LABEL = 330
CELL = 54
HEIGHT = 34
HEAD = 30
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    row: RowView
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The head of a column; `met` where a meeting is arranged."""

    words: str
    x: int
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    words: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Lengths are in units of the drawing."""

    width: int
    height: int
    months: tuple[Month, ...]
    labels: tuple[Label, ...]
    cells: tuple[Cell, ...]


def picture_of(
    lines: Sequence[BusinessView], months: Sequence[date], meeting_months: frozenset[date]
) -> Picture:
    """Where each label, month and cell lies."""
    columns = {month: LABEL + CELL * at for at, month in enumerate(months)}
    return Picture(
        width=LABEL + CELL * len(months),
        height=HEAD + HEIGHT * len(lines) + 4,
        months=tuple(
            Month(words=cycles.short_in_words(month), x=x + CELL // 2, met=month in meeting_months)
            for month, x in columns.items()
        ),
        labels=tuple(
            Label(words=_short(line.title), y=HEAD + HEIGHT * at + 22) for at, line in enumerate(lines)
        ),
        cells=tuple(
            Cell(row=row, x=columns[row.month], y=HEAD + HEIGHT * at)
            for at, line in enumerate(lines)
            for row in line.rows
            if row.month in columns
        ),
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"
