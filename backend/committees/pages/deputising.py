"""Naming and ending deputies of a seat."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import operations
from backend.committees.pages.seating import seat_page
from backend.committees.pages.structure import committee_page
from backend.web import access, forms, views


class DeputyForm(forms.Form):
    deputy_id: UUID = Field(description="the deputy")
    deputy_from: forms.FormDate = Field(description="the first day")
    deputy_last: forms.FormDate | None = Field(None, description="the last day")
    may_vote: Literal["yes", "no"] = Field("no", description="whether they vote")


class EndingForm(forms.Form):
    """A button and nothing else."""


async def _committee(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, deputy_id: UUID
) -> Template:
    return await committee_page(request, state, committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats/{seat_id:uuid}/deputies",
    opt=access.needs("committees.change"),
    name="committees.name-deputy",
)
@forms.taking(DeputyForm, again=seat_page)
async def name_deputy(
    request: Request[Any, Any, Any],
    form: DeputyForm,
    committee_id: FromPath[UUID],
    seat_id: FromPath[UUID],
) -> str:
    """Name a deputy."""
    scope = access.scope_of(request)
    await operations.name_deputy(
        scope,
        committee_id=committee_id,
        seat_id=seat_id,
        person_id=form.deputy_id,
        from_on=form.deputy_from,
        last_on=form.deputy_last,
        may_vote=form.may_vote == "yes",
    )
    return views.address(scope, f"/committees/{committee_id}/seats/{seat_id}#deputies")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/deputies/{deputy_id:uuid}/ending",
    opt=access.needs("committees.change"),
    name="committees.end-deputy",
)
@forms.taking(EndingForm, again=_committee)
async def end_deputy(
    request: Request[Any, Any, Any],
    _form: EndingForm,
    committee_id: FromPath[UUID],
    deputy_id: FromPath[UUID],
) -> str:
    """End a deputy today."""
    scope = access.scope_of(request)
    await operations.end_deputy(scope, committee_id=committee_id, deputy_id=deputy_id, last_on=scope.today)
    return views.address(scope, f"/committees/{committee_id}?said=changed")


ROUTES = [name_deputy, end_deputy]
