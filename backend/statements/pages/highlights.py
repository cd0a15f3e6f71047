"""Highlights of a year: which decisions its readers are told of."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.statements.operations import marking
from backend.statements.pages.shared import crumbs, year_address
from backend.statements.queries import highlights as queries
from backend.statements.rules.years import known_year
from backend.web import access, forms, views


class MarkForm(forms.Form):
    decision_id: UUID
    version: int = Field(ge=0)
    marked: str | None = Field(None, pattern="^yes$", description="whether it is a highlight")
    words: str | None = Field(None, max_length=500, description="what is told of it")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, year: int) -> Template:
    scope = access.scope_of(request)
    of = known_year(year)
    typed = request.query_params.get("committee", "")
    found = await queries.decisions_to_mark(scope, year=of)
    committees = {each.committee_id: each.committee for each in found}
    return views.page(
        request,
        "statements/highlights.html",
        year=of,
        lines=[each for each in found if not typed or str(each.committee_id) == typed],
        marked=sum(each.marked for each in found),
        committees=committees,
        chosen=typed,
        state=state,
        crumbs=crumbs(scope, year=of),
    )


@get(
    "/t/{slug:str}/statements/years/{year:int}/highlights",
    opt=access.needs("statements.read"),
    name="statements.highlights",
)
async def listed(request: Request[Any, Any, Any], year: FromPath[int]) -> Template:
    """The decisions of a year in public, committee by committee, and which are highlights."""
    return await _page(request, forms.FormState(), year)


@post(
    "/t/{slug:str}/statements/years/{year:int}/highlights",
    opt=access.needs("statements.keep"),
    name="statements.highlight",
)
@forms.taking(MarkForm, again=_page)
async def mark(request: Request[Any, Any, Any], form: MarkForm, year: FromPath[int]) -> str:
    """Mark a decision, or take the mark off."""
    scope = access.scope_of(request)
    await marking.mark_highlight(
        scope,
        decision_id=form.decision_id,
        marked=form.marked == "yes",
        words=form.words,
        version=form.version,
    )
    return f"{year_address(scope, known_year(year))}/highlights?said=marked#d-{form.decision_id}"


ROUTES: list[Any] = [listed, mark]
