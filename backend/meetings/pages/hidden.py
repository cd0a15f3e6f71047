"""Hidden data on a paper's page: making a clean copy, and saying why something is no matter."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import operations
from backend.meetings.pages import papers
from backend.web import access, forms, views


class CleanForm(forms.Form):
    version: int = Field(ge=1, description="the version that is cleaned")


class SettleForm(forms.Form):
    finding_ids: list[UUID] = Field(min_length=1, max_length=200, description="what is no matter")
    no_matter: str = Field(min_length=1, max_length=1_000, description="why it is no matter")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    return await papers.paper_page(request, access.scope_of(request), paper_id, state)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/clean-copy",
    opt=access.needs("papers.write"),
    name="meetings.make-clean-copy",
)
@forms.taking(CleanForm, again=_again)
async def clean(request: Request[Any, Any, Any], form: CleanForm, paper_id: FromPath[UUID]) -> str:
    """Make a copy without what is hidden in the paper."""
    scope = access.scope_of(request)
    now = await operations.make_clean_copy(scope, paper_id=paper_id, version=form.version)
    said = "cleared" if now == form.version else "cleaned"
    return views.address(scope, f"/papers/{paper_id}?said={said}")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/findings",
    opt=access.needs("meetings.arrange"),
    name="meetings.settle-findings",
)
@forms.taking(SettleForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: SettleForm, paper_id: FromPath[UUID]) -> str:
    """Say why what was found is no matter."""
    scope = access.scope_of(request)
    await operations.settle_findings(
        scope, paper_id=paper_id, finding_ids=form.finding_ids, reason=form.no_matter
    )
    return views.address(scope, f"/papers/{paper_id}?said=settled")


ROUTES: list[Any] = [clean, settle]
