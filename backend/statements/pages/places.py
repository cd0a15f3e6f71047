"""A place of a statement: the facts beside it, what was written, and what was written before."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.scope import NotFound
from backend.statements.operations import writing as acts
from backend.statements.pages.shared import crumbs
from backend.statements.pages.statements import ONE
from backend.statements.queries import assembling
from backend.statements.queries import statements as queries
from backend.statements.rules import writing as rules
from backend.web import access, forms, views


class PlaceForm(forms.Form):
    seen: int = Field(ge=0, description="what stood here")
    words: str = Field(min_length=1, max_length=20_000, description="what is to stand here")
    rating: str | None = Field(None, max_length=300, description="a rating")


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, statement_id: UUID, section: str
) -> Template:
    scope = access.scope_of(request)
    view = await queries.statement(scope, statement_id=statement_id)
    own = view.template.section(section)
    if own is None or own.place is None:
        raise NotFound("place in this statement")
    content = await assembling.content_of(scope, view)
    return views.page(
        request,
        "statements/place.html",
        view=view,
        section=next(each for each in content["sections"] if each["id"] == section),
        written=view.written.get(section),
        history=await queries.history_of_place(scope, statement_id=statement_id, section=section),
        may_write=view.line.state is rules.State.DRAFT,
        state=state,
        crumbs=[
            *crumbs(scope, year=view.line.year),
            views.Crumb(view.title, views.address(scope, f"/statements/{statement_id}")),
        ],
    )


@get(f"{ONE}/places/{{section:str}}", opt=access.needs("statements.keep"), name="statements.place")
async def place(
    request: Request[Any, Any, Any], statement_id: FromPath[UUID], section: FromPath[str]
) -> Template:
    """The form of a place."""
    return await _page(request, forms.FormState(), statement_id, section)


@post(f"{ONE}/places/{{section:str}}", opt=access.needs("statements.keep"), name="statements.write")
@forms.taking(PlaceForm, again=_page)
async def write(
    request: Request[Any, Any, Any], form: PlaceForm, statement_id: FromPath[UUID], section: FromPath[str]
) -> str:
    """Write in a place."""
    scope = access.scope_of(request)
    await acts.write_place(
        scope,
        statement_id=statement_id,
        section=section,
        words=form.words,
        rating=form.rating,
        seen=form.seen,
    )
    return views.address(scope, f"/statements/{statement_id}?said=written#{section}")


ROUTES: list[Any] = [place, write]
