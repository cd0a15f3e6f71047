"""Declarations that wait for a review, the review, and the questions and answers that belong to it."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import reviewing
from backend.interests.pages.parts import crumbs, me, page_number, pagination
from backend.interests.queries import bringing_in, copies, declarations, reviews
from backend.interests.rules import declaring
from backend.web import access, forms, views


class ReviewForm(forms.Form):
    outcome: Literal["approve", "return"] = Field(description="what to do with the declaration")
    mitigation: str | None = Field(None, max_length=1_000, description="the mitigation that was agreed")
    question: str | None = Field(None, max_length=1_000, description="your question")


class AnswerForm(forms.Form):
    answer: str = Field(min_length=1, max_length=2_000, description="your answer")


@get("/t/{slug:str}/interests/declarations", opt=access.needs("interests.review"), name="interests.to-review")
async def to_review(request: Request[Any, Any, Any]) -> Template:
    """Declarations that wait for a review."""
    return await _waiting(request, managed=False)


@get("/t/{slug:str}/interests/managed", opt=access.needs("interests.declare"), name="interests.managed")
async def managed(request: Request[Any, Any, Any]) -> Template:
    """Declarations of those whom the reader manages."""
    return await _waiting(request, managed=True)


async def _declaration(
    request: Request[Any, Any, Any], state: forms.FormState, declaration_id: UUID
) -> Template:
    scope = access.scope_of(request)
    line, entries = await declarations.declaration(scope, declaration_id=declaration_id)
    mine = line.person_id == scope.actor.person_id
    reviews_it = scope.may("interests.review") or (
        scope.may("interests.declare") and await reviews.manages(scope, person_id=line.person_id)
    )
    sees_thread = mine or reviews_it or scope.may("ledger.read")
    interest_id = line.interest_id or (entries[0].interest_id if entries else None)
    return views.page(
        request,
        "interests/declaration.html",
        state=state,
        origin=await bringing_in.origin_of_declaration(scope, declaration_id=declaration_id),
        line=line,
        entries=entries,
        interest_id=interest_id,
        mine=mine,
        sees_thread=sees_thread,
        messages=await reviews.messages_of(scope, declaration_id=declaration_id) if sees_thread else (),
        sent=await copies.deliveries_of(scope, interest_id=interest_id) if mine and interest_id else (),
        may_answer=mine and line.status is declaring.DeclarationStatus.RETURNED,
        may_review=reviews_it
        and declaring.can_review(
            declarant=line.person_id,
            reviewer=scope.actor.person_id,
            status=line.status,
            into=declaring.DeclarationStatus.APPROVED,
        ),
        may_return=line.status is declaring.DeclarationStatus.SUBMITTED,
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.declaration",
)
async def declaration(request: Request[Any, Any, Any], declaration_id: FromPath[UUID]) -> Template:
    """One act of declaring, and its review."""
    return await _declaration(request, forms.FormState(), declaration_id)


@post(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}/review",
    opt=access.needs("interests.declare"),
    name="interests.review",
)
@forms.taking(ReviewForm, again=_declaration)
async def review(request: Request[Any, Any, Any], form: ReviewForm, declaration_id: FromPath[UUID]) -> str:
    """Accept a declaration, or send it back with a question: for officers, and for the person's line manager."""
    scope = access.scope_of(request)
    if form.outcome == "approve":
        await reviewing.approve_declaration(scope, declaration_id=declaration_id, mitigation=form.mitigation)
    elif not form.question:
        raise declaring.UnableToReview(
            "Enter your question, so that the person knows what to answer.", field="question"
        )
    else:
        await reviewing.return_declaration(scope, declaration_id=declaration_id, question=form.question)
    return views.address(scope, f"/interests/declarations/{declaration_id}?said=reviewed")


@post(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}/answer",
    opt=access.needs("interests.declare"),
    name="interests.answer",
)
@forms.taking(AnswerForm, again=_declaration)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, declaration_id: FromPath[UUID]) -> str:
    """Answer the reviewer's question."""
    scope = access.scope_of(request)
    await reviewing.answer_question(scope, declaration_id=declaration_id, answer=form.answer)
    return views.address(scope, f"/interests/declarations/{declaration_id}?said=answered")


async def _waiting(request: Request[Any, Any, Any], *, managed: bool) -> Template:
    scope = access.scope_of(request)
    found = await reviews.page_of_reviews(
        scope, manager_id=me(scope) if managed else None, number=page_number(request)
    )
    path = views.address(scope, f"/interests/{'managed' if managed else 'declarations'}")
    return views.page(
        request,
        "interests/to-review.html",
        found=found,
        managed=managed,
        turning=pagination(path, {}, number=found.number, pages=found.pages),
        crumbs=crumbs(scope),
    )


ROUTES = [to_review, managed, declaration, review, answer]
