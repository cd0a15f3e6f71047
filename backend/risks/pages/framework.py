"""The board assurance framework: objectives, their principal risks, and everything below those, as at a day."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.risks import operations, queries, rules
from backend.risks.pages import pictured
from backend.risks.pages.parts import On, crumbs, day_of, people_choices
from backend.scope import NotFound
from backend.web import access, forms, views


class ObjectiveForm(forms.Form):
    position: int = Field(description="the number")
    title: str = Field(min_length=1, max_length=300, description="the objective")
    words: str | None = Field(None, max_length=4_000, description="what it means")
    lead_person_id: UUID | None = Field(None, description="who leads on it")


class ChangedObjectiveForm(ObjectiveForm):
    ended_on: forms.FormDate | None = Field(None, description="the day on which it ends")
    version: int = Field(description="the version of the page")


@get("/t/{slug:str}/baf", opt=access.needs("risks.read"), name="risks.baf")
async def framework(request: Request[Any, Any, Any], on: On = "") -> Template:
    """The framework by objective, as at a day."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    found = await queries.risks_as_at(scope, on=day.on, level=rules.Level.BAF)
    objectives = await queries.objectives_as_at(scope, on=day.on)
    below = [(each, [risk for risk in found if each in risk.objectives]) for each in objectives]
    placed = {risk.id for _, risks in below for risk in risks}
    settings = await queries.settings_on(scope, day.on)
    return views.page(
        request,
        "risks/baf.html",
        below=below,
        elsewhere=[risk for risk in found if risk.id not in placed],
        risks=found,
        settings=settings,
        pictures=pictured.on_framework(found, settings, day.on),
        day=day,
        arrows=rules.ARROWS,
        movements=rules.MOVEMENT_IN_WORDS,
        lines=rules.LINES,
        control_gap=rules.GapKind.CONTROL,
        assurance_gap=rules.GapKind.ASSURANCE,
    )


async def _new_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    standing = await queries.objectives_as_at(scope)
    return views.page(
        request,
        "risks/objective.html",
        state=state,
        objective=None,
        next=max((each.position for each in standing), default=0) + 1,
        people=await people_choices(scope),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/baf/objectives/new", opt=access.needs("risks.settle"), name="risks.objective-new")
async def new_objective(request: Request[Any, Any, Any]) -> Template:
    """The form for an objective."""
    return await _new_page(request, forms.FormState())


@post("/t/{slug:str}/baf/objectives", opt=access.needs("risks.settle"), name="risks.objective-set")
@forms.taking(ObjectiveForm, again=_new_page)
async def set_objective(request: Request[Any, Any, Any], form: ObjectiveForm) -> str:
    """Set an objective."""
    scope = access.scope_of(request)
    await operations.set_objective(scope, **form.model_dump())
    return views.address(scope, "/baf?said=recorded")


async def _objective_page(
    request: Request[Any, Any, Any], state: forms.FormState, objective_id: UUID
) -> Template:
    scope = access.scope_of(request)
    every = await queries.objectives_as_at(scope, also_ended=True)
    found = next((each for each in every if each.id == objective_id), None)
    if found is None:
        raise NotFound("objective")
    return views.page(
        request,
        "risks/objective.html",
        state=state,
        objective=found,
        people=await people_choices(scope),
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/baf/objectives/{objective_id:uuid}",
    opt=access.needs("risks.settle"),
    name="risks.objective",
)
async def objective(request: Request[Any, Any, Any], objective_id: FromPath[UUID]) -> Template:
    """An objective as a form."""
    return await _objective_page(request, forms.FormState(), objective_id)


@post(
    "/t/{slug:str}/baf/objectives/{objective_id:uuid}",
    opt=access.needs("risks.settle"),
    name="risks.objective-change",
)
@forms.taking(ChangedObjectiveForm, again=_objective_page)
async def change_objective(
    request: Request[Any, Any, Any], form: ChangedObjectiveForm, objective_id: FromPath[UUID]
) -> str:
    """Say better what an objective is, or that it ends."""
    scope = access.scope_of(request)
    await operations.change_objective(scope, objective_id=objective_id, **form.model_dump())
    return views.address(scope, "/baf?said=recorded")


ROUTES = [framework, new_objective, set_objective, objective, change_objective]
