"""Adding what members had in the room: papers that were tabled at a meeting."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template

from backend.meetings import operations
from backend.meetings.pages import handing_in
from backend.web import access, forms, views


async def _again(request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID) -> Template:
    return await handing_in.hand_in_form(request, access.scope_of(request), state, item_id, tabled=True)


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/tabled-paper",
    opt=access.needs("meetings.arrange"),
    name="meetings.tabled-paper-form",
)
async def form(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """The form for a paper that was tabled."""
    return await _again(request, forms.FormState(), item_id)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/tabled-papers",
    opt=access.needs("meetings.arrange"),
    name="meetings.table-paper",
    request_max_body_size=handing_in.BODY_LIMIT,
)
@forms.taking(handing_in.TabledForm, again=_again)
async def table(request: Request[Any, Any, Any], form: handing_in.TabledForm, item_id: FromPath[UUID]) -> str:
    """Add what members had in the room."""
    scope = access.scope_of(request)
    filename, data = await handing_in.given(form, form.title)
    paper_id = await operations.table_paper(
        scope,
        item_id=item_id,
        title=form.title,
        author_person_id=form.author_person_id,
        kind=form.kind,
        filename=filename,
        data=data,
        caps=handing_in.caps_of(request.app.state["settings"]),
    )
    return views.address(scope, f"/papers/{paper_id}?said=tabled")


ROUTES: list[Any] = [form, table]
