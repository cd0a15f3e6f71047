"""A plan drawn: predecessors that lead into the successor, and the days on the way; with the table that says
the same."""

from datetime import date

from backend.kit.calendar import in_words
from backend.kit.drawing.letters import cut
from backend.kit.drawing.svg import ACCENT, DARK, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Table, cells
from backend.scope import Scope
from backend.succession.queries.plans import PlanView

_WIDTH = 760.0
_ROW = 44.0
_BOX = 250.0


def picture_of(scope: Scope, plan: PlanView) -> Picture:
    """The plan as a picture."""
    many = max(1, len(plan.predecessors))
    tall = many * _ROW + 112
    names = ", ".join(each.name for each in plan.predecessors) or "no predecessor yet"
    verb = "gives a part to" if plan.split else "become" if many > 1 else "becomes"
    says = f"{names}: {verb} {scope.tenant.name} on {in_words(plan.line.falls_on)}."
    drawing = Drawing(key="succession", width=_WIDTH, height=tall, title=plan.line.name, says=says)
    middle = many * _ROW / 2 + 10
    for at, each in enumerate(plan.predecessors):
        top = at * _ROW + 14
        drawing.rect(8, top, _BOX, _ROW - 10, fill="#ffffff", stroke=ACCENT)
        drawing.text(16, top + 21, cut(each.name, room=_BOX - 16, size=13), size=13)
        dashed = {} if each.agreement == "accepted" else {"stroke-dasharray": "6 4"}
        drawing.path(
            f"M{8 + _BOX} {top + 17} C{380} {top + 17} {360} {middle} {440} {middle}", stroke=QUIET, **dashed
        )
    drawing.path(
        f"M432 {middle - 6} L442 {middle} L432 {middle + 6} z", look="dark", fill=QUIET, stroke=QUIET
    )
    drawing.rect(444, middle - 24, 308, 48, look="dark", fill=DARK)
    drawing.text(
        598,
        middle + 5,
        cut(scope.tenant.name, room=292, size=14),
        look="on-dark",
        anchor="middle",
        fill="#ffffff",
    )
    _timeline(drawing, _days(scope, plan), top=many * _ROW + 50)
    return Picture(
        key="succession", title=plan.line.name, says=says, svg=drawing.svg, table=_table(scope, plan)
    )


def _timeline(drawing: Drawing, days: list[tuple[str, date | None]], *, top: float) -> None:
    step = (_WIDTH - 80) / (len(days) - 1)
    drawing.line(40, top, _WIDTH - 40, top)
    for at, (words, day) in enumerate(days):
        x = 40 + at * step
        drawing.circle(x, top, 7, fill=DARK if day else "#ffffff", stroke=DARK)
        anchor = "start" if at == 0 else "end" if at == len(days) - 1 else "middle"
        place = {"start": 8.0, "end": _WIDTH - 8, "middle": x}[anchor]
        drawing.text(place, top + 28, words, size=13, anchor=anchor)
        drawing.text(
            place, top + 46, f"{day:%-d %b %Y}" if day else "not yet", size=12, anchor=anchor, fill=QUIET
        )


def _days(scope: Scope, plan: PlanView) -> list[tuple[str, date | None]]:
    return [
        ("Announced", scope.day_of(plan.announced_at)),
        ("Rehearsed", scope.day_of(plan.rehearsed_at) if plan.rehearsed_at else None),
        ("Approved", scope.day_of(plan.approved_at) if plan.approved_at else None),
        (
            "Carried out" if plan.carried_out_at else "The day",
            scope.day_of(plan.carried_out_at) if plan.carried_out_at else plan.line.falls_on,
        ),
    ]


def _table(scope: Scope, plan: PlanView) -> Table:
    bodies = [cells(Cell(words=each.name), "Predecessor", each.standing) for each in plan.predecessors]
    ours = cells(Cell(words=scope.tenant.name), "Successor", plan.line.state_in_words)
    days = [cells(words, "Step", in_words(day) if day else "Not yet") for words, day in _days(scope, plan)]
    return Table(
        caption="Bodies and days", heads=("What", "Part", "Where it stands"), rows=(*bodies, ours, *days)
    )
