"""The team: reviewers, who covers for whom, and who stands aside from which commissioner."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.reviewing import operations, queries
from backend.reviewing.pages.shown import crumbs
from backend.web import access, forms, views

_TEAM = "/t/{slug:str}/reviewing/team"
_KEEP = access.needs("reviewing.keep")


class CoverForm(forms.Form):
    person_id: UUID = Field(description="who is away")
    cover_person_id: UUID = Field(description="who covers")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate = Field(description="the last day")


class AsideForm(forms.Form):
    aside_person_id: UUID = Field(description="who stands aside")
    commissioner_id: UUID = Field(description="from which commissioner")
    aside_because: str = Field(min_length=1, max_length=2_000, description="why")
    aside_from: forms.FormDate | None = Field(None, description="the first day")
    aside_until: forms.FormDate | None = Field(None, description="the last day")


class Button(forms.Form):
    """A button and nothing else."""


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


async def team_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    team = await queries.team_of(scope)
    return views.page(
        request,
        "reviewing/team.html",
        state=state,
        team=team,
        reviewers=[(each.id, each.name) for each in team.members],
        covers=await queries.covers_of(scope),
        asides=await queries.asides_of(scope),
        commissioners=[(each.id, each.name) for each in await queries.commissioners_of(scope)],
        crumbs=crumbs(scope),
    )


@get(_TEAM, opt=access.needs("reviewing.read"), name="reviewing.team")
async def team(request: Request[Any, Any, Any]) -> Template:
    """Who reviews, who is away, who stands aside."""
    return await team_page(request, forms.FormState())


@post(f"{_TEAM}/covers", opt=_KEEP, name="reviewing.cover")
@forms.taking(CoverForm, again=team_page)
async def cover(request: Request[Any, Any, Any], form: CoverForm) -> str:
    """Say who stands in for whom."""
    scope = access.scope_of(request)
    await operations.cover(scope, **form.model_dump())
    return views.address(scope, "/reviewing/team?said=covered")


@post(f"{_TEAM}/covers/{{cover_id:uuid}}/end", opt=_KEEP, name="reviewing.end-cover")
@forms.taking(Button, again=lambda request, state, cover_id: team_page(request, state))
async def end_cover(request: Request[Any, Any, Any], _form: Button, cover_id: FromPath[UUID]) -> str:
    """End a cover."""
    scope = access.scope_of(request)
    await operations.end_cover(scope, cover_id=cover_id)
    return views.address(scope, "/reviewing/team?said=ended")


@post(f"{_TEAM}/asides", opt=_KEEP, name="reviewing.put-aside")
@forms.taking(AsideForm, again=team_page)
async def put_aside(request: Request[Any, Any, Any], form: AsideForm) -> str:
    """Say that somebody stands aside."""
    scope = access.scope_of(request)
    await operations.stand_aside(
        scope,
        person_id=form.aside_person_id,
        commissioner_id=form.commissioner_id,
        because=form.aside_because,
        from_on=form.aside_from,
        until_on=form.aside_until,
    )
    return views.address(scope, "/reviewing/team?said=aside")


@post(f"{_TEAM}/asides/{{aside_id:uuid}}/end", opt=_KEEP, name="reviewing.end-aside")
@forms.taking(BecauseForm, again=lambda request, state, aside_id: team_page(request, state))
async def end_aside(request: Request[Any, Any, Any], form: BecauseForm, aside_id: FromPath[UUID]) -> str:
    """Say that somebody need not stand aside any more."""
    scope = access.scope_of(request)
    await operations.end_aside(scope, aside_id=aside_id, because=form.because)
    return views.address(scope, "/reviewing/team?said=ended")


ROUTES: list[Any] = [team, cover, end_cover, put_aside, end_aside]
