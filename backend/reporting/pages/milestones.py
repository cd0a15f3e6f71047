"""Submitting a milestone to the body that reviews its programme, from the milestone's own page."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.delegation.queries import milestones
from backend.reporting import operations
from backend.reporting.pages import shared
from backend.web import access, forms, views

ONE = "/t/{slug:str}/reporting/milestones/{milestone_id:uuid}"


class MilestoneForm(forms.Form):
    agreement_id: UUID | None = Field(None, description="the agreement under which it passes")
    due_on: forms.FormDate | None = Field(None, description="the day by which it is to be submitted")
    owner_person_id: UUID | None = Field(None, description="the owner")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, milestone_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await milestones.milestone(scope, milestone_id=milestone_id)
    return views.page(
        request,
        "reporting/milestone.html",
        state=state,
        milestone=found,
        people=await shared.people_to_choose(scope),
        agreements=await shared.agreements_to_choose(scope),
        crumbs=shared.crumbs(scope),
    )


@get(ONE, opt=access.needs("reporting.prepare"), name="reporting.milestone")
async def form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to submit a milestone."""
    return await _page(request, forms.FormState(), milestone_id)


@post(ONE, opt=access.needs("reporting.prepare"), name="reporting.submit-milestone")
@forms.taking(MilestoneForm, again=_page)
async def submit(request: Request[Any, Any, Any], form: MilestoneForm, milestone_id: FromPath[UUID]) -> str:
    """Begin to submit a milestone."""
    scope = access.scope_of(request)
    return_id = await operations.submit_milestone(scope, milestone_id=milestone_id, **form.model_dump())
    return views.address(scope, f"/reporting/{return_id}?said=added")


ROUTES: list[Any] = [form, submit]
