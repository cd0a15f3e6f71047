"""Recording that an organisation owns, runs or belongs to another, and its end."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
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
@forms.taking(TieForm, again=page_of)
async def tie(request: Request[Any, Any, Any], form: TieForm, organisation_id: FromPath[UUID]) -> str:
    """Record a tie."""
    scope = access.scope_of(request)
    await ties.tie(
        scope,
        organisation_id=organisation_id,
        kind=form.kind,
        other_id=form.other_id,
        since=form.since,
        note=form.note,
    )
    return views.address(scope, f"/organisations/{organisation_id}?said=tied")


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/ties/end",
    opt=access.needs("organisations.change"),
    name="organisations.end-tie",
)
@forms.taking(EndForm, again=page_of)
async def end(request: Request[Any, Any, Any], form: EndForm, organisation_id: FromPath[UUID]) -> str:
    """Record that a tie ended."""
    scope = access.scope_of(request)
    await ties.end_tie(scope, organisation_id=organisation_id, tie_id=form.tie_id, ended_on=form.ended_on)
    return views.address(scope, f"/organisations/{organisation_id}?said=untied")


ROUTES = [tie, end]
