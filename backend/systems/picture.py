"""The system view as a grid: a row for each body, a column for each figure, a shape in each cell; and its table."""

from collections.abc import Sequence

from backend.kit.calendar import in_words
from backend.kit.drawing.letters import cut, wrapped
from backend.kit.drawing.svg import ACCENT, DARK, INK, QUIET, RULE, Drawing
from backend.kit.drawing.table import Cell, Picture, Table
from backend.systems.queries.received import MARK_IN_WORDS, BodyView, Mark
from backend.systems.rules.granting import TITLES, Figure

_NAME, _COLUMN, _ROW, _HEAD, _MARGIN = 260.0, 116.0, 52.0, 64.0, 12.0


def drawn(bodies: Sequence[BodyView], figures: Sequence[Figure]) -> Picture | None:
    """The grid of the bodies that deliver or delivered; None where there is nothing to draw."""
    if not bodies:
        return None
    width = _MARGIN * 2 + _NAME + _COLUMN * len(figures)
    height = _HEAD + _ROW * len(bodies) + _MARGIN
    says = _says(bodies, figures)
    title = "Figures across the system"
    drawing = Drawing(key="system", width=width, height=height, title=title, says=says)
    for number, figure in enumerate(figures):
        middle = _MARGIN + _NAME + _COLUMN * (number + 0.5)
        for line, words in enumerate(wrapped(TITLES[figure], room=_COLUMN - 12, size=13, most=3)):
            drawing.text(middle, 18 + line * 16, words, size=13, anchor="middle")
    for row, body in enumerate(bodies):
        top = _HEAD + _ROW * row
        drawing.line(_MARGIN, top, width - _MARGIN, top)
        drawing.text(_MARGIN, top + 22, cut(body.name, room=_NAME - 12, size=15), size=15)
        told = f"As at {in_words(body.last.as_at)}" if body.last else body.standing
        if body.last and body.ended:
            told += "; ended"
        drawing.text(_MARGIN, top + 40, cut(told, room=_NAME - 12, size=13), size=13, fill=QUIET)
        for number, figure in enumerate(figures):
            cell = body.cell(figure)
            _draw(drawing, _MARGIN + _NAME + _COLUMN * (number + 0.5), top + _ROW / 2, cell.mark)
    table = Table(
        caption="The same in words, each figure as it was delivered last",
        heads=("Organisation", "As at", *(TITLES[each] for each in figures)),
        rows=tuple(_row(body, figures) for body in bodies),
    )
    return Picture(key="system", title=title, says=says, svg=drawing.svg, table=table)


def _draw(drawing: Drawing, x: float, y: float, mark: str) -> None:
    """A square for what to look at, a ring for what is hidden, a dot for what is fine, a dash for nothing."""
    if mark == Mark.LOOK:
        drawing.rect(x - 11, y - 11, 22, 22, look="dark", fill=DARK)
        drawing.text(x, y + 6, "!", size=17, anchor="middle", look="on-dark", fill="#ffffff")
    elif mark == Mark.HIDDEN:
        drawing.circle(x, y, 10, look="line", fill="none", stroke=INK, **{"stroke-width": 3})
    elif mark == Mark.FINE:
        drawing.circle(x, y, 7, fill=ACCENT)
    else:
        drawing.line(x - 8, y, x + 8, y, stroke=RULE, **{"stroke-width": 3})
    drawing.note(MARK_IN_WORDS[mark])


def _row(body: BodyView, figures: Sequence[Figure]) -> tuple[Cell, ...]:
    as_at = in_words(body.last.as_at) if body.last else "Nothing yet"
    return (
        Cell(words=body.name, path=f"/systems/bodies/{body.agreement.id}"),
        Cell(words=f"{as_at}. {body.standing}"),
        *(Cell(words=body.cell(figure).words) for figure in figures),
    )


def _says(bodies: Sequence[BodyView], figures: Sequence[Figure]) -> str:
    told = []
    for figure in figures:
        found = [each.name for each in bodies if each.cell(figure).mark == Mark.LOOK]
        if found:
            told.append(f"{TITLES[figure]}: {len(found)} of {len(bodies)} to look at")
    return "; ".join(told) or f"Nothing stands out at {len(bodies)} organisations"
