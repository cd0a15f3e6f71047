"""A committee's terms of reference in their versions, and the reviews of its effectiveness."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import operations, queries, reviewed
from backend.committees.pages.structure import crumbs
from backend.web import access, forms, views


class TermsForm(forms.Form):
    text: str = Field(min_length=1, max_length=60_000, description="the terms of reference")
    in_force_from: forms.FormDate = Field(description="the day from which they are in force")
    review_by: forms.FormDate | None = Field(None, description="the day of the next review")
    approved_by: str = Field(min_length=1, max_length=300, description="who approved them")
    changes: str = Field(min_length=1, max_length=2_000, description="what changed")


class WithdrawalForm(forms.Form):
    version_id: UUID = Field(description="the version")
    because: str = Field(min_length=1, max_length=1_000, description="why it is withdrawn")


class EffectivenessForm(forms.Form):
    period: str = Field(min_length=1, max_length=100, description="the period")
    reviewed_on: forms.FormDate = Field(description="the day of the review")
    answered: int | None = Field(None, ge=0, le=1_000, description="how many answered")
    asked: int | None = Field(None, ge=1, le=1_000, description="how many were asked")
    went_well: str = Field(min_length=1, max_length=4_000, description="what went well")
    to_change: str = Field(min_length=1, max_length=4_000, description="what is to change")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    scope = access.scope_of(request)
    committee = await queries.committee(scope, committee_id=committee_id)
    return views.page(
        request,
        "committees/terms-of-reference.html",
        state=state,
        committee=committee,
        versions=await reviewed.terms_of(scope, committee_id=committee_id),
        in_force=await reviewed.terms_in_force(scope, committee_id=committee_id),
        reviews=await reviewed.effectiveness_of(scope, committee_id=committee_id),
        keeps=scope.may("committees.change") and committee.retired_on is None,
        crumbs=crumbs(scope, committee_id, committee.name),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms-of-reference",
    opt=access.needs("committees.read"),
    name="committees.terms-of-reference",
)
async def terms(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The terms in force, earlier versions, and reviews of effectiveness."""
    return await _page(request, forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms-of-reference",
    opt=access.needs("committees.change"),
    name="committees.adopt-terms",
)
@forms.taking(TermsForm, again=_page)
async def adopt(request: Request[Any, Any, Any], form: TermsForm, committee_id: FromPath[UUID]) -> str:
    """Keep a new version."""
    scope = access.scope_of(request)
    await operations.adopt_terms(scope, committee_id=committee_id, **form.model_dump())
    return views.address(scope, f"/committees/{committee_id}/terms-of-reference?said=adopted")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms-of-reference/withdrawal",
    opt=access.needs("committees.change"),
    name="committees.withdraw-terms",
)
@forms.taking(WithdrawalForm, again=_page)
async def withdraw(
    request: Request[Any, Any, Any], form: WithdrawalForm, committee_id: FromPath[UUID]
) -> str:
    """Withdraw a version that was adopted by mistake."""
    scope = access.scope_of(request)
    await operations.withdraw_terms(
        scope, committee_id=committee_id, version_id=form.version_id, because=form.because
    )
    return views.address(scope, f"/committees/{committee_id}/terms-of-reference?said=withdrawn")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/effectiveness",
    opt=access.needs("committees.change"),
    name="committees.record-effectiveness",
)
@forms.taking(EffectivenessForm, again=_page)
async def effectiveness(
    request: Request[Any, Any, Any], form: EffectivenessForm, committee_id: FromPath[UUID]
) -> str:
    """Record a review of a committee's own work."""
    scope = access.scope_of(request)
    await operations.record_effectiveness(scope, committee_id=committee_id, **form.model_dump())
    return views.address(scope, f"/committees/{committee_id}/terms-of-reference?said=reviewed#effectiveness")


ROUTES = [terms, adopt, withdraw, effectiveness]
