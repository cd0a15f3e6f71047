"""The log with its filters and its picture, the form for a request, the file for a spreadsheet, and annual figures."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field

from backend.kit.calendar import in_words
from backend.requests import queries
from backend.requests.operations import logging, telling
from backend.requests.operations.logging import Said
from backend.requests.pages.parts import HANDLES, READS, SAID, back, crumbs, kinds_on
from backend.requests.queries import Figures, RequestLine, Sought, log, names
from backend.requests.rules import CAME_IN_WORDS, STATE_IN_WORDS, Came
from backend.scope import Scope
from backend.web import access, forms, sheets, views
from backend.web.stacked import Part, Stack, stacked

SHOWS = {
    "owed": "Owed",
    "overdue": "Overdue",
    "week": "Due this week",
    "stopped": "Clock stands still",
    "late": "Answered late",
    **{state.value: words for state, (words, _) in STATE_IN_WORDS.items() if state.value != "open"},
}
_PARTS = (
    Part(key="DECLARED", words="In time"),
    Part(key="OVERDUE", words="Late"),
    Part(key="OUTSTANDING", words="Owed"),
)


class RequestForm(forms.Form):
    kind: str = Field(max_length=40, description="the kind of request")
    came: Came = Field(description="how it came")
    received_on: forms.FormDate = Field(description="the day of receipt")
    subject: str = Field(min_length=1, max_length=200, description="what it is about")
    asked: str = Field(min_length=1, max_length=20_000, description="what is asked for")
    name: str = Field(min_length=1, max_length=200, description="the name of the requester")
    contact: str = Field(min_length=1, max_length=500, description="where the answer goes to")
    for_whom: str | None = Field(None, max_length=200, description="for whom they ask")
    handler_person_id: UUID | None = Field(None, description="who handles it")


def said_of(form: Any) -> Said:
    return Said(
        kind=form.kind,
        came=form.came,
        received_on=form.received_on,
        subject=form.subject,
        asked=form.asked,
        name=form.name,
        contact=form.contact,
        for_whom=form.for_whom,
    )


def sought_of(request: Request[Any, Any, Any]) -> Sought:
    """What the address asks for; what it can't mean is left out."""
    show = request.query_params.get("show", "")
    kind = request.query_params.get("kind", "")
    return Sought(
        show=show if show in SHOWS else None,
        kind=kind if kind in {"foi", "eir", "sar"} else None,
        text=request.query_params.get("text", "").strip()[:80] or None,
    )


@get("/t/{slug:str}/requests", opt=READS, name="requests.log")
async def listed(request: Request[Any, Any, Any]) -> Template:
    """The log: what is owed first, by the day when it is due."""
    scope = access.scope_of(request)
    sought = sought_of(request)
    number = _number(request)
    count = await queries.count_of(scope, sought=sought)
    since, until = year_of(scope.today)
    figures = await queries.figures_of(scope, since=since, until=until)
    known = bool(count) or bool(await queries.count_of(scope, sought=Sought()))
    return views.page(
        request,
        "requests/log.html",
        lines=await queries.requests_of(scope, sought=sought, number=number),
        count=count,
        known=known,
        number=number,
        pages=max(1, -(-count // log.PAGE)),
        counts=await queries.counts_of(scope),
        chosen=sought,
        query=urlencode(
            {k: v for k, v in (("show", sought.show), ("kind", sought.kind), ("text", sought.text)) if v}
        ),
        shows=SHOWS,
        kinds=kinds_on(scope.today),
        timeliness=await timeliness(scope, since=since, until=until) if figures.received else None,
        figures=figures,
        sayings=SAID,
    )


@get("/t/{slug:str}/requests.csv", opt=READS, name="requests.file")
async def as_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The log for a spreadsheet; with who asked only for those who may know."""
    scope = access.scope_of(request)
    lines = await queries.requests_of(scope, sought=sought_of(request), most=None)
    known = await names.requesters_of(scope, request_ids=[line.id for line in lines])
    named = scope.may(names.MAY)
    heads = (
        "Reference", "Kind", "Received", "About", "State", "Due", "Clock", "Answered or closed", "Outcome", "In time",
        "Handler", *(("Requester",) if named else ()),
    )  # fmt: skip
    rows = [
        [*_cells(line), *([known[line.id].name if line.id in known else ""] if named else [])]
        for line in lines
    ]
    return sheets.csv_file(scope, "requests-for-information", heads, rows)


@get("/t/{slug:str}/requests/figures", opt=READS, name="requests.figures")
async def figures(request: Request[Any, Any, Any]) -> Template:
    """What a year from April came to: how many, how many in time, what was refused and by what."""
    scope = access.scope_of(request)
    first, _ = year_of(scope.today)
    typed = request.query_params.get("year", "")
    starts = int(typed) if typed.isascii() and typed.isdigit() and 2005 <= int(typed) <= 2199 else first.year
    since, until = date(starts, 4, 1), date(starts + 1, 3, 31)
    told = await queries.figures_of(scope, since=since, until=until)
    return views.page(
        request,
        "requests/figures.html",
        figures=told,
        says=says_of(told),
        timeliness=await timeliness(scope, since=since, until=until) if told.received else None,
        years=range(first.year, first.year - 6, -1),
        chosen=starts,
        crumbs=crumbs(scope),
    )


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "requests/new.html",
        state=state,
        kinds=kinds_on(scope.today),
        came=[(each.value, words) for each, words in CAME_IN_WORDS.items()],
        handlers=[(str(each.id), each.name) for each in await telling.handlers_of(scope)],
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/requests/new", opt=HANDLES, name="requests.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a request."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/requests", opt=HANDLES, name="requests.log-one")
@forms.taking(RequestForm, again=_form)
async def log_one(request: Request[Any, Any, Any], form: RequestForm) -> str:
    """Log a request."""
    scope = access.scope_of(request)
    request_id = await logging.log_request(
        scope, said=said_of(form), handler_person_id=form.handler_person_id
    )
    return back(scope, request_id, "logged")


async def timeliness(scope: Scope, *, since: date, until: date) -> Stack:
    """Requests by the month when they came: answered in time, answered late, owed."""
    lines = await queries.requests_of(scope, sought=Sought(since=since, until=until), most=None)
    months: dict[tuple[int, int], dict[str, int]] = {}
    for line in sorted(lines, key=lambda each: each.received_on):
        if line.outcome is None and not line.owed:
            continue
        month = months.setdefault((line.received_on.year, line.received_on.month), {})
        key = {True: "DECLARED", False: "OVERDUE", None: "OUTSTANDING"}[line.in_time]
        month[key] = month.get(key, 0) + 1
    return stacked(
        caption=f"Requests received from {in_words(since)} to {in_words(until)}, by month",
        heading="Received in",
        parts=_PARTS,
        rows=[(f"{date(year, month, 1):%B %Y}", "", counts) for (year, month), counts in months.items()],
    )


def says_of(told: Figures) -> str:
    """The figures in one sentence."""
    if not told.received:
        return "No request was received."
    share = f" {told.in_time} of {told.answered} answers went out in time." if told.answered else ""
    requests = (
        "1 request was received." if told.received == 1 else f"{told.received:,} requests were received."
    )
    owed = (
        f" {told.owed} {'is' if told.owed == 1 else 'are'} owed, {told.owed_late} of them late."
        if told.owed
        else ""
    )
    return requests + share + owed


def year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the financial year."""
    starts = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return date(starts, 4, 1), date(starts + 1, 3, 31)


def _cells(line: RequestLine) -> list[str]:
    in_time = {True: "Yes", False: "No", None: ""}[line.in_time]
    return [
        line.reference,
        line.kind.short,
        in_words(line.received_on),
        line.subject,
        line.state_in_words[0],
        in_words(line.due_on) if line.due_on else "",
        line.clock.in_words if line.owed else "",
        in_words(line.closed_on) if line.closed_on else "",
        line.outcome_in_words,
        in_time,
        line.handler or "",
    ]


def _number(request: Request[Any, Any, Any]) -> int:
    typed = request.query_params.get("page", "1")
    return max(1, min(int(typed), 10_000)) if typed.isascii() and typed.isdigit() else 1


ROUTES: list[Any] = [listed, as_file, figures, new, log_one]
