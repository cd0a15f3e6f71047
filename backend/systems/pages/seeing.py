"""The system view: a row for each body that lets us see figures of its own, as it delivered them last."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from backend.scope import Scope
from backend.systems import picture
from backend.systems.queries import received as queries
from backend.systems.queries.received import MARK_IN_WORDS, BodyView, Mark
from backend.systems.rules.granting import MEANINGS, TITLES, Figure
from backend.web import access, sheets, views

Asked = Annotated[str, QueryParameter(name="figure", max_length=40)]
Named = Annotated[str, QueryParameter(name="name", max_length=80)]
Only = Annotated[str, QueryParameter(name="only", max_length=10)]

_HEADS = (
    *("Organisation", "Standing", "Figure", "What is counted", "Number", "Words", "Hidden"),
    *("As at", "Delivery", "Received on", "Hidden below", "SHA-256 of the agreement"),
)


def _left(
    bodies: tuple[BodyView, ...], figures: tuple[Figure, ...], *, name: str, only: str
) -> tuple[BodyView, ...]:
    """The bodies that the filter leaves: by a part of their name, and those with something to look at."""
    return tuple(
        each
        for each in bodies
        if name.casefold() in each.name.casefold()
        and (only != "look" or any(each.cell(figure).mark == Mark.LOOK for figure in figures))
    )


def _figures(figure: str) -> tuple[Figure, ...]:
    return tuple(each for each in Figure if each.value == figure) or tuple(Figure)


@get("/t/{slug:str}/systems", opt=access.needs("systems.read"), name="systems.view")
async def view(
    request: Request[Any, Any, Any], figure: Asked = "", name: Named = "", only: Only = ""
) -> Template:
    """Every body with its figures side by side, each as at its own day."""
    scope = access.scope_of(request)
    bodies = await queries.bodies_of(scope, only_last=True)
    figures = _figures(figure)
    left = _left(bodies, figures, name=name.strip(), only=only)
    return views.page(
        request,
        "systems/view.html",
        bodies=bodies,
        left=left,
        drawn=picture.drawn(left, figures),
        figures=[(each.value, TITLES[each]) for each in Figure],
        meanings=[(TITLES[each], MEANINGS[each]) for each in figures],
        marks=MARK_IN_WORDS,
        figure=figure if len(figures) == 1 else "",
        name=name.strip(),
        only=only,
    )


@get("/t/{slug:str}/systems.csv", opt=access.needs("systems.read"), name="systems.file")
async def file(
    request: Request[Any, Any, Any], figure: Asked = "", name: Named = "", only: Only = ""
) -> Response[bytes]:
    """The last delivery of each, a row a line; what is hidden has no number."""
    scope = access.scope_of(request)
    figures = _figures(figure)
    left = _left(await queries.bodies_of(scope, only_last=True), figures, name=name.strip(), only=only)
    rows = [row for body in left for row in _rows(scope, body, figures)]
    return sheets.csv_file(scope, "system-view", _HEADS, rows)


def _rows(scope: Scope, body: BodyView, figures: tuple[Figure, ...]) -> list[tuple[str, ...]]:
    last = body.last
    if last is None:
        return [(body.name, body.standing, *([""] * (len(_HEADS) - 3)), body.agreement.sha256)]
    return [
        (
            body.name,
            body.standing,
            TITLES[figure],
            line.label,
            "" if line.number is None else str(line.number),
            line.words,
            "yes" if line.hidden else "no",
            last.as_at.isoformat(),
            last.key_in_words,
            scope.day_of(last.received_at).isoformat(),
            str(last.said.threshold),
            body.agreement.sha256,
        )
        for figure in figures
        for line in last.lines_of(figure)
    ]


@get(
    "/t/{slug:str}/systems/bodies/{agreement_id:uuid}", opt=access.needs("systems.read"), name="systems.body"
)
async def one(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """One body: everything that it delivered, newest first."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "systems/body.html",
        body=await queries.body_of(scope, agreement_id=agreement_id),
        crumbs=crumbs(scope),
    )


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Across the system", views.address(scope, "/systems"))]


ROUTES: list[Any] = [view, file, one]
