"""Plans of transfer: the shipped ones, our own, their phases, and recording what moved."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.functions import Model, Month, Standing, TransferPhase, TransferPlan
from backend.catalogue.shapes import Line, Provenance, Text
from backend.delegation.queries import programmes_of
from backend.delegation.queries.gates import Act, guard
from backend.functions import operations, queries
from backend.functions.pages.parts import BODY_LIMIT, MODELS, STANDINGS, choices, crumbs, kept
from backend.kit.calendar import in_words
from backend.organisations import queries as organisations
from backend.organisations.rules import entered
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class TakeUpForm(forms.Form):
    key: str = Field(max_length=120, description="the list")


class PlanForm(forms.Form):
    name: Line = Field(max_length=200, description="what the plan is called")
    about: Text = Field(max_length=4_000, description="what the plan is about")
    held_before_by: Line = Field(max_length=200, description="who holds the functions before")
    to: Line | None = Field(None, max_length=200, description="the body that they move to")
    standing: Standing = Field(Standing.DELEGATED, description="by what they are held then")
    model: Model | None = Field(None, description="the model")
    agreement_id: UUID | None = Field(None, description="the agreement")
    programme: str | None = Field(None, max_length=80, description="the programme")
    phase: Line = Field(max_length=200, description="the first phase")


class PhaseForm(forms.Form):
    phase_name: Line = Field(max_length=200, description="the phase")
    phase_words: Text | None = Field(None, max_length=4_000, description="what it is about")
    planned_month: Month | None = Field(None, description="the month, such as 2018-03")
    planned_on: forms.FormDate | None = Field(None, description="the day")
    function_ids: list[UUID] = Field([], max_length=200, description="the functions that move")
    version: int | None = Field(None, ge=1, description="the version that you changed")


class TransferForm(forms.Form):
    moved_ids: list[UUID] = Field([], max_length=200, description="the functions that moved")
    happened_on: forms.FormDate = Field(description="the first day with the new holder")
    basis: str = Field(min_length=1, max_length=4_000, description="how it is known")
    file: UploadFile | None = Field(None, description="the file that shows it")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "functions/plans.html",
        state=state,
        plans=await queries.plans_of(scope),
        shipped=operations.shipped(),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/functions/plans", opt=access.needs("functions.read"), name="functions.plans")
async def plans(request: Request[Any, Any, Any]) -> Template:
    """The plans in use, and the lists that Probity ships."""
    return await _list(request, forms.FormState())


@post("/t/{slug:str}/functions/lists", opt=access.needs("functions.keep"), name="functions.take-up")
@forms.taking(TakeUpForm, again=_list)
async def take_up(request: Request[Any, Any, Any], form: TakeUpForm) -> str:
    """Bring a shipped list into the register."""
    scope = access.scope_of(request)
    await operations.take_up(scope, key=form.key)
    return views.address(scope, "/functions?said=taken-up")


async def _new(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "functions/plan-form.html",
        state=state,
        standings=STANDINGS,
        models=MODELS,
        agreements=[(str(each.id), each.name) for each in await queries.agreements_of(scope)],
        programmes=[(each.slug, each.name) for each in await programmes_of(scope)],
        crumbs=crumbs(scope, ("Plans", "/functions/plans")),
    )


@get("/t/{slug:str}/functions/plans/new", opt=access.needs("functions.keep"), name="functions.new-plan")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a plan."""
    return await _new(request, forms.FormState())


@post("/t/{slug:str}/functions/plans", opt=access.needs("functions.keep"), name="functions.make-plan")
@forms.taking(PlanForm, again=_new)
async def make(request: Request[Any, Any, Any], form: PlanForm) -> str:
    """Write down a plan with its first phase."""
    scope = access.scope_of(request)
    said = _entered(scope)
    agreement = None
    if form.programme and all(each.slug != form.programme for each in await programmes_of(scope)):
        raise NotFound("programme")
    if form.agreement_id is not None:
        agreement = (await queries.agreement(scope, agreement_id=form.agreement_id)).line.slug
    plan = TransferPlan(
        id=await operations.free_plan_slug(scope, name=form.name),
        agreement=agreement,
        phases=(TransferPhase(id="phase-1", name=form.phase, **said),),
        **form.model_dump(exclude={"agreement_id", "phase"}),
        **said,
    )
    plan_id = await operations.make_plan(scope, plan=plan)
    return views.address(scope, f"/functions/plans/{plan_id}?said=made")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.plan(scope, plan_id=plan_id)
    agreements = {each.id: each for each in await queries.agreements_of(scope)}
    stopped = await guard(scope, act=Act.FUNCTION_START, programme=found.programme)
    return views.page(
        request,
        "functions/plan.html",
        state=state,
        plan=found,
        agreement=agreements.get(found.agreement_id) if found.agreement_id else None,
        gate=None if stopped.clear or not found.to_us else stopped.sentence,
        functions=choices(await queries.names_of(scope)),
        documents=await organisations.documents_of(scope),
        crumbs=crumbs(scope, ("Plans", "/functions/plans")),
    )


@get(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}", opt=access.needs("functions.read"), name="functions.plan"
)
async def plan(request: Request[Any, Any, Any], plan_id: FromPath[UUID]) -> Template:
    """A plan, phase by phase, with what has moved."""
    return await _page(request, forms.FormState(), plan_id)


@post(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}/phases",
    opt=access.needs("functions.keep"),
    name="functions.add-phase",
)
@forms.taking(PhaseForm, again=_page)
async def add_phase(request: Request[Any, Any, Any], form: PhaseForm, plan_id: FromPath[UUID]) -> str:
    """Add a phase at the end."""
    scope = access.scope_of(request)
    await operations.add_phase(
        scope,
        plan_id=plan_id,
        phase=_phase(form, _entered(scope)),
        function_ids=tuple(form.function_ids),
        version=form.version,
    )
    return views.address(scope, f"/functions/plans/{plan_id}?said=phase")


async def _phase_page(
    request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID, phase_id: UUID
) -> Template:
    scope = access.scope_of(request)
    found = await queries.plan(scope, plan_id=plan_id)
    here = next((each for each in found.phases if each.id == phase_id), None)
    if here is None:
        raise NotFound("phase")
    return views.page(
        request,
        "functions/phase.html",
        state=state,
        plan=found,
        phase=here,
        functions=choices(await queries.names_of(scope)),
        crumbs=crumbs(scope, ("Plans", "/functions/plans"), (found.name, f"/functions/plans/{plan_id}")),
    )


@get(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}/phases/{phase_id:uuid}",
    opt=access.needs("functions.keep"),
    name="functions.phase",
)
async def phase(
    request: Request[Any, Any, Any], plan_id: FromPath[UUID], phase_id: FromPath[UUID]
) -> Template:
    """A phase: what it moves, and the form that records what moved."""
    return await _phase_page(request, forms.FormState(), plan_id, phase_id)


@post(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}/phases/{phase_id:uuid}",
    opt=access.needs("functions.keep"),
    name="functions.change-phase",
)
@forms.taking(PhaseForm, again=_phase_page)
async def change_phase(
    request: Request[Any, Any, Any], form: PhaseForm, plan_id: FromPath[UUID], phase_id: FromPath[UUID]
) -> str:
    """Say what the phase moves, and by when."""
    scope = access.scope_of(request)
    await _in_plan(scope, plan_id, phase_id)
    await operations.change_phase(
        scope,
        phase_id=phase_id,
        phase=_phase(form, _entered(scope)),
        function_ids=tuple(form.function_ids),
        version=form.version,
    )
    return views.address(scope, f"/functions/plans/{plan_id}?said=phase")


@post(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}/phases/{phase_id:uuid}/transfers",
    opt=access.needs("functions.keep"),
    name="functions.transfer",
    request_max_body_size=BODY_LIMIT,
)
@forms.taking(TransferForm, again=_phase_page)
async def transfer(
    request: Request[Any, Any, Any], form: TransferForm, plan_id: FromPath[UUID], phase_id: FromPath[UUID]
) -> str:
    """Record that functions of the phase moved on a day."""
    scope = access.scope_of(request)
    await _in_plan(scope, plan_id, phase_id)
    await operations.record_transfer(
        scope,
        phase_id=phase_id,
        function_ids=tuple(form.moved_ids),
        happened_on=form.happened_on,
        basis=form.basis,
        file_id=await kept(scope, form.file),
    )
    return views.address(scope, f"/functions/plans/{plan_id}?said=moved")


@post(
    "/t/{slug:str}/functions/plans/{plan_id:uuid}/retirement",
    opt=access.needs("functions.keep"),
    name="functions.retire-plan",
)
@forms.taking(NothingForm, again=_page)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, plan_id: FromPath[UUID]) -> str:
    """Take the plan away; what moved stays on record."""
    scope = access.scope_of(request)
    await operations.retire_plan(scope, plan_id=plan_id)
    return views.address(scope, "/functions/plans?said=retired")


async def _in_plan(scope: Scope, plan_id: UUID, phase_id: UUID) -> None:
    if all(each.id != phase_id for each in (await queries.plan(scope, plan_id=plan_id)).phases):
        raise NotFound("phase")


def _phase(form: PhaseForm, said: dict[str, Any]) -> TransferPhase:
    return TransferPhase(
        id="phase",
        name=form.phase_name,
        text=form.phase_words,
        planned_month=None if form.planned_on else form.planned_month,
        planned_on=form.planned_on,
        **said,
    )


def _entered(scope: Scope) -> dict[str, Any]:
    said: Provenance = entered(scope.actor.name, in_words(scope.today))
    return {"mark": said.mark, "note": said.note}


ROUTES: list[Any] = [
    plans, take_up, new, make, plan, add_phase, phase, change_phase, transfer, retire,
]  # fmt: skip
