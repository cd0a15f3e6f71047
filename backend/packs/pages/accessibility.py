"""A paper that not everybody can read: why it goes public all the same, and how to ask for it in another form."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import queries as meetings
from backend.packs import operations, queries
from backend.web import access, forms, views


class ExcuseForm(forms.Form):
    reason: str = Field(
        min_length=1, max_length=1_000, description="why there is no version that everybody can read"
    )
    ask: str = Field(min_length=1, max_length=500, description="how people can ask for it in another form")
    version: int = Field(ge=1, description="the version")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    scope = access.scope_of(request)
    paper = await meetings.paper(scope, paper_id=paper_id)
    return views.page(
        request,
        "packs/accessibility.html",
        state=state,
        paper=paper,
        excuse=await queries.excuse_of(scope, paper_id=paper_id, version=paper.line.version),
        crumbs=[
            views.Crumb(paper.meeting, views.address(scope, f"/meetings/{paper.meeting_id}")),
            views.Crumb("Board packs", views.address(scope, f"/meetings/{paper.meeting_id}/packs")),
        ],
    )


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/accessibility",
    opt=access.needs("packs.board.build"),
    name="packs.accessibility",
)
async def accessibility(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """What is recorded of a paper that not everybody can read."""
    return await _page(request, forms.FormState(), paper_id)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/accessibility",
    opt=access.needs("packs.board.build"),
    name="packs.excuse",
)
@forms.taking(ExcuseForm, again=_page)
async def excuse(request: Request[Any, Any, Any], form: ExcuseForm, paper_id: FromPath[UUID]) -> str:
    """Record why it goes public all the same."""
    scope = access.scope_of(request)
    await operations.excuse_paper(
        scope, paper_id=paper_id, version=form.version, reason=form.reason, ask=form.ask
    )
    return views.address(scope, f"/papers/{paper_id}/accessibility?said=recorded")


ROUTES: list[Any] = [accessibility, excuse]
