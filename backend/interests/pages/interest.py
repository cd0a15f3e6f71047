"""One interest with its history, and its end."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import declaring as acts
from backend.interests.pages.parts import crumbs
from backend.interests.queries import register
from backend.scope import Scope
from backend.web import access, forms, views


class EndForm(forms.Form):
    ended_on: forms.FormDate = Field(description="the day on which it ended")


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
    versions = await register.versions_of(scope, interest_id=interest_id)
    mine = entry.person_id == scope.actor.person_id
    standing = versions[-1][1] is None
    return views.page(
        request,
        "interests/interest.html",
        state=state,
        entry=entry,
        versions=versions,
        may_end=standing
        and entry.until is None
        and (mine or scope.may("interests.review"))
        and scope.may("interests.declare"),
        crumbs=crumbs(scope),
    )


ROUTES = [interest, end]
