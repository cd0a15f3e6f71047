"""Searches, for handlers and for whoever is asked; exemptions, and the opinion of the qualified person."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people.pages import step_up
from backend.requests import queries
from backend.requests.operations import searching, withholding
from backend.requests.pages.parts import DECIDES, HANDLES, ONE, BecauseForm, back, page_of
from backend.scope import NotFound
from backend.web import access, forms, views

SEARCH = "/t/{slug:str}/requests/searches/{search_id:uuid}"
OWN = access.needs("tenant.read")
"""Anybody may be asked to look; the page itself is for whoever was, and for handlers."""


class SearchForm(forms.Form):
    search_person_id: UUID = Field(description="who is asked")
    search_words: str = Field(min_length=1, max_length=8_000, description="what is to be looked for")
    search_due_on: forms.FormDate = Field(description="the day")


class AnswerForm(forms.Form):
    found: Literal["yes", "no"] = Field(description="whether something was found")
    answer_words: str = Field(min_length=1, max_length=8_000, description="what was done")


class ExemptionForm(forms.Form):
    exemption_id: str = Field(max_length=40, description="the exemption")
    covers: str = Field(min_length=1, max_length=4_000, description="what it covers")
    reason: str = Field(min_length=1, max_length=8_000, description="why it applies")
    interest_for: str | None = Field(None, max_length=8_000, description="what speaks for disclosing")
    interest_against: str | None = Field(None, max_length=8_000, description="what speaks for withholding")


class OpinionForm(forms.Form):
    applied_id: UUID = Field(description="the exemption")
    office: str = Field(min_length=1, max_length=200, description="your office")
    opinion_words: str = Field(min_length=1, max_length=8_000, description="your opinion")


@post(f"{ONE}/searches", opt=HANDLES, name="requests.ask-search")
@forms.taking(SearchForm, again=page_of)
async def ask(request: Request[Any, Any, Any], form: SearchForm, request_id: FromPath[UUID]) -> str:
    """Ask somebody to look."""
    scope = access.scope_of(request)
    await searching.ask(
        scope,
        request_id=request_id,
        person_id=form.search_person_id,
        asked=form.search_words,
        due_on=form.search_due_on,
    )
    return back(scope, request_id, "asked", "searches")


async def _search(request: Request[Any, Any, Any], state: forms.FormState, search_id: UUID) -> Template:
    scope = access.scope_of(request)
    search = await queries.search_of(scope, search_id=search_id)
    return views.page(
        request,
        "requests/search.html",
        state=state,
        search=search,
        own=search.person_id == scope.actor.person_id,
        said_answered="The search is answered. Thank you.",
    )


@get(SEARCH, opt=OWN, name="requests.search")
async def search(request: Request[Any, Any, Any], search_id: FromPath[UUID]) -> Template:
    """What to look for, and the form for the answer."""
    return await _search(request, forms.FormState(), search_id)


@post(SEARCH, opt=OWN, name="requests.answer-search")
@forms.taking(AnswerForm, again=_search)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, search_id: FromPath[UUID]) -> str:
    """Answer it."""
    scope = access.scope_of(request)
    await searching.answer(scope, search_id=search_id, found=form.found == "yes", words=form.answer_words)
    return views.address(scope, f"/requests/searches/{search_id}?said=answered")


async def _page_of_search(
    request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID, search_id: UUID
) -> Template:
    return await page_of(request, state, request_id)


async def _page_of_exemption(
    request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID, applied_id: UUID
) -> Template:
    return await page_of(request, state, request_id)


@post(f"{ONE}/searches/{{search_id:uuid}}/withdrawal", opt=HANDLES, name="requests.withdraw-search")
@forms.taking(BecauseForm, again=_page_of_search)
async def withdraw(
    request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID], search_id: FromPath[UUID]
) -> str:
    """Take a search back."""
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    if all(each.id != search_id for each in view.searches):
        raise NotFound("search")
    await searching.withdraw(scope, search_id=search_id, because=form.because)
    return back(scope, request_id, "withdrawn", "searches")


@post(f"{ONE}/exemptions", opt=HANDLES, name="requests.apply-exemption")
@forms.taking(ExemptionForm, again=page_of)
async def apply(request: Request[Any, Any, Any], form: ExemptionForm, request_id: FromPath[UUID]) -> str:
    """Apply an exemption."""
    scope = access.scope_of(request)
    await withholding.apply(scope, request_id=request_id, **form.model_dump())
    return back(scope, request_id, "applied", "exemptions")


@post(f"{ONE}/exemptions/{{applied_id:uuid}}/withdrawal", opt=HANDLES, name="requests.withdraw-exemption")
@forms.taking(BecauseForm, again=_page_of_exemption)
async def withdraw_exemption(
    request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID], applied_id: FromPath[UUID]
) -> str:
    """Take an exemption back."""
    scope = access.scope_of(request)
    await withholding.withdraw(scope, request_id=request_id, applied_id=applied_id, because=form.because)
    return back(scope, request_id, "withdrawn", "exemptions")


@post(f"{ONE}/opinion", opt=DECIDES, name="requests.give-opinion")
@forms.taking(OpinionForm, again=page_of)
async def opinion(request: Request[Any, Any, Any], form: OpinionForm, request_id: FromPath[UUID]) -> str:
    """Give the qualified person's opinion, with fresh proof of who gives it."""
    scope = access.scope_of(request)
    await queries.request_of(scope, request_id=request_id)
    if ask := await step_up.first(request, form, path=views.address(scope, f"/requests/{request_id}")):
        return ask
    await withholding.give_opinion(
        scope,
        request_id=request_id,
        applied_id=form.applied_id,
        office=form.office,
        words=form.opinion_words,
        proved_by=step_up.proof_of(request),
    )
    return back(scope, request_id, "opinion", "exemptions")


FIXED: list[Any] = [search, answer]
ROUTES: list[Any] = [ask, withdraw, apply, withdraw_exemption, opinion]
