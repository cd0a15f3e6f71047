"""The team's inbox and one's own returns; conditions that are followed up."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.reviewing import queries, rules
from backend.reviewing.pages.shown import crumbs, shown_on
from backend.web import access, sheets, views

_HEADS = (
    *("Commissioner", "Return", "Period", "Number", "Condition", "Set on", "Due", "Overdue"),
    *("What became of it", "What shows it", "Said by", "Said on"),
)


@get("/t/{slug:str}/reviewing/inbox", opt=access.needs("reviewing.read"), name="reviewing.inbox")
async def inbox(request: Request[Any, Any, Any]) -> Template:
    """What nobody has in hand, and what the reader has."""
    scope = access.scope_of(request)
    team = await queries.team_of(scope)
    return views.page(
        request,
        "reviewing/inbox.html",
        waiting=await queries.inbox_of(scope),
        mine=await queries.mine_of(scope),
        team=team,
        covered=[team.name(each) for each in team.stands_for[1:]],
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/reviewing/conditions", opt=access.needs("reviewing.read"), name="reviewing.conditions")
async def conditions(request: Request[Any, Any, Any]) -> Template:
    """Conditions of all commissioners, those that are open first."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    every = request.query_params.get("show", "")[:20] == "all"
    return views.page(
        request,
        "reviewing/conditions.html",
        conditions=await queries.conditions_of(scope, also_settled=every, on=day["on"]),
        every=every,
        settled_words=rules.SETTLED_IN_WORDS,
        crumbs=crumbs(scope),
        **shown_on(request, scope),
    )


@get(
    "/t/{slug:str}/reviewing/conditions.csv",
    opt=access.needs("reviewing.read"),
    name="reviewing.conditions-file",
)
async def conditions_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every condition, also those that are settled."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)["on"]
    rows = [
        (
            each.commissioner,
            each.title,
            each.period or "",
            str(each.number),
            each.words,
            scope.day_of(each.set_at).isoformat(),
            each.due_on.isoformat() if each.due_on else "",
            "yes" if each.overdue_on(day) else "no",
            rules.SETTLED_IN_WORDS[each.settled_as] if each.settled_as else "Open",
            each.settled_words or "",
            each.settled_by_name or "",
            scope.day_of(each.settled_at).isoformat() if each.settled_at else "",
        )
        for each in await queries.conditions_of(scope, also_settled=True, on=day)
    ]
    return sheets.csv_file(scope, "conditions", _HEADS, rows)


ROUTES: list[Any] = [inbox, conditions, conditions_file]
