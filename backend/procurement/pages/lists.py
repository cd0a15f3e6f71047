"""The list of procurements, what I owe, and the counts of a year."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.params import QueryParameter
from litestar.response import Template

from backend.procurement.pages.parts import crumbs
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.queries.publishing import summary_of
from backend.procurement.rules.deciding import STATUS_IN_WORDS, Status
from backend.procurement.rules.regimes import ROUTE_IN_WORDS, Route
from backend.procurement.rules.standstill import ANSWER_IN_WORDS
from backend.web import access, views


@get("/t/{slug:str}/procurement", opt=access.needs("procurement.read"), name="procurement.list")
async def shown(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    status: Annotated[str, QueryParameter(name="status", max_length=40)] = "",
    route: Annotated[str, QueryParameter(name="route", max_length=40)] = "",
    owed: Annotated[str, QueryParameter(name="owed", max_length=3)] = "",
    page: Annotated[str, QueryParameter(name="page", max_length=6)] = "1",
) -> Template:
    """Procurements, filtered."""
    scope = access.scope_of(request)
    chosen = {"text": text, "status": status, "route": route, "owed": owed}
    return views.page(
        request,
        "procurement/list.html",
        found=await queries.procurements_of(
            scope,
            text=text,
            status=Status(status) if status in set(Status) else None,
            route=Route(route) if route in set(Route) else None,
            only_owed=owed == "yes",
            number=int(page) if page.isascii() and page.isdecimal() and int(page) else 1,
        ),
        statuses=STATUS_IN_WORDS,
        routes=ROUTE_IN_WORDS,
        chosen=chosen,
        filtered=any(chosen.values()),
        rest=urlencode({name: value for name, value in chosen.items() if value}),
    )


@get("/t/{slug:str}/procurement/mine", opt=access.needs("procurement.declare"), name="procurement.mine")
async def mine(request: Request[Any, Any, Any]) -> Template:
    """The procurements that I take part in, and what I still owe for each."""
    scope = access.scope_of(request)
    ids = await panels.mine(scope)
    on_panels = await panels.panels_of(scope, procurement_ids=list(ids))
    known = await queries.procurements_by_id(scope, ids=ids)
    return views.page(
        request,
        "procurement/mine.html",
        lines=[
            (known[procurement_id], participant)
            for procurement_id in ids
            for participant in on_panels[procurement_id].present
            if participant.person_id == scope.actor.person_id
        ],
        crumbs=crumbs(scope) if scope.may("procurement.read") else [],
    )


@get("/t/{slug:str}/procurement/summary", opt=access.needs("procurement.read"), name="procurement.summary")
async def summary(
    request: Request[Any, Any, Any],
    year: Annotated[str, QueryParameter(name="year", max_length=4)] = "",
) -> Template:
    """The counts that the annual summary asks for."""
    scope = access.scope_of(request)
    this_year = scope.today.year if scope.today.month >= 4 else scope.today.year - 1
    readable = year.isascii() and year.isdecimal() and 2000 <= int(year) <= 2200
    return views.page(
        request,
        "procurement/summary.html",
        summary=await summary_of(scope, year=int(year) if readable else this_year),
        years=[*range(this_year, 2022, -1)] or [this_year],
        routes=ROUTE_IN_WORDS,
        answers=ANSWER_IN_WORDS,
        crumbs=crumbs(scope),
    )


ROUTES = [shown, mine, summary]
