"""The report on everything that is open and who takes it: as sheets for a spreadsheet, and as pages to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Cell, Table
from backend.kit.pdf import render
from backend.registers.spreadsheets import sheets_xlsx
from backend.scope import Scope
from backend.succession.queries.conflicts import Conflict
from backend.succession.queries.items import ItemLine, OpenCount
from backend.succession.queries.plans import PlanView
from backend.succession.rules import TAKEN_BY_NOBODY, THINGS

HEADS = ("What", "At", "Reference", "Title", "What becomes of it", "Who takes it")
SUMMARY_HEADS = ("What", "Open", "Of these with somebody who takes them")
MOST = 20_000
"""How many lines a spreadsheet holds; where there are more it says so."""
_MOST_PRINTED = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the report is of: all of it counted, and as many of its lines as are shown."""

    plan: PlanView
    counts: Sequence[OpenCount]
    items: Sequence[ItemLine]
    conflicts: Sequence[Conflict]

    @property
    def many(self) -> int:
        return sum(each.many for each in self.counts)

    @property
    def summary(self) -> list[tuple[str, int, int | None]]:
        """By kind: how many are open, and of how many it is said who takes them."""
        return [(THINGS[each.thing], each.many, each.taken) for each in self.counts]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """One row a thing."""
        return [
            (
                THINGS[each.thing],
                each.predecessor,
                each.reference or "",
                each.title,
                each.becomes,
                "" if each.thing in TAKEN_BY_NOBODY else each.taker or "Nobody yet",
            )
            for each in self.items
        ]


def as_xlsx(scope: Scope, report: Report) -> bytes:
    """The report as .xlsx: what it is of, what is open, what does not fit, and line by line."""
    plan, held = report.plan, len(report.items)
    about = [
        ("Plan", plan.line.name),
        ("Day", in_words(plan.line.falls_on)),
        ("From", ", ".join(each.name for each in plan.predecessors)),
        ("To", scope.tenant.name),
        ("As at", in_words(scope.today)),
        ("Taken out by", scope.actor.name),
        ("Lines", f"{held:,}" if held == report.many else f"The first {held:,} of {report.many:,}"),
    ]
    if scope.tenant.demonstration:
        about.insert(0, ("DEMONSTRATION", "Everything in it is invented"))
    return sheets_xlsx(
        {
            "About": (("Due diligence", ""), about),
            "What is open": (SUMMARY_HEADS, report.summary),
            "What does not fit": (
                ("Conflict", "Settled", "By"),
                [(each.words, each.settled, each.settled_by) for each in report.conflicts],
            ),
            "Line by line": (HEADS, report.rows),
        }
    )


def printed(scope: Scope, report: Report) -> bytes:
    """The report as a tagged PDF; takes seconds, so call it from a thread."""
    plan = report.plan
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
        heads=SUMMARY_HEADS,
        rows=tuple(
            (
                Cell(words=name),
                Cell(words=f"{many:,}", number=True),
                Cell(words="–" if taken is None else f"{taken:,}", number=True),
            )
            for name, many, taken in report.summary
        ),
    )
    html.append(summary.html)
    if report.conflicts:
        html.append(Markup("<h2>What does not fit</h2><ul>"))
        html += [
            Markup("<li>{}{}</li>").format(
                each.words, f" Settled by {each.settled_by}: {each.settled}" if each.settled else ""
            )
            for each in report.conflicts
        ]
        html.append(Markup("</ul>"))
    html.append(Markup("<h2>Line by line</h2>"))
    if report.many > _MOST_PRINTED:
        html.append(
            Markup("<p>The first {} of {} lines follow; the spreadsheet holds {}.</p>").format(
                f"{_MOST_PRINTED:,}",
                f"{report.many:,}",
                "them all" if report.many <= MOST else f"the first {MOST:,}",
            )
        )
    table = Table(
        caption="Everything open, and who takes it",
        heads=HEADS,
        rows=tuple(tuple(Cell(words=word) for word in row) for row in report.rows[:_MOST_PRINTED]),
    )
    html.append(table.html)
    return render.render(
        str(Markup("").join(html)),
        title=title,
        extra_css="@page { size: A4 landscape } html { font-size: 9pt }",
    )
