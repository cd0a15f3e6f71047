"""Entering a return that came outside the portal, figure by figure, by the definition that it was made under."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import shelf
from backend.reviewing import operations, queries, rules
from backend.reviewing.operations.letters import Letter
from backend.reviewing.pages.shown import crumbs
from backend.web import access, forms, views

_LETTER = "/t/{slug:str}/reviewing/commissioners/{commissioner_id:uuid}/letter"


class LetterForm(forms.Form):
    definition: str = Field(min_length=1, max_length=200, description="the definition")
    period: str = Field(min_length=1, max_length=200, description="what the period is called")
    from_on: forms.FormDate = Field(description="the first day of the period")
    until_on: forms.FormDate = Field(description="the last day of the period")
    received_on: forms.FormDate = Field(description="the day on which it came")
    figures: str = Field(min_length=1, max_length=40_000, description="the figures")
    statement: str | None = Field(None, max_length=40_000, description="the statement")
    what_changed: str | None = Field(None, max_length=8_000, description="why it was issued anew")
    prepared_by: str = Field(min_length=1, max_length=200, description="who prepared it there")
    approved_by: str = Field(min_length=1, max_length=200, description="who approved it there")
    document: UploadFile | None = Field(None, description="the letter")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, commissioner_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.commissioner_of(scope, commissioner_id=commissioner_id)
    defined = shelf.catalogue().returns
    chosen = defined.get(str(state.value("definition")) or request.query_params.get("definition", "")[:200])
    return views.page(
        request,
        "reviewing/letter.html",
        state=state,
        line=found.line,
        closed=found.closed,
        definitions=[(key, f"{each.title}, {each.edition}") for key, each in sorted(defined.items())],
        chosen=chosen,
        lines=rules.blank_lines(chosen) if chosen else "",
        crumbs=crumbs(scope, found.line),
    )


@get(_LETTER, opt=access.needs("reviewing.keep"), name="reviewing.letter")
async def letter(request: Request[Any, Any, Any], commissioner_id: FromPath[UUID]) -> Template:
    """The form: first the definition, then its figures."""
    return await _page(request, forms.FormState(), commissioner_id)


@post(_LETTER, opt=access.needs("reviewing.keep"), name="reviewing.enter-letter")
@forms.taking(LetterForm, again=_page)
async def enter_letter(
    request: Request[Any, Any, Any], form: LetterForm, commissioner_id: FromPath[UUID]
) -> str:
    """Enter what came by letter."""
    scope = access.scope_of(request)
    data = await form.document.read() if form.document else None
    return_id = await operations.enter_letter(
        scope,
        commissioner_id=commissioner_id,
        letter=Letter(**form.model_dump(exclude={"document"})),
        document=(form.document.filename, form.document.content_type, data)
        if form.document and data
        else None,
    )
    return views.address(scope, f"/reviewing/returns/{return_id}?said=entered")


ROUTES: list[Any] = [letter, enter_letter]
