"""The programme as at a day: milestones with their gates, scope, commitments."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.params import QueryParameter
from litestar.response import Template

from backend.delegation import picture, queries
from backend.delegation.picture import MarkKind
from backend.delegation.queries import MilestoneView, ProgrammeView, checking, following
from backend.delegation.rules.following import clashes
from backend.scope import Scope
from backend.web import access, forms, views

On = Annotated[str, QueryParameter(name="on", max_length=10)]
Which = Annotated[str, QueryParameter(name="programme", max_length=80)]
State = Annotated[str, QueryParameter(name="state", max_length=20)]
Section = Annotated[str, QueryParameter(name="section", max_length=80)]
Stream = Annotated[str, QueryParameter(name="stream", max_length=80)]


@get("/t/{slug:str}/delegation", opt=access.needs("delegation.read"), name="delegation.programme")
async def programme(
    request: Request[Any, Any, Any],
    which: Which = "",
    on: On = "",
    state_: State = "",
    section: Section = "",
    stream: Stream = "",
) -> Template:
    """The milestones on a timeline and in a table, with their gates, as at any day."""
    scope = access.scope_of(request)
    found, lines, problem = await shown(scope, which=which, on=on)
    if found is None:
        return views.page(request, "delegation/programme.html", programme=None)
    chosen = chosen_of(found, state=state_, section=section, stream=stream)
    asked = {"programme": which, "on": on, "state": state_, "section": section, "stream": stream}
    nodes = following.nodes_of(found.milestones, kind="agreed")
    return views.page(
        request,
        "delegation/programme.html",
        programme=found,
        programmes=lines,
        timeline=picture.timeline_of(found, today=scope.today, shown=chosen),
        milestones=chosen,
        kind_of=picture.kind_of,
        kinds=picture.MARK_IN_WORDS,
        clashes=clashes(nodes),
        undated=[each for each in chosen if each.due is None and each.expected is None],
        chosen=asked,
        query=urlencode({name: value for name, value in asked.items() if value}),
        filtered=bool(state_ or section or stream or on),
        problem=problem,
    )


@get("/t/{slug:str}/delegation/scope", opt=access.needs("delegation.read"), name="delegation.scope")
async def scope_table(request: Request[Any, Any, Any], which: Which = "") -> Template:
    """What lies within the scope, what is only inferred, who holds what, and where all of it was read."""
    scope = access.scope_of(request)
    found, _, _ = await shown(scope, which=which)
    return views.page(
        request, "delegation/scope.html", programme=found, crumbs=crumbs(scope), chosen={"programme": which}
    )


@get(
    "/t/{slug:str}/delegation/commitments",
    opt=access.needs("delegation.read"),
    name="delegation.commitments",
)
async def commitments(request: Request[Any, Any, Any], which: Which = "", on: On = "") -> Template:
    """The governance commitments and how each stands."""
    scope = access.scope_of(request)
    found, _, problem = await shown(scope, which=which, on=on)
    return views.page(
        request,
        "delegation/commitments.html",
        programme=found,
        checks=await checking.checks_of(scope, found.commitments, on=found.on) if found else {},
        problem=problem,
        crumbs=crumbs(scope),
        chosen={"programme": which, "on": on},
    )


async def shown(
    scope: Scope, *, which: str = "", on: str = ""
) -> tuple[ProgrammeView | None, tuple[queries.ProgrammeLine, ...], str | None]:
    """The programme that is asked for, or the last that was taken up; all of them; what is wrong with the day."""
    lines = await queries.programmes_of(scope)
    if not lines:
        return None, (), None
    line = next((each for each in lines if each.slug == which), lines[0])
    day, problem = _day(on)
    return await queries.programme(scope, programme_id=line.id, on=day), lines, problem


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Delegation", views.address(scope, "/delegation"))]


def chosen_of(
    programme: ProgrammeView, *, state: str = "", section: str = "", stream: str = ""
) -> list[MilestoneView]:
    """The milestones that the filters leave."""
    kind = MarkKind(state) if state in set(MarkKind) else None
    return [
        each
        for each in programme.milestones
        if (kind is None or picture.kind_of(each) is kind)
        and (not section or each.section == section)
        and (not stream or each.stream == stream)
    ]


def _day(text: str) -> tuple[date | None, str | None]:
    """The day in the filter; a day that can't be read is said, and today's state shown."""
    if not text.strip():
        return None, None
    try:
        found: date = forms.parse_date(text.strip())
    except ValueError:
        return (
            None,
            f"“{text}” is not a day that can be read, so this is today’s state. Write it as 1/10/2014.",
        )
    return found, None


ROUTES = [programme, scope_table, commitments]
