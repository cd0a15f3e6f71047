"""Declarations that wait for a review, and the review."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import reviewing
from backend.interests.pages.parts import crumbs
from backend.interests.queries import declarations
from backend.interests.rules import declaring
from backend.scope import Scope
from backend.web import access, forms, views


class ReviewForm(forms.Form):
    outcome: Literal["approve", "return"] = Field(description="what to do with the declaration")
    mitigation: str | None = Field(None, max_length=1_000, description="the mitigation that was agreed")
    question: str | None = Field(None, max_length=1_000, description="your question")


@get("/t/{slug:str}/interests/declarations", opt=access.needs("interests.review"), name="interests.to-review")
async def to_review(request: Request[Any, Any, Any]) -> Template:
    """Declarations that wait for a review."""
    scope = access.scope_of(request)
    lines = await declarations.declarations_of(scope, only_open=True)
    return views.page(request, "interests/to-review.html", lines=lines, crumbs=crumbs(scope))


@get(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.declaration",
)
async def declaration(request: Request[Any, Any, Any], declaration_id: FromPath[UUID]) -> Template:
    """One act of declaring, and its review."""
    scope = access.scope_of(request)
    return await _declaration(request, scope, declaration_id, forms.FormState())


@post(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}/review",
    opt=access.needs("interests.review"),
    name="interests.review",
)
async def review(request: Request[Any, Any, Any], declaration_id: FromPath[UUID]) -> Response[Any] | Template:
    """Accept a declaration, or send it back with a question."""
    scope = access.scope_of(request)

    async def act(form: ReviewForm) -> str:
        if form.outcome == "approve":
            await reviewing.approve_declaration(
                scope, declaration_id=declaration_id, mitigation=form.mitigation
            )
        elif not form.question:
            raise declaring.UnableToReview(
                "Enter your question, so that the person knows what to answer.", field="question"
            )
        else:
            await reviewing.return_declaration(scope, declaration_id=declaration_id, question=form.question)
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=reviewed")

    async def again(state: forms.FormState) -> Template:
        return await _declaration(request, scope, declaration_id, state)

    return await forms.submit(request, ReviewForm, act=act, again=again)


async def _declaration(
    request: Request[Any, Any, Any], scope: Scope, declaration_id: UUID, state: forms.FormState
) -> Template:
    line, entries = await declarations.declaration(scope, declaration_id=declaration_id)
    may_review = scope.may("interests.review") and declaring.can_review(
        declarant=line.person_id,
        reviewer=scope.actor.person_id,
        status=line.status,
        into=declaring.DeclarationStatus.APPROVED,
    )
    return views.page(
        request,
        "interests/declaration.html",
        state=state,
        line=line,
        entries=entries,
        mine=line.person_id == scope.actor.person_id,
        may_review=may_review,
        may_return=line.status is declaring.DeclarationStatus.SUBMITTED,
        crumbs=crumbs(scope),
    )


ROUTES = [to_review, declaration, review]
