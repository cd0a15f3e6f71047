"""The report on everything that is open and who takes it: as rows for a spreadsheet, and as pages to print."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Cell, Table
from backend.kit.pdf import render
from backend.scope import Scope
from backend.succession.queries.conflicts import Conflict
from backend.succession.queries.items import ItemLine
from backend.succession.queries.plans import PlanView
from backend.succession.rules import THINGS

HEADS = ("What", "At", "Reference", "Title", "What becomes of it", "Who takes it")
MOST = 20_000
"""How many lines the report holds; beyond that the spreadsheet says how many more there are."""
_MOST_PRINTED = 1_500


def rows_of(items: Sequence[ItemLine]) -> list[tuple[str, ...]]:
    """One row a thing."""
    return [
        (
            THINGS[each.thing],
            each.predecessor,
            each.reference or "",
            each.title,
            each.becomes,
            each.taker or "Nobody yet",
        )
        for each in items
    ]


def summary_of(items: Sequence[ItemLine]) -> list[tuple[str, int, int]]:
    """By kind: how many are open, and of how many it is said who takes them."""
    many = Counter(each.thing for each in items)
    taken = Counter(each.thing for each in items if each.taker)
    return [(THINGS[thing], many[thing], taken[thing]) for thing in THINGS if many[thing]]


def printed(scope: Scope, plan: PlanView, items: Sequence[ItemLine], conflicts: Sequence[Conflict]) -> bytes:
    """The report as a tagged PDF; takes seconds, so call it from a thread."""
    mark = "DEMONSTRATION: " if scope.tenant.demonstration else ""
    title = f"{mark}Due diligence: {plan.line.name}"
    html = [
        Markup("<h1>{}</h1><p>{}, as at {}. {} to {}, on {}.</p>").format(
            title,
            scope.tenant.name,
            in_words(scope.today),
            ", ".join(each.name for each in plan.predecessors),
            scope.tenant.name,
            in_words(plan.line.falls_on),
        )
    ]
    summary = Table(
        caption="What is open",
        heads=("What", "Open", "Of these with somebody who takes them"),
        rows=tuple(
            (Cell(words=name), Cell(words=str(many), number=True), Cell(words=str(taken), number=True))
            for name, many, taken in summary_of(items)
        ),
    )
    html.append(summary.html)
    if conflicts:
        html.append(Markup("<h2>Conflicts in the mapping</h2><ul>"))
        html += [
            Markup("<li>{}{}</li>").format(each.words, f" Settled: {each.settled}." if each.settled else "")
            for each in conflicts
        ]
        html.append(Markup("</ul>"))
    rows = rows_of(items)
    if len(rows) > _MOST_PRINTED:
        html.append(
            Markup("<p>The first {} of {} lines follow; the spreadsheet holds them all.</p>").format(
                _MOST_PRINTED, len(rows)
            )
        )
    html.append(Markup("<h2>Line by line</h2>"))
    table = Table(
        caption="Everything open, and who takes it",
        heads=HEADS,
        rows=tuple(tuple(Cell(words=word) for word in row) for row in rows[:_MOST_PRINTED]),
    )
    html.append(table.html)
    return render.render(
        str(Markup("").join(html)),
        title=title,
        extra_css="@page { size: A4 landscape } html { font-size: 9pt }",
    )
