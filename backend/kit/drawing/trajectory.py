"""What was meant and what came of it, along a line of days: targets, actual values and limits, from plain points.

A risk's score against its target and appetite, and a measure's actuals against its trajectory and baseline, are drawn
alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

from backend.kit.calendar import in_words
from backend.kit.drawing.letters import cut, text_width
from backend.kit.drawing.svg import ACCENT, DARK, FAINT, INK, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Row, Table

WIDTH, HEIGHT = 720.0, 340.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 168.0, 56.0, 48.0
_EDGE = 14.0
_SIZE = 14.0
_MOST_LABELS = 9
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value on a day. `words` is how it is written where that is not the plain number, such as “£2.1m”."""

    on: date
    value: float
    words: str = ""

    @property
    def written(self) -> str:
        return self.words or f"{self.value:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A value that holds throughout, drawn as a line across: an appetite, a baseline."""

    name: str
    value: float
    words: str = ""

    @property
    def written(self) -> str:
        return self.words or f"{self.value:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        days = max((self.last - self.first).days, 1)
        return _LEFT + _EDGE + (WIDTH - _LEFT - _RIGHT - 2 * _EDGE) * (day - self.first).days / days

    def y(self, value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (self.high - value) / (self.high - self.low)


class _Names:
    """The words of a drawing that must keep out of each other's way."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._beside: list[float] = []
        self._values: list[tuple[float, float, str, str]] = []

    def beside(self, y: float, words: str, *, fill: str) -> None:
        """The name of a line at its right end, moved down past those that stand there already."""
        at = min(max(y + 5, _TOP), HEIGHT - _BOTTOM)
        while any(abs(at - other) < _SIZE + 3 for other in self._beside):
            at += 2
        self._beside.append(at)
        told = cut(words, room=_RIGHT - 12, size=_SIZE)
        self._drawing.text(WIDTH - _RIGHT + 10, at, told, font_weight="700", fill=fill)

    def value(self, x: float, y: float, words: str, *, fill: str) -> None:
        self._values.append((x, y, words, fill))

    def draw_values(self) -> None:
        """The values of points over all lines, the latest first; one that would hide another is left to the table."""
        drawn: list[tuple[float, float, float]] = []
        for x, y, words, fill in sorted(self._values, reverse=True):
            half = text_width(words, _SIZE) / 2
            if all(abs(x - ox) > half + other + 2 or abs(y - oy) > _SIZE + 2 for ox, oy, other in drawn):
                drawn.append((x, y, half))
                self._drawing.text(x, y, words, anchor="middle", font_weight="700", fill=fill, on_ground=True)


def trajectory(
    *,
    key: str,
    title: str,
    caption: str,
    actual: Sequence[Point],
    target: Sequence[Point] = (),
    limits: Sequence[Limit] = (),
    on: date,
    actual_name: str = "Actual",
    target_name: str = "Target",
    lowest: float | None = None,
    highest: float | None = None,
    held: bool = False,
) -> Picture | None:
    """The picture and its table; `None` where there is no point at all.

    `on` is the day as at which it is drawn. `held`: a value holds until the next, as a score does, so that steps are
    drawn and not slopes. `lowest` and `highest` are the ends of the scale where it has such.
    """
    actual, target = sorted(actual, key=_day), sorted(target, key=_day)
    if not actual and not target:
        return None
    scale = _scale(actual, target, limits, on=on, lowest=lowest, highest=highest)
    says = _says(actual, target, limits, on=on, actual_name=actual_name, target_name=target_name)
    drawing = Drawing(key=key, width=WIDTH, height=HEIGHT, title=title, says=says)
    _draw_scale(drawing, scale, on)
    names = _Names(drawing)
    for limit in limits:
        _draw_limit(drawing, scale, limit, names)
    _draw_targets(drawing, scale, target, target_name, names)
    _draw_actuals(drawing, scale, actual, actual_name, held=held, until=on, names=names)
    names.draw_values()
    table = _table(caption, actual, target, limits, actual_name=actual_name, target_name=target_name)
    return Picture(key=key, title=title, says=says, svg=drawing.svg, table=table)


def _day(point: Point) -> date:
    return point.on


def _scale(
    actual: Sequence[Point],
    target: Sequence[Point],
    limits: Sequence[Limit],
    *,
    on: date,
    lowest: float | None,
    highest: float | None,
) -> _Scale:
    values = [each.value for each in (*actual, *target)] + [each.value for each in limits]
    days = [each.on for each in (*actual, *target)] + [on]
    low, high = min(values), max(values)
    room = (high - low) * 0.1 or abs(high) * 0.1 or 1
    return _Scale(
        first=min(days),
        last=max(days),
        low=min(low, lowest) if lowest is not None else low - room,
        high=max(high, highest) if highest is not None else high + room,
    )


def _steps(low: float, high: float) -> list[float]:
    """Round values between the ends, a handful."""
    rough = (high - low) / _MOST_STEPS
    size = 10 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    first = ceil(low / step)
    return [number * step for number in range(first, floor(high / step) + 1)]


def _draw_scale(drawing: Drawing, scale: _Scale, on: date) -> None:
    right = WIDTH - _RIGHT
    for value in _steps(scale.low, scale.high):
        y = scale.y(value)
        drawing.line(_LEFT, y, right, y, stroke=FAINT)
        drawing.text(_LEFT - 8, y + 5, f"{value:g}", size=13, anchor="end", fill=QUIET)
    drawing.line(_LEFT, HEIGHT - _BOTTOM, right, HEIGHT - _BOTTOM, stroke=QUIET)
    for month in _months(scale.first, scale.last):
        x = scale.x(month)
        drawing.line(x, HEIGHT - _BOTTOM, x, HEIGHT - _BOTTOM + 5, stroke=QUIET)
        drawing.text(x, HEIGHT - _BOTTOM + 20, f"{month:%b}", size=13, anchor="middle", fill=QUIET)
        drawing.text(x, HEIGHT - _BOTTOM + 36, f"{month:%Y}", size=13, anchor="middle", fill=QUIET)
    x = scale.x(on)
    drawing.line(x, 28, x, HEIGHT - _BOTTOM, stroke="#330072", stroke_width=2, stroke_dasharray="7 3")
    words = f"As at {in_words(on)}"
    wide = text_width(words, _SIZE)
    at = min(max(x, wide / 2 + 4), WIDTH - wide / 2 - 4)
    drawing.text(at, 20, words, anchor="middle", font_weight="700", fill="#330072")


def _months(first: date, last: date) -> list[date]:
    """First days of months, so few that their names stand apart."""
    count = (last.year - first.year) * 12 + last.month - first.month
    every = next((each for each in (1, 2, 3, 6, 12, 24, 60) if count / each <= 10), 120)
    found = []
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(index // 12, index % 12 + 1, 1)
        if (
            first <= day <= last
            and index % 12 % every == 0
            and (every <= 12 or day.year % (every // 12) == 0)
        ):
            found.append(day)
    return found or [first]


def _draw_limit(drawing: Drawing, scale: _Scale, limit: Limit, names: _Names) -> None:
    y = scale.y(limit.value)
    drawing.line(_LEFT, y, WIDTH - _RIGHT, y, stroke=INK, stroke_width=1.5, stroke_dasharray="2 4")
    names.beside(y, f"{limit.name} {limit.written}", fill=INK)


def _draw_targets(drawing: Drawing, scale: _Scale, points: Sequence[Point], name: str, names: _Names) -> None:
    if not points:
        return
    places = [(scale.x(each.on), scale.y(each.value)) for each in points]
    drawing.path(_through(places), stroke=QUIET, stroke_width=2, stroke_dasharray="8 5")
    for each, (x, y) in zip(points, places, strict=True):
        d = f"M{x:g} {y - 7:g} L{x + 7:g} {y:g} L{x:g} {y + 7:g} L{x - 7:g} {y:g} Z"
        drawing.path(d, look="area", fill="#ffffff", stroke=QUIET, stroke_width=2)
        drawing.note(f"{name}: {each.written}, {in_words(each.on)}")
    for place in _labelled(points):
        x, y = places[place]
        names.value(x, y + 22, points[place].written, fill=QUIET)
    names.beside(places[-1][1], f"{name} {points[-1].written}", fill=QUIET)


def _draw_actuals(
    drawing: Drawing,
    scale: _Scale,
    points: Sequence[Point],
    name: str,
    *,
    held: bool,
    until: date,
    names: _Names,
) -> None:
    if not points:
        return
    places = [(scale.x(each.on), scale.y(each.value)) for each in points]
    line = list(places)
    if held:
        line = [places[0]]
        for before, after in pairwise(places):
            line += [(after[0], before[1]), after]
        line.append((max(scale.x(until), places[-1][0]), places[-1][1]))
    drawing.path(_through(line), stroke=ACCENT, stroke_width=3)
    for each, (x, y) in zip(points, places, strict=True):
        drawing.circle(x, y, 5.5, fill=DARK)
        drawing.note(f"{name}: {each.written}, {in_words(each.on)}")
    for place in _labelled(points):
        x, y = places[place]
        names.value(x, y - 11, points[place].written, fill=DARK)
    names.beside(line[-1][1], f"{name} {points[-1].written}", fill=DARK)


def _through(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(places))


def _labelled(points: Sequence[Point]) -> list[int]:
    """Which points have their value written: of a few those that differ; of many the ends, highest and lowest."""
    last = len(points) - 1
    if last < _MOST_LABELS:
        return [at for at in range(last + 1) if not at or points[at].value != points[at - 1].value]
    return sorted({0, last, *(pick(range(last + 1), key=lambda at: points[at].value) for pick in (min, max))})


def _says(
    actual: Sequence[Point],
    target: Sequence[Point],
    limits: Sequence[Limit],
    *,
    on: date,
    actual_name: str,
    target_name: str,
) -> str:
    said = []
    if actual:
        first, last = actual[0], actual[-1]
        said.append(
            f"{actual_name} {last.written} since {in_words(last.on)}"
            + (f", from {first.written} on {in_words(first.on)}" if len(actual) > 1 else "")
        )
    else:
        said.append("Nothing is recorded yet")
    coming = next((each for each in target if each.on >= on), target[-1] if target else None)
    if coming:
        said.append(f"{target_name.lower()} {coming.written} by {in_words(coming.on)}")
    said += [f"{each.name.lower()} {each.written}" for each in limits]
    return f"{'; '.join(said)}. The table says the same."


def _table(
    caption: str,
    actual: Sequence[Point],
    target: Sequence[Point],
    limits: Sequence[Limit],
    *,
    actual_name: str,
    target_name: str,
) -> Table:
    """A row for every day on which either is known. Limits stand in the last rows, since they hold throughout."""
    rows: list[Row] = []
    for day in sorted({each.on for each in (*actual, *target)}):
        here = [each.written for each in actual if each.on == day]
        meant = [each.written for each in target if each.on == day]
        rows.append(
            (
                Cell(words=in_words(day)),
                Cell(words=", ".join(here) or "–", number=True),
                Cell(words=", ".join(meant) or "–", number=True),
            )
        )
    rows += [
        (Cell(words=f"{each.name}, throughout"), Cell(words=each.written, number=True), Cell(words="–"))
        for each in limits
    ]
    return Table(caption=caption, heads=("Date", actual_name, target_name), rows=tuple(rows))
