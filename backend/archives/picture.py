"""The organisation's life as a line of steps, with the table that says the same."""

from collections.abc import Sequence

from backend.archives.queries.life import Step
from backend.kit.calendar import in_words
from backend.kit.drawing.letters import cut
from backend.kit.drawing.svg import ACCENT, QUIET, RULE, Drawing
from backend.kit.drawing.table import Cell, Picture, Table
from backend.scope import Scope

_MOST = 12
_ROW, _WIDTH = 44.0, 640.0


def drawn(scope: Scope, history: Sequence[Step]) -> Picture | None:
    """The newest steps from top to bottom, the oldest first; the table holds all. None where there is no step yet."""
    if not history:
        return None
    shown = history[-_MOST:]
    height = _ROW * len(shown) + 16
    title = f"The life of {scope.tenant.name}"
    says = "; ".join(f"{each.words} on {_day(scope, each)}" for each in shown)
    drawing = Drawing(key="life", width=_WIDTH, height=height, title=title, says=says)
    if len(shown) > 1:
        drawing.line(20, 24, 20, 24 + _ROW * (len(shown) - 1), stroke=RULE, **{"stroke-width": 3})
    for number, step in enumerate(shown):
        y = 24 + number * _ROW
        drawing.circle(20, y, 8, fill=ACCENT)
        drawing.text(44, y + 5, cut(step.words, room=580, size=16), size=16)
        drawing.text(
            44, y + 22, f"{_day(scope, step)}, by {cut(step.by, room=400, size=13)}", size=13, fill=QUIET
        )
    rows = tuple(
        (
            Cell(words=each.words),
            Cell(words=_day(scope, each)),
            Cell(words=each.by),
            Cell(words=each.because or "–"),
        )
        for each in history
    )
    table = Table(caption="Its history, oldest first", heads=("Step", "On", "By", "Reason"), rows=rows)
    return Picture(key="life", title=title, says=says, svg=drawing.svg, table=table)


def _day(scope: Scope, step: Step) -> str:
    return in_words(scope.day_of(step.on))
