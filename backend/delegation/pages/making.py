"""Programmes: those that are kept, the plans that may be taken up, and making one of the organisation's own."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import shelf
from backend.delegation import operations, queries
from backend.delegation.pages import programme
from backend.scope import NotFound
from backend.web import access, forms, views

_NEEDS = access.needs("delegation.change")


class MakeForm(forms.Form):
    """A programme's head; its phases, one a line."""

    name: str = Field(min_length=1, max_length=300, description="the name of the programme")
    about: str = Field(min_length=1, max_length=8_000, description="what it is about")
    reviewing_body: str = Field(min_length=1, max_length=300, description="the body that reviews it")
    framework: str | None = Field(None, max_length=120, description="the framework that it follows")
    phases: str = Field(min_length=1, max_length=4_000, description="its phases")


class TakeForm(forms.Form):
    name: str | None = Field(None, max_length=300, description="the name of the programme")
    reviewing_body: str = Field(min_length=1, max_length=300, description="the body that reviews it")


class SureForm(forms.Form):
    sure: Literal["yes"] = Field(description="that it is meant")


async def _every(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    lines = await queries.programmes_of(scope, include_retired=True)
    return views.page(
        request,
        "delegation/programmes.html",
        state=state,
        kept=[each for each in lines if each.retired_on is None],
        retired=[each for each in lines if each.retired_on is not None],
        plans=list(shelf.catalogue().plans.values()),
        taken={each.plan for each in lines if each.plan},
        crumbs=programme.crumbs(scope),
    )


@get("/t/{slug:str}/delegation/programmes", opt=access.needs("delegation.read"), name="delegation.programmes")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Every programme, those no longer kept too, and the plans that may be taken up."""
    return await _every(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState, programme_id: UUID) -> Template:
    return await _every(request, state)


async def _new(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    frameworks = sorted(shelf.catalogue().frameworks.values(), key=lambda each: each.title)
    return views.page(
        request,
        "delegation/make.html",
        state=state,
        frameworks=[(each.key, f"{each.title} ({each.edition})") for each in frameworks],
        crumbs=_crumbs(scope),
    )


@get("/t/{slug:str}/delegation/programmes/new", opt=_NEEDS, name="delegation.programme-form")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a programme of the organisation's own."""
    return await _new(request, forms.FormState())


@post("/t/{slug:str}/delegation/programmes", opt=_NEEDS, name="delegation.make-programme")
@forms.taking(MakeForm, again=_new)
async def make(request: Request[Any, Any, Any], form: MakeForm) -> str:
    """Begin a programme; its milestones are written next."""
    scope = access.scope_of(request)
    programme_id = await operations.make_programme(
        scope,
        name=form.name,
        about=form.about,
        reviewing_body=form.reviewing_body,
        framework=form.framework,
        sections=tuple(form.phases.splitlines()),
    )
    return views.address(scope, f"/delegation/programmes/{programme_id}?said=made")


async def _plan(request: Request[Any, Any, Any], state: forms.FormState, plan: str, edition: str) -> Template:
    scope = access.scope_of(request)
    found = shelf.catalogue().plans.get(f"{plan}/{edition}")
    if found is None:
        raise NotFound("plan")
    return views.page(
        request,
        "delegation/plan.html",
        state=state,
        plan=found,
        documents={each.id: each for each in found.documents},
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/delegation/plans/{plan:str}/{edition:str}",
    opt=access.needs("delegation.read"),
    name="delegation.plan",
)
async def plan(request: Request[Any, Any, Any], plan: FromPath[str], edition: FromPath[str]) -> Template:
    """One plan: its phases, streams and milestones, and where it was read."""
    return await _plan(request, forms.FormState(), plan, edition)


@post("/t/{slug:str}/delegation/plans/{plan:str}/{edition:str}", opt=_NEEDS, name="delegation.take-up-plan")
@forms.taking(TakeForm, again=_plan)
async def take_up(
    request: Request[Any, Any, Any], form: TakeForm, plan: FromPath[str], edition: FromPath[str]
) -> str:
    """Take the plan up as a programme of the organisation's own."""
    scope = access.scope_of(request)
    programme_id = await operations.take_up_plan(
        scope, plan=f"{plan}/{edition}", name=form.name, reviewing_body=form.reviewing_body
    )
    return views.address(scope, f"/delegation/programmes/{programme_id}?said=made")


@post(
    "/t/{slug:str}/delegation/programmes/{programme_id:uuid}/bring-back",
    opt=_NEEDS,
    name="delegation.bring-back-programme",
)
@forms.taking(SureForm, again=_again)
async def bring_back(request: Request[Any, Any, Any], form: SureForm, programme_id: FromPath[UUID]) -> str:
    """Keep a programme again that was kept no longer."""
    scope = access.scope_of(request)
    await operations.bring_back_programme(scope, programme_id=programme_id)
    return views.address(scope, f"/delegation/programmes/{programme_id}?said=brought-back")


def _crumbs(scope: Any) -> list[views.Crumb]:
    return [
        *programme.crumbs(scope),
        views.Crumb("Programmes and plans", views.address(scope, "/delegation/programmes")),
    ]


ROUTES = [every, new, make, plan, take_up, bring_back]
