"""Where scores stood and where they stand: an arrow a risk over the bands, with its target and appetite."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.kit.drawing.letters import cut, text_width
from backend.kit.drawing.svg import DARK, FAINT, INK, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Row, Table
from backend.risks.pictures.tones import fill_of
from backend.risks.rules.matrix import Matrix

_LEFT, _WIDE, _RIGHT = 250.0, 420.0, 130.0
_TOP, _ROW, _FOOT = 44.0, 44.0, 66.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A risk with its current score on the earlier day and on the later; `None` where it was not scored then."""

    reference: str
    title: str
    before: int | None
    now: int | None
    target: int | None = None
    appetite: int | None = None
    gone: bool = False
    """It is not there any more on the later day: closed, or moved off."""
    path: str | None = None

    @property
    def change_in_words(self) -> str:
        if self.gone:
            return "No longer here"
        if self.now is None:
            return "Not scored"
        if self.before is None:
            return "New"
        if self.now == self.before:
            return "As before"
        way = "Up" if self.now > self.before else "Down"
        return f"{way} {abs(self.now - self.before)}"


def movement(
    risks: Sequence[Moved], matrix: Matrix, *, key: str, title: str, caption: str, before: str, now: str
) -> Picture:
    """The picture and its table. `before` and `now` head the columns of scores: the days, in words."""
    says = _says(risks, before)
    height = _TOP + max(len(risks), 1) * _ROW + _FOOT
    drawing = Drawing(key=key, width=_LEFT + _WIDE + _RIGHT, height=height, title=title, says=says)
    _draw_scale(drawing, matrix, bottom=height - _FOOT)
    _draw_key(drawing, height - 20)
    for number, each in enumerate(risks):
        _draw_risk(drawing, each, matrix, y=_TOP + number * _ROW + _ROW / 2)
    return Picture(
        key=key, title=title, says=says, svg=drawing.svg, table=_table(risks, caption, before, now)
    )


def _x(score: float, matrix: Matrix) -> float:
    return _LEFT + _WIDE * score / matrix.highest


def _draw_scale(drawing: Drawing, matrix: Matrix, *, bottom: float) -> None:
    """The bands as columns from each one's least score to the next one's, named above, with their scores below."""
    starts = [0.0, *(float(band.least) - 0.5 for band in matrix.bands[1:])]
    ends = [*starts[1:], float(matrix.highest)]
    for band, start, end in zip(matrix.bands, starts, ends, strict=True):
        left, right = _x(start, matrix), _x(end, matrix)
        drawing.rect(
            left, _TOP - 6, right - left, bottom - _TOP + 6, fill=fill_of(band.tone), fill_opacity=0.6
        )
        drawing.line(left, _TOP - 6, left, bottom, stroke=QUIET)
        words = cut(band.name, room=right - left - 4, size=12)
        drawing.text((left + right) / 2, _TOP - 14, words, size=12, anchor="middle", fill=INK)
        drawing.text(
            (left + right) / 2, bottom + 18, band.range_in_words, size=12, anchor="middle", fill=QUIET
        )
    drawing.text(_LEFT - 10, bottom + 18, "Score", size=12, anchor="end", fill=QUIET)


def _draw_key(drawing: Drawing, y: float) -> None:
    """What the marks mean, beside each of them."""
    x = _LEFT + 8.0
    for draw, words in (
        (_draw_before, "Before"),
        (_draw_now, "Now"),
        (_draw_target, "Target"),
        (_draw_appetite, "Appetite ends"),
    ):
        draw(drawing, x, y)
        drawing.text(x + 14, y + 4, words, size=12)
        x += text_width(words, 12) + 42


def _draw_before(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, 6, look="area", fill="#ffffff", stroke=DARK, stroke_width=2)


def _draw_gone(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, 6, look="area", fill="#ffffff", stroke=DARK, stroke_width=2, stroke_dasharray="3 3")


def _draw_now(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, 7, fill=DARK)


def _draw_target(drawing: Drawing, x: float, y: float) -> None:
    d = f"M{x:g} {y - 8:g} L{x + 8:g} {y:g} L{x:g} {y + 8:g} L{x - 8:g} {y:g} Z"
    drawing.path(d, look="area", fill="#ffffff", stroke=QUIET, stroke_width=2)


def _draw_appetite(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x, y - 15, x, y + 15, stroke=INK, stroke_width=2, stroke_dasharray="3 3")


def _draw_risk(drawing: Drawing, each: Moved, matrix: Matrix, *, y: float) -> None:
    drawing.line(8, y + _ROW / 2, _LEFT + _WIDE, y + _ROW / 2, stroke=FAINT)
    drawing.text(8, y - 2, cut(each.reference, room=_LEFT - 16, size=14), font_weight="700")
    drawing.text(8, y + 15, cut(each.title, room=_LEFT - 16, size=13), size=13, fill=QUIET)
    if each.appetite is not None:
        _draw_appetite(drawing, _x(each.appetite + 0.5, matrix), y)
    if each.target is not None:
        _draw_target(drawing, _x(each.target, matrix), y)
    if each.before is not None:
        (_draw_gone if each.gone else _draw_before)(drawing, _x(each.before, matrix), y)
    if each.now is not None and not each.gone:
        if each.before is not None and each.before != each.now:
            _draw_arrow(drawing, _x(each.before, matrix), _x(each.now, matrix), y)
        _draw_now(drawing, _x(each.now, matrix), y)
    told = each.change_in_words if each.now is None or each.gone else f"{each.now}  {each.change_in_words}"
    drawing.text(_LEFT + _WIDE + 10, y + 5, told, font_weight="700", fill=DARK)


def _draw_arrow(drawing: Drawing, start: float, end: float, y: float) -> None:
    way = 1 if end > start else -1
    tip = end - way * 9
    drawing.line(start + way * 7, y, tip - way * 6, y, stroke=DARK, stroke_width=3)
    d = f"M{tip:g} {y:g} L{tip - way * 10:g} {y - 7:g} L{tip - way * 10:g} {y + 7:g} Z"
    drawing.path(d, look="dark", fill=DARK, stroke="none")


def _says(risks: Sequence[Moved], before: str) -> str:
    words = [each.change_in_words.split()[0] for each in risks]
    named = (
        ("Up", "higher"),
        ("Down", "lower"),
        ("As", "as before"),
        ("New", "new"),
        ("No", "no longer here"),
        ("Not", "not scored"),
    )
    told = [f"{words.count(first)} {said}" for first, said in named if first in words]
    return (
        f"Since {before}: {', '.join(told)}. The table says the same."
        if told
        else "There is no risk to show."
    )


def _table(risks: Sequence[Moved], caption: str, before: str, now: str) -> Table:
    rows: list[Row] = [
        (
            Cell(words=f"{each.reference} {each.title}", path=each.path),
            _score(each.before),
            _score(None if each.gone else each.now),
            Cell(words=each.change_in_words),
            _score(each.target),
            Cell(words="Not settled" if each.appetite is None else f"Up to {each.appetite}"),
        )
        for each in risks
    ]
    heads = ("Risk", before, now, "Movement", "Target", "Appetite")
    return Table(caption=caption, heads=heads, rows=tuple(rows))


def _score(score: int | None) -> Cell:
    return Cell(words="–" if score is None else str(score), number=score is not None)
