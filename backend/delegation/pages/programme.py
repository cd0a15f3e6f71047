"""The programme as at a day: milestones with their gates, scope, commitments."""

from datetime import date
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter
from litestar.response import Template

from backend.delegation import picture, queries
from backend.delegation.picture import MarkKind
from backend.delegation.queries import MilestoneView, ProgrammeView, checking
from backend.scope import Scope
from backend.web import access, forms, views

On = Annotated[str, QueryParameter(name="on", max_length=10)]
Which = Annotated[str, QueryParameter(name="programme", max_length=80)]


@get("/t/{slug:str}/delegation", opt=access.needs("delegation.read"), name="delegation.programme")
async def programme(
    request: Request[Any, Any, Any],
    which: Which = "",
    on: On = "",
    state_: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
    section: Annotated[str, QueryParameter(name="section", max_length=80)] = "",
) -> Template:
    """The milestones on a timeline and in a table, with their gates, as at any day."""
    scope = access.scope_of(request)
    found, lines, problem = await shown(scope, which=which, on=on)
    if found is None:
        return views.page(request, "delegation/programme.html", programme=None)
    kind = MarkKind(state_) if state_ in set(MarkKind) else None
    chosen = [each for each in found.milestones if _fits(each, kind, section)]
    return views.page(
        request,
        "delegation/programme.html",
        programme=found,
        programmes=lines,
        timeline=picture.timeline_of(found, today=scope.today, shown=chosen),
        milestones=chosen,
        kind_of=picture.kind_of,
        kinds=picture.MARK_IN_WORDS,
        chosen={"on": on, "state": state_, "section": section, "programme": which},
        filtered=bool(state_ or section or on),
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


def _fits(milestone: MilestoneView, kind: MarkKind | None, section: str) -> bool:
    if kind is not None and picture.kind_of(milestone) is not kind:
        return False
    return not section or milestone.section == section


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
