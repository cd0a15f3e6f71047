"""The register of interests, and one interest with its history."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.interests import settings
from backend.interests.operations import declaring as acts
from backend.interests.pages.parts import crumbs
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring
from backend.scope import Scope
from backend.web import access, forms, views


class EndForm(forms.Form):
    ended_on: forms.FormDate = Field(description="the day on which it ended")


@get("/t/{slug:str}/interests", opt=access.needs("interests.read"), name="interests.register")
async def shown(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    type_: Annotated[str, QueryParameter(name="type", max_length=40)] = "",
    on: Annotated[str, QueryParameter(name="on", max_length=10)] = "",
    ended: Annotated[str, QueryParameter(name="ended", max_length=3)] = "",
) -> Template:
    """The register of interests, filtered, as it stood on any day."""
    scope = access.scope_of(request)
    interest_type = declaring.InterestType(type_) if type_ in set(declaring.InterestType) else None
    day, problem = _day(on)
    entries = await register.register_of(
        scope, on=day, text=text, interest_type=interest_type, include_ended=ended == "yes"
    )
    return views.page(
        request,
        "interests/register.html",
        entries=entries,
        standings=await declarations.standings_of(scope),
        rule_set=await settings.rule_set_of(scope),
        types=declaring.TYPE_IN_WORDS,
        chosen={"text": text, "type": type_, "on": on, "ended": ended},
        filtered=bool(text or type_ or on or ended),
        day=day or scope.today,
        problem=problem,
    )


@get(
    "/t/{slug:str}/interests/{interest_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.interest",
)
async def interest(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Template:
    """One interest and its history."""
    scope = access.scope_of(request)
    return await _interest(request, scope, interest_id, forms.FormState())


@post(
    "/t/{slug:str}/interests/{interest_id:uuid}/end",
    opt=access.needs("interests.declare"),
    name="interests.end",
)
async def end(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Response[Any] | Template:
    """Say that an interest has ended."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await acts.end_interest(scope, interest_id=interest_id, ended_on=form.ended_on)
        return views.address(scope, f"/interests/{interest_id}?said=ended")

    async def again(state: forms.FormState) -> Template:
        return await _interest(request, scope, interest_id, state)

    return await forms.submit(request, EndForm, act=act, again=again)


async def _interest(
    request: Request[Any, Any, Any], scope: Scope, interest_id: UUID, state: forms.FormState
) -> Template:
    entry = await register.entry(scope, interest_id=interest_id)
    mine = entry.person_id == scope.actor.person_id
    return views.page(
        request,
        "interests/interest.html",
        state=state,
        entry=entry,
        versions=await register.versions_of(scope, interest_id=interest_id),
        may_end=entry.until is None
        and (mine or scope.may("interests.review"))
        and scope.may("interests.declare"),
        crumbs=crumbs(scope),
    )


def _day(text: str) -> tuple[date | None, str | None]:
    """The day in the filter; a day that can't be read is said, and today's register shown."""
    if not text.strip():
        return None, None
    try:
        found = forms.parse_date(text.strip())
    except ValueError:
        return (
            None,
            f"“{text}” is not a day that can be read, so this is the register of today. Write it as 3/6/2014.",
        )
    return found, None


ROUTES = [shown, interest, end]
