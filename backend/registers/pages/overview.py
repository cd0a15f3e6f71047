"""Where the registers stand, and the lists behind the numbers."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from backend.interests import settings
from backend.interests.pages.parts import page_number, pagination
from backend.interests.queries import campaigns, declarations, givers, training
from backend.interests.rules import declarants as declarant_rules
from backend.interests.rules.campaigns import CampaignState
from backend.registers.queries import overview
from backend.registers.queries.overview import State
from backend.scope import Scope
from backend.web import access, views
from backend.web.stacked import Part, stacked

_ON_A_PAGE = 50
_MOST_GIVERS = 5
_PARTS = [Part(key=state.value, words=overview.STATE_IN_WORDS[state]) for state in State]


@get("/t/{slug:str}/registers", opt=access.needs("registers.read"), name="registers.overview")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """Who has declared, the clock, training, gifts, reviews and campaigns: each number leads to its list."""
    scope = access.scope_of(request)
    rule_set = await settings.rule_set_of(scope)
    people = await overview.people_of(scope)
    clock = await overview.clock_of(scope)
    gifts = await givers.givers_of(scope)
    sees_people = scope.may("people.read")
    return views.page(
        request,
        "registers/overview.html",
        counts={state.value: sum(person.state is state for person in people) for state in State},
        people=len(people),
        groups=stacked(
            caption="Declarations by group",
            heading="Group",
            parts=_PARTS,
            rows=overview.by_group(people),
            path="/registers/people?group={row}&state={part}" if sees_people else None,
        ),
        ages=stacked(
            caption="Overdue, by how long",
            heading="Overdue for",
            parts=_PARTS,
            rows=overview.by_age(people),
            path="/registers/people?age={row}&state=OVERDUE" if sees_people else None,
        ),
        late=sum(line.late for line in clock),
        in_time=sum(not line.late for line in clock),
        within_days=rule_set.declare_within_days.value,
        modules=[
            each
            for each in training.sums_of(rule_set.training, await training.training_of(scope))
            if each.required
        ]
        if sees_people
        else [],
        givers=gifts[:_MOST_GIVERS],
        more_givers=max(0, len(gifts) - _MOST_GIVERS),
        waiting=await _waiting(scope),
        campaigns=[each for each in await campaigns.campaigns_of(scope) if each.state is CampaignState.OPEN]
        if scope.may("interests.campaigns.read")
        else [],
        sees_people=sees_people,
    )


@get("/t/{slug:str}/registers/people", opt=access.needs("people.read"), name="registers.people")
async def people(request: Request[Any, Any, Any]) -> Template:
    """The people behind a number: by group, by where they stand, by how long they are overdue."""
    scope = access.scope_of(request)
    chosen = _chosen(request, "text", "group", "state", "age")
    words = chosen["text"].casefold()
    found = [
        person
        for person in await overview.people_of(scope)
        if chosen["group"] in {"", person.group}
        and chosen["state"] in {"", person.state.value}
        and chosen["age"] in {"", person.age}
        and words in person.person_name.casefold()
    ]
    lines, turning = _turned(request, found, chosen, path="/registers/people")
    return views.page(
        request,
        "registers/people.html",
        lines=lines,
        count=len(found),
        chosen=chosen,
        filtered=any(chosen.values()),
        turning=turning,
        crumbs=_crumbs(scope),
        groups=declarant_rules.GROUPS,
        states={state.value: words for state, words in overview.STATE_IN_WORDS.items()},
        ages={key: words for key, (_, _, words) in overview.AGES.items()},
    )


@get("/t/{slug:str}/registers/clock", opt=access.needs("people.read"), name="registers.clock")
async def clock(request: Request[Any, Any, Any]) -> Template:
    """What was declared in the last year, in time or late."""
    scope = access.scope_of(request)
    chosen = _chosen(request, "late")
    rule_set = await settings.rule_set_of(scope)
    found = [
        line
        for line in await overview.clock_of(scope)
        if chosen["late"] in {"", "yes" if line.late else "no"}
    ]
    lines, turning = _turned(request, found, chosen, path="/registers/clock")
    return views.page(
        request,
        "registers/clock.html",
        lines=lines,
        count=len(found),
        chosen=chosen,
        filtered=any(chosen.values()),
        turning=turning,
        crumbs=_crumbs(scope),
        within_days=rule_set.declare_within_days.value,
    )


def _turned(
    request: Request[Any, Any, Any], found: list[Any], chosen: dict[str, str], *, path: str
) -> tuple[list[Any], Any]:
    """The lines of the page that is asked for, and the links to the pages beside it."""
    pages = max(1, -(-len(found) // _ON_A_PAGE))
    number = min(max(page_number(request), 1), pages)
    root = views.address(access.scope_of(request), path)
    return (
        found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        pagination(root, chosen, number=number, pages=pages),
    )


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Overview of the registers", views.address(scope, "/registers"))]


async def _waiting(scope: Scope) -> int | None:
    """How many declarations wait for a review; nothing for whoever doesn't review."""
    if not scope.may("interests.review"):
        return None
    return len(await declarations.declarations_of(scope, only_open=True))


def _chosen(request: Request[Any, Any, Any], *names: str) -> dict[str, str]:
    return {name: request.query_params.get(name, "")[:200].strip() for name in names}


ROUTES: list[Any] = [shown, people, clock]
