"""The register of functions as at a day, the map of functions and decisions, and both as files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from backend.functions import map as drawn
from backend.functions import queries
from backend.functions.operations import prints
from backend.functions.pages.parts import crumbs, file_answer, shown_on
from backend.functions.queries.prints import prints_of
from backend.functions.queries.views import FunctionLine
from backend.scope import NotFound
from backend.web import access, forms, sheets, views

HOLDERS = {"us": "Us", "others": "Others", "nobody": "Not known", "planned": "Planned to move"}

_WANTED: Mapping[str, Callable[[FunctionLine], bool]] = {
    "us": lambda line: line.held_here is True,
    "others": lambda line: line.held_here is False,
    "nobody": lambda line: line.held_here is None,
    "planned": lambda line: line.planned is not None,
}


@get("/t/{slug:str}/functions", opt=access.needs("functions.read"), name="functions.list")
async def register(request: Request[Any, Any, Any]) -> Template:
    """The register, sifted."""
    scope = access.scope_of(request)
    day, typed, wrong = shown_on(request, scope)
    every = await queries.register_of(scope, on=day)
    chosen = _chosen(request, typed)
    found = _sifted(every, chosen)
    agreements = {line.id: line for line in await queries.agreements_of(scope, on=day)}
    return views.page(
        request,
        "functions/list.html",
        by_area=drawn.by_area(found),
        count=len(found),
        known=len(every),
        tiles=[
            (sum(line.held_here is True for line in every), "held by us", "us"),
            (sum(line.held_here is False for line in every), "held by others", "others"),
            (
                sum(line.held_here is None for line in every),
                "of which nobody has recorded a holder",
                "nobody",
            ),
            (sum(line.planned is not None for line in every), "planned to move", "planned"),
        ],
        agreements=agreements,
        areas=sorted({line.area for line in every}, key=str.casefold),
        holders=HOLDERS,
        chosen=chosen,
        query=urlencode({name: words for name, words in chosen.items() if words}),
        on=day,
        problem=wrong,
        decided=drawn.decided_in_words,
        planned=drawn.planned_in_words,
    )


@get("/t/{slug:str}/functions.csv", opt=access.needs("functions.read"), name="functions.file")
async def as_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same list as a file for a spreadsheet."""
    scope = access.scope_of(request)
    day, typed, _ = shown_on(request, scope)
    found = _sifted(await queries.register_of(scope, on=day), _chosen(request, typed))
    heads, rows = drawn.sheet_of(found)
    return sheets.csv_file(scope, f"functions-as-at-{day.isoformat()}", heads, rows)


class PrintForm(forms.Form):
    """The day of the map that is printed, as the page's own address has it."""

    shown: date | None = None


async def _map(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    day, typed, wrong = shown_on(request, scope)
    lines = await queries.register_of(scope, on=day)
    return views.page(
        request,
        "functions/map.html",
        state=state,
        picture=drawn.map_of(lines, on=day) if lines else None,
        on=day,
        typed=typed,
        problem=wrong,
        prints=await prints_of(scope),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/functions/map", opt=access.needs("functions.read"), name="functions.map")
async def shown_map(request: Request[Any, Any, Any]) -> Template:
    """Functions and decisions as a picture and a table, as at a day."""
    return await _map(request, forms.FormState())


@post("/t/{slug:str}/functions/map/prints", opt=access.needs("functions.read"), name="functions.print")
@forms.taking(PrintForm, again=_map)
async def ask_print(request: Request[Any, Any, Any], form: PrintForm) -> str:
    """Have the map of a day made as a PDF."""
    scope = access.scope_of(request)
    day = form.shown or scope.today
    await prints.ask_print(scope, on=day)
    return views.address(scope, f"/functions/map?on={day.day}/{day.month}/{day.year}&said=printing#print")


@get(
    "/t/{slug:str}/functions/map/prints/{print_id:uuid}",
    opt=access.needs("functions.read"),
    name="functions.printed",
)
async def printed(request: Request[Any, Any, Any], print_id: FromPath[UUID]) -> Response[bytes]:
    """A map that was made as a PDF."""
    scope = access.scope_of(request)
    found = next((each for each in await prints_of(scope) if each.id == print_id), None)
    if found is None or found.file_id is None:
        raise NotFound("print")
    return await file_answer(scope, found.file_id)


def _chosen(request: Request[Any, Any, Any], typed: str) -> dict[str, str]:
    asked = {name: request.query_params.get(name, "")[:200] for name in ("text", "area", "holder")}
    return {**asked, "on": typed}


def _sifted(lines: Sequence[FunctionLine], chosen: dict[str, str]) -> list[FunctionLine]:
    words = chosen["text"].casefold().split()
    wanted = _WANTED.get(chosen["holder"])
    return [
        line
        for line in lines
        if (wanted is None or wanted(line))
        and chosen["area"] in ("", line.area)
        and all(word in f"{line.name} {line.about or ''} {line.holder_in_words}".casefold() for word in words)
    ]


ROUTES: list[Any] = [register, as_file, shown_map, ask_print, printed]
