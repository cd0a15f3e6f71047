"""Recommendations: made, answered, carried out, verified, superseded, reopened; each on a page of its own."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.audits import operations, queries
from backend.audits.pages.lists import crumbs, page_of, words
from backend.audits.rules import Priority, Response
from backend.people import queries as people
from backend.web import access, forms, views


class RecommendationForm(forms.Form):
    words: str = Field(min_length=1, max_length=4_000, description="what is recommended")
    priority: Priority = Field(description="its priority")


class ResponseForm(forms.Form):
    response: Response = Field(description="whether it is agreed")
    response_words: str = Field(min_length=1, max_length=4_000, description="the answer")
    owner_person_id: UUID | None = Field(None, description="who carries it out")
    due_on: forms.FormDate | None = Field(None, description="the day by which")


class CarriedOutForm(forms.Form):
    on: forms.FormDate = Field(description="the day on which it was carried out")
    words: str = Field(min_length=1, max_length=4_000, description="what shows it")


class ClosingForm(forms.Form):
    how: Literal["verify", "supersede", "reopen"] = Field(description="what is to be done")
    closing_words: str = Field(min_length=1, max_length=4_000, description="what you saw, or why")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, recommendation_id: UUID) -> Template:
    scope = access.scope_of(request)
    known = await queries.recommendation(scope, recommendation_id=recommendation_id)
    audit = await queries.audit(scope, audit_id=known.audit_id)
    return views.page(
        request,
        "audits/recommendation.html",
        state=state,
        one=known,
        audit=audit,
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        crumbs=crumbs(scope, audit),
        **words(),
    )


@post(
    "/t/{slug:str}/audits/{audit_id:uuid}/recommendations",
    opt=access.needs("audits.keep"),
    name="audits.recommend",
)
@forms.taking(RecommendationForm, again=page_of)
async def recommend(
    request: Request[Any, Any, Any], form: RecommendationForm, audit_id: FromPath[UUID]
) -> str:
    """Keep a recommendation of the audit."""
    scope = access.scope_of(request)
    await operations.recommend(scope, audit_id=audit_id, words=form.words, priority=form.priority)
    return views.address(scope, f"/audits/{audit_id}?said=recommended#recommendations")


@get(
    "/t/{slug:str}/recommendations/{recommendation_id:uuid}",
    opt=access.needs("audits.read"),
    name="audits.recommendation",
)
async def recommendation(request: Request[Any, Any, Any], recommendation_id: FromPath[UUID]) -> Template:
    """A recommendation, its answer, and how far it is."""
    return await _page(request, forms.FormState(), recommendation_id)


@post(
    "/t/{slug:str}/recommendations/{recommendation_id:uuid}/response",
    opt=access.needs("audits.keep"),
    name="audits.respond",
)
@forms.taking(ResponseForm, again=_page)
async def respond(
    request: Request[Any, Any, Any], form: ResponseForm, recommendation_id: FromPath[UUID]
) -> str:
    """Answer it; what is agreed becomes an action."""
    scope = access.scope_of(request)
    await operations.respond(
        scope,
        recommendation_id=recommendation_id,
        response=form.response,
        words=form.response_words,
        owner_person_id=form.owner_person_id,
        due_on=form.due_on,
    )
    return views.address(scope, f"/recommendations/{recommendation_id}?said=answered")


@post(
    "/t/{slug:str}/recommendations/{recommendation_id:uuid}/carried-out",
    opt=access.needs("audits.keep"),
    name="audits.carry-out",
)
@forms.taking(CarriedOutForm, again=_page)
async def carry_out(
    request: Request[Any, Any, Any], form: CarriedOutForm, recommendation_id: FromPath[UUID]
) -> str:
    """Say that it is carried out."""
    scope = access.scope_of(request)
    await operations.carry_out(scope, recommendation_id=recommendation_id, on=form.on, words=form.words)
    return views.address(scope, f"/recommendations/{recommendation_id}?said=carried-out")


@post(
    "/t/{slug:str}/recommendations/{recommendation_id:uuid}/closing",
    opt=access.needs("audits.examine"),
    name="audits.close",
)
@forms.taking(ClosingForm, again=_page)
async def close(request: Request[Any, Any, Any], form: ClosingForm, recommendation_id: FromPath[UUID]) -> str:
    """Say that one has seen it carried out, that it is superseded, or open it again."""
    scope = access.scope_of(request)
    if form.how == "verify":
        await operations.verify(scope, recommendation_id=recommendation_id, words=form.closing_words)
    elif form.how == "supersede":
        await operations.supersede(scope, recommendation_id=recommendation_id, words=form.closing_words)
    else:
        await operations.reopen(scope, recommendation_id=recommendation_id, because=form.closing_words)
    return views.address(scope, f"/recommendations/{recommendation_id}?said=closed")


ROUTES: list[Any] = [recommend, recommendation, respond, carry_out, close]
