"""A reviewer's first page, the comparison of figures, and both as spreadsheets."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.registers.spreadsheets import XLSX, plain_xlsx
from backend.reviewing import queries, rules
from backend.reviewing.pages.shown import crumbs, known_as, shown_on
from backend.reviewing.queries.front import Front
from backend.web import access, views

_HEADS = (
    *("Commissioner", "Return", "Period", "Due", "Where it stands", "Received", "Days late", "Issue"),
    *("Changed since the last issue", "Red items", "Open questions", "My open questions", "Conditions open"),
    *("In hand of", "Definition", "Compares with the others", "As at"),
)
_AMOUNTS = frozenset({"number", "money", "percent"})


@get("/t/{slug:str}/reviewing", opt=access.needs("reviewing.read"), name="reviewing.first")
async def first(request: Request[Any, Any, Any]) -> Template:
    """One row a commissioner: its returns and where they stand, what changed, what is red, my open questions."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    every = request.query_params.get("show", "")[:20] == "all"
    front = await queries.front_of(scope, on=day["on"], also_settled=every)
    return views.page(
        request,
        "reviewing/first.html",
        front=front,
        every=every,
        standings=rules.Standing,
        known_as=known_as(scope, day["on"]),
        **shown_on(request, scope),
    )


@get("/t/{slug:str}/reviewing/returns.xlsx", opt=access.needs("reviewing.read"), name="reviewing.first-file")
async def first_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every return of the first page as .xlsx, one line each."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    every = request.query_params.get("show", "")[:20] == "all"
    front = await queries.front_of(scope, on=day["on"], also_settled=every)
    made = await asyncio.to_thread(plain_xlsx, _HEADS, list(_lines(front)))
    name = f"{scope.tenant.slug}-returns-{day['on'].isoformat()}.xlsx"
    return views.download(made, name=name, media_type=XLSX)


@get("/t/{slug:str}/reviewing/comparison", opt=access.needs("reviewing.read"), name="reviewing.comparison")
async def compare(request: Request[Any, Any, Any]) -> Template:
    """Figures of one return side by side, only under one definition and rule set."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    return views.page(
        request,
        "reviewing/comparison.html",
        compared=await _compared(request, day["on"]),
        crumbs=crumbs(scope),
        **shown_on(request, scope),
    )


@get(
    "/t/{slug:str}/reviewing/comparison.xlsx",
    opt=access.needs("reviewing.read"),
    name="reviewing.comparison-file",
)
async def compare_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same as .xlsx: figures as numbers, one column a commissioner."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    compared = await _compared(request, day["on"])
    heads = ["Figure", "Unit", "Definition", *(each.name for each in compared.columns)]
    rows: list[list[Any]] = [
        [
            line.figure.label,
            line.figure.unit or "",
            line.figure.definition,
            *(_cell(column.figures.get(line.figure.key)) for column in compared.columns),
        ]
        for line in compared.lines
    ]
    if compared.definition is not None:
        rows.append(["Made under", "", compared.definition.words, *("" for _ in compared.columns)])
    for other in compared.others:
        rows.append(
            ["Not compared", "", f"{', '.join(other.names)}: {other.why}", *("" for _ in compared.columns)]
        )
    made = await asyncio.to_thread(plain_xlsx, heads, rows)
    name = f"{scope.tenant.slug}-comparison-{day['on'].isoformat()}.xlsx"
    return views.download(made, name=name, media_type=XLSX)


async def _compared(request: Request[Any, Any, Any], day: Any) -> queries.Comparison:
    return await queries.comparison(
        access.scope_of(request),
        period=request.query_params.get("period", "")[:200],
        definition=request.query_params.get("definition", "")[:64],
        on=day,
    )


def _lines(front: Front) -> Iterator[tuple[Any, ...]]:
    for row in front.rows:
        if row.closed is not None:
            yield row.name, row.closed, *("" for _ in _HEADS[3:]), front.on
        for each in row.entries:
            yield (
                row.name,
                each.title,
                each.period or "",
                each.due_on,
                each.standing_in_words,
                each.received_on,
                each.days_late or "",
                each.issue or "",
                "; ".join(each.changes),
                "; ".join(f"{red.label}: {red.because}" for red in each.reds),
                each.open_questions,
                each.my_questions,
                each.open_conditions,
                each.holder or "",
                each.definition.words if each.definition else "",
                each.differs or ("Yes" if each.definition else ""),
                front.on,
            )


def _cell(figure: Any) -> Any:
    if figure is None:
        return "Not given"
    if figure.value is not None and figure.kind in _AMOUNTS:
        return Decimal(figure.value)
    return rules.said(figure)


ROUTES: list[Any] = [first, first_file, compare, compare_file]
