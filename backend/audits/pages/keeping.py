"""Planning an audit, changing it, its report, cancelling it, and the yearly opinion."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.audits import operations, queries
from backend.audits.pages.lists import crumbs, page_of, words
from backend.audits.rules import AuditKind, AuditState, Level
from backend.committees import queries as committees
from backend.people import queries as people
from backend.web import access, forms, views


class AuditForm(forms.Form):
    title: str = Field(min_length=1, max_length=300, description="what is audited")
    kind: AuditKind = Field(description="what kind of audit it is")
    subject: str = Field(min_length=1, max_length=4_000, description="what it looks at")
    firm: str | None = Field(None, max_length=200, description="who carries it out")
    lead_person_id: UUID | None = Field(None, description="who answers for it here")
    committee_id: UUID | None = Field(None, description="the committee")
    planned_for: forms.FormDate | None = Field(None, description="when it is planned")
    version: int = Field(1, ge=1, description="the version that you changed")


class MoveForm(forms.Form):
    state: Literal["planned", "fieldwork", "draft"] = Field(description="how far it is")


class ReportForm(forms.Form):
    reported_on: forms.FormDate = Field(description="the day of the report")
    level: Level | None = Field(None, description="the level of assurance")
    rating: str | None = Field(None, max_length=200, description="the rating in the auditor’s words")
    national_rating: str | None = Field(None, max_length=200, description="the national rating")
    summary: str | None = Field(None, max_length=8_000, description="the summary")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why")


class OpinionForm(forms.Form):
    year: int = Field(ge=1990, le=2190, description="the year in which it begins")
    level: Level = Field(description="the level of assurance")
    words: str = Field(min_length=1, max_length=8_000, description="the opinion")
    given_by: str = Field(min_length=1, max_length=200, description="who gave it")
    given_on: forms.FormDate = Field(description="when it was given")


async def _form(request: Request[Any, Any, Any], state: forms.FormState, audit_id: UUID | None) -> Template:
    scope = access.scope_of(request)
    known = None if audit_id is None else await queries.audit(scope, audit_id=audit_id)
    return views.page(
        request,
        "audits/form.html",
        state=state,
        audit=known,
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        crumbs=crumbs(scope, known),
        **words(),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, audit_id: UUID) -> Template:
    return await _form(request, state, audit_id)


async def _opinion_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "audits/opinion.html",
        state=state,
        opinions=await queries.opinions_of(scope),
        last_year=scope.today.year - 1 - (scope.today.month < 4),
        standards=operations.standards_on(scope.today),
        crumbs=crumbs(scope),
        **words(),
    )


@get("/t/{slug:str}/audits/new", opt=access.needs("audits.keep"), name="audits.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for an audit."""
    return await _blank(request, forms.FormState())


@post("/t/{slug:str}/audits", opt=access.needs("audits.keep"), name="audits.plan")
@forms.taking(AuditForm, again=_blank)
async def plan(request: Request[Any, Any, Any], form: AuditForm) -> str:
    """Put an audit on the plan."""
    scope = access.scope_of(request)
    said = operations.Said(**form.model_dump(exclude={"version"}))
    audit_id = await operations.plan_audit(scope, said=said)
    return views.address(scope, f"/audits/{audit_id}?said=planned")


@get("/t/{slug:str}/audits/opinions", opt=access.needs("audits.read"), name="audits.opinions")
async def opinions(request: Request[Any, Any, Any]) -> Template:
    """The opinions of all years, and the form for the next."""
    return await _opinion_page(request, forms.FormState())


@post("/t/{slug:str}/audits/opinions", opt=access.needs("audits.keep"), name="audits.give-opinion")
@forms.taking(OpinionForm, again=_opinion_page)
async def give_opinion(request: Request[Any, Any, Any], form: OpinionForm) -> str:
    """Record the opinion of a year."""
    scope = access.scope_of(request)
    await operations.give_opinion(scope, **form.model_dump())
    return views.address(scope, "/audits/opinions?said=given")


@post(
    "/t/{slug:str}/audits/opinions/{opinion_id:uuid}/strike",
    opt=access.needs("audits.keep"),
    name="audits.strike-opinion",
)
@forms.taking(BecauseForm, again=lambda request, state, opinion_id: _opinion_page(request, state))
async def strike_opinion(
    request: Request[Any, Any, Any], form: BecauseForm, opinion_id: FromPath[UUID]
) -> str:
    """Strike out an opinion that was recorded wrongly."""
    scope = access.scope_of(request)
    await operations.strike_opinion(scope, opinion_id=opinion_id, because=form.because)
    return views.address(scope, "/audits/opinions?said=struck")


@get("/t/{slug:str}/audits/{audit_id:uuid}/change", opt=access.needs("audits.keep"), name="audits.changing")
async def changing(request: Request[Any, Any, Any], audit_id: FromPath[UUID]) -> Template:
    """The form, filled with what the audit is."""
    return await _filled(request, forms.FormState(), audit_id)


@post("/t/{slug:str}/audits/{audit_id:uuid}", opt=access.needs("audits.keep"), name="audits.change")
@forms.taking(AuditForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: AuditForm, audit_id: FromPath[UUID]) -> str:
    """Change what an audit is."""
    scope = access.scope_of(request)
    said = operations.Said(**form.model_dump(exclude={"version"}))
    await operations.change_audit(scope, audit_id=audit_id, said=said, version=form.version)
    return views.address(scope, f"/audits/{audit_id}?said=changed")


@post("/t/{slug:str}/audits/{audit_id:uuid}/move", opt=access.needs("audits.keep"), name="audits.move")
@forms.taking(MoveForm, again=page_of)
async def move(request: Request[Any, Any, Any], form: MoveForm, audit_id: FromPath[UUID]) -> str:
    """Say how far the audit is."""
    scope = access.scope_of(request)
    await operations.move_on(scope, audit_id=audit_id, state=AuditState(form.state))
    return views.address(scope, f"/audits/{audit_id}?said=changed")


@post("/t/{slug:str}/audits/{audit_id:uuid}/report", opt=access.needs("audits.keep"), name="audits.report")
@forms.taking(ReportForm, again=page_of)
async def report(request: Request[Any, Any, Any], form: ReportForm, audit_id: FromPath[UUID]) -> str:
    """Record the final report, or correct what was recorded of it."""
    scope = access.scope_of(request)
    await operations.report(scope, audit_id=audit_id, **form.model_dump())
    return views.address(scope, f"/audits/{audit_id}?said=reported")


@post("/t/{slug:str}/audits/{audit_id:uuid}/cancel", opt=access.needs("audits.keep"), name="audits.cancel")
@forms.taking(BecauseForm, again=page_of)
async def cancel(request: Request[Any, Any, Any], form: BecauseForm, audit_id: FromPath[UUID]) -> str:
    """Take the audit off the plan."""
    scope = access.scope_of(request)
    await operations.cancel_audit(scope, audit_id=audit_id, because=form.because)
    return views.address(scope, f"/audits/{audit_id}?said=changed")


FIXED: list[Any] = [new, plan, opinions, give_opinion, strike_opinion]
ROUTES: list[Any] = [changing, change, move, report, cancel]
