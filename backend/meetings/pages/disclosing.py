"""Recording why a paper goes public though its cover sheet says that it is confidential or exempt."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import openness, operations
from backend.meetings.pages.papers import paper_page
from backend.web import access, forms, views


class DiscloseForm(forms.Form):
    disclosed: str = Field(
        min_length=1, max_length=openness.LONGEST, description="why it goes public all the same"
    )
    version: int = Field(ge=1, description="the version")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    return await paper_page(request, access.scope_of(request), paper_id, state)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/disclosure",
    opt=access.needs("meetings.arrange"),
    name="meetings.disclose",
)
@forms.taking(DiscloseForm, again=_again)
async def disclose(request: Request[Any, Any, Any], form: DiscloseForm, paper_id: FromPath[UUID]) -> str:
    """Record it, for exactly the version that was looked at."""
    scope = access.scope_of(request)
    await operations.disclose_paper(scope, paper_id=paper_id, version=form.version, reason=form.disclosed)
    return views.address(scope, f"/papers/{paper_id}?said=disclosed#openness")


ROUTES: list[Any] = [disclose]
