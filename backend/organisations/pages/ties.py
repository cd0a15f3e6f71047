"""Recording that an organisation owns, runs or belongs to another, and its end."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.organisations import ties
from backend.organisations.pages.directory import page_of
from backend.web import access, forms, views


class TieForm(forms.Form):
    kind: ties.TieKind = Field(description="how they are tied")
    other_id: UUID = Field(description="the other organisation")
    since: forms.FormDate | None = Field(None, description="when it began")
    note: str | None = Field(None, max_length=500, description="the note")


class EndForm(forms.Form):
    tie_id: UUID = Field(description="the tie")
    ended_on: forms.FormDate = Field(description="the day on which it ended")


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/ties",
    opt=access.needs("organisations.change"),
    name="organisations.tie",
)
async def tie(request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any] | Template:
    """Record a tie."""
    scope = access.scope_of(request)

    async def act(form: TieForm) -> str:
        await ties.tie(
            scope,
            organisation_id=organisation_id,
            kind=form.kind,
            other_id=form.other_id,
            since=form.since,
            note=form.note,
        )
        return views.address(scope, f"/organisations/{organisation_id}?said=tied")

    async def again(state: forms.FormState) -> Template:
        return await page_of(request, scope, organisation_id, state)

    return await forms.submit(request, TieForm, act=act, again=again)


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/ties/end",
    opt=access.needs("organisations.change"),
    name="organisations.end-tie",
)
async def end(request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Response[Any] | Template:
    """Record that a tie ended."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await ties.end_tie(scope, organisation_id=organisation_id, tie_id=form.tie_id, ended_on=form.ended_on)
        return views.address(scope, f"/organisations/{organisation_id}?said=untied")

    async def again(state: forms.FormState) -> Template:
        return await page_of(request, scope, organisation_id, state)

    return await forms.submit(request, EndForm, act=act, again=again)


ROUTES = [tie, end]
