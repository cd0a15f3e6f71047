"""What was declared at meetings and is to be on the register: the list, and an officer's word on an entry."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.sittings import operations, queries
from backend.sittings.rules import following
from backend.web import access, forms, views

_PATH = "/t/{slug:str}/declarations-at-meetings"


class EntryForm(forms.Form):
    interest_id: UUID = Field(description="the entry of the register")
    is_it: Literal["yes", "no"] = Field(description="whether it is what was declared")


@get(_PATH, opt=access.needs("sittings.record"), name="sittings.follow-ups")
async def follow_ups(request: Request[Any, Any, Any]) -> Template:
    """What is awaited, and what came."""
    return await _page(request, forms.FormState())


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    found = await queries.follow_ups(scope)
    return views.page(
        request,
        "sittings/following.html",
        state=state,
        waiting=[each for each in found if each.open],
        entered=[each for each in found if not each.open],
        overdue=following.Entry.OVERDUE,
        crumbs=[views.Crumb("Meetings", views.address(scope, "/meetings"))],
    )


async def _again(request: Request[Any, Any, Any], state: forms.FormState, declaration_id: UUID) -> Template:
    return await _page(request, state)


@post(
    f"{_PATH}/{{declaration_id:uuid}}/entry", opt=access.needs("sittings.record"), name="sittings.judge-entry"
)
@forms.taking(EntryForm, again=_again)
async def judge(request: Request[Any, Any, Any], form: EntryForm, declaration_id: FromPath[UUID]) -> str:
    """Say whether an entry is what was declared."""
    scope = access.scope_of(request)
    await operations.say_of_entry(
        scope, declaration_id=declaration_id, interest_id=form.interest_id, is_it=form.is_it == "yes"
    )
    return views.address(scope, "/declarations-at-meetings?said=judged")


ROUTES: list[Any] = [follow_ups, judge]
