"""Opening a risk, and saying better what it is."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.risks import operations, queries, rules
from backend.risks.operations import Said
from backend.risks.pages.parts import at, choices, crumbs, people_choices
from backend.risks.queries import RiskView
from backend.scope import Scope
from backend.web import access, forms, views


class RiskForm(forms.Form):
    title: str = Field(min_length=1, max_length=200, description="the title")
    called: str | None = Field(None, max_length=30, description="the reference")
    cause: str = Field(min_length=1, max_length=4_000, description="the cause")
    event: str = Field(min_length=1, max_length=4_000, description="the event")
    effect: str = Field(min_length=1, max_length=4_000, description="the effect")
    category: str = Field(min_length=1, max_length=80, description="the category")
    directorate: str = Field(min_length=1, max_length=120, description="the directorate")
    objective_ids: list[UUID] = Field(default_factory=list, description="the objectives")
    linked_ids: list[UUID] = Field(default_factory=list, description="the linked risks")
    owner_person_id: UUID | None = Field(None, description="the owner")
    lead_person_id: UUID | None = Field(None, description="the lead executive")
    committee_id: UUID | None = Field(None, description="the lead committee")
    target_on: forms.FormDate | None = Field(None, description="the target date")
    next_review_on: forms.FormDate | None = Field(None, description="the next review")
    source: str | None = Field(None, max_length=300, description="where it came from")


class OpeningForm(RiskForm):
    level: rules.Level = Field(rules.Level.CORPORATE, description="the register")
    opened_on: forms.FormDate | None = Field(None, description="the day on which it was opened")


class ChangeForm(RiskForm):
    because: str | None = Field(None, max_length=1_000, description="why you change it")
    version: int = Field(description="the version of the page")


async def _new_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


@get("/t/{slug:str}/risks/new", opt=access.needs("risks.keep"), name="risks.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a risk."""
    return await _new_page(request, forms.FormState())


@post("/t/{slug:str}/risks", opt=access.needs("risks.keep"), name="risks.open")
@forms.taking(OpeningForm, again=_new_page)
async def open_one(request: Request[Any, Any, Any], form: OpeningForm) -> str:
    """Put a risk on the register."""
    scope = access.scope_of(request)
    risk_id = await operations.open_risk(scope, said=_said(form, level=form.level), on=form.opened_on)
    return at(scope, risk_id, "?said=opened")


async def _change_page(request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID) -> Template:
    return await _form(request, state, await queries.risk_of(access.scope_of(request), risk_id=risk_id))


@get("/t/{slug:str}/risks/{risk_id:uuid}/change", opt=access.needs("risks.keep"), name="risks.particulars")
async def particulars(request: Request[Any, Any, Any], risk_id: FromPath[UUID]) -> Template:
    """What is said of a risk, as a form."""
    risk = await queries.risk_of(access.scope_of(request), risk_id=risk_id)
    same = (
        "title", "called", "cause", "event", "effect", "directorate", "owner_person_id", "lead_person_id",
        "committee_id", "target_on", "next_review_on", "source",
    )  # fmt: skip
    given = {name: getattr(risk, name) for name in same if getattr(risk, name) is not None}
    given["category"] = risk.category_key
    given["objective_ids"] = [each.id for each in risk.objectives]
    given["linked_ids"] = [each.id for each in risk.linked]
    return await _form(request, forms.FormState(given), risk)


@post("/t/{slug:str}/risks/{risk_id:uuid}/change", opt=access.needs("risks.keep"), name="risks.change")
@forms.taking(ChangeForm, again=_change_page)
async def change(request: Request[Any, Any, Any], form: ChangeForm, risk_id: FromPath[UUID]) -> str:
    """Say better what a risk is."""
    scope = access.scope_of(request)
    await operations.change_risk(
        scope, risk_id=risk_id, said=_said(form), version=form.version, because=form.because
    )
    return at(scope, risk_id, "?said=recorded")


def _said(form: RiskForm, **more: Any) -> Said:
    given = {name: getattr(form, name) for name in RiskForm.model_fields}
    given["objective_ids"], given["linked_ids"] = tuple(form.objective_ids), tuple(form.linked_ids)
    return Said(**given, **more)


async def _form(request: Request[Any, Any, Any], state: forms.FormState, risk: RiskView | None) -> Template:
    scope: Scope = access.scope_of(request)
    others = await queries.risks_as_at(scope)
    settings = await queries.settings_on(scope)
    return views.page(
        request,
        "risks/form.html",
        state=state,
        risk=risk,
        categories=[
            (each.key, each.name, f"Appetite: {each.appetite_in_words}") for each in settings.categories
        ],
        directorates=sorted({each.directorate for each in others}, key=str.casefold),
        objectives=[(each.id, each.label) for each in await queries.objectives_as_at(scope)],
        others=[
            (each.id, f"{each.reference} {each.title}")
            for each in others
            if risk is None or each.id != risk.id
        ],
        people=await people_choices(scope),
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        levels=choices(rules.LEVEL_IN_WORDS),
        crumbs=crumbs(scope, risk),
    )


ROUTES = [new, open_one, particulars, change]
