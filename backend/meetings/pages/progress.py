"""A paper's way: its sponsor, the chair's agreement to take it late, and fields that may stay empty."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import operations
from backend.meetings.pages import papers
from backend.web import access, forms, views


class SponsorForm(forms.Form):
    sponsor_person_id: UUID | None = Field(None, description="the sponsor")


class LateForm(forms.Form):
    late_reason: str = Field(min_length=1, max_length=1_000, description="why the paper is late")


class LateAnswerForm(forms.Form):
    agreed: Literal["yes", "no"] = Field(description="whether the paper may come late")
    late_answer: str | None = Field(None, max_length=1_000, description="why you don’t agree")


class EmptyForm(forms.Form):
    empty_reason: str = Field(min_length=1, max_length=1_000, description="why the fields may stay empty")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    return await papers.paper_page(request, access.scope_of(request), paper_id, state)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/sponsor",
    opt=access.needs("papers.write"),
    name="meetings.name-sponsor",
)
@forms.taking(SponsorForm, again=_again)
async def sponsor(request: Request[Any, Any, Any], form: SponsorForm, paper_id: FromPath[UUID]) -> str:
    """Say who answers for the paper before it goes to the governance check."""
    scope = access.scope_of(request)
    await operations.name_sponsor(scope, paper_id=paper_id, person_id=form.sponsor_person_id)
    return views.address(scope, f"/papers/{paper_id}?said=sponsor")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/late-request",
    opt=access.needs("papers.write"),
    name="meetings.ask-for-late-paper",
)
@forms.taking(LateForm, again=_again)
async def ask(request: Request[Any, Any, Any], form: LateForm, paper_id: FromPath[UUID]) -> str:
    """Ask the chair to take a late paper."""
    scope = access.scope_of(request)
    await operations.ask_for_late_paper(scope, paper_id=paper_id, reason=form.late_reason)
    return views.address(scope, f"/papers/{paper_id}?said=late-asked")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/late-answer",
    opt=access.needs("papers.sign-off"),
    name="meetings.answer-late-paper",
)
@forms.taking(LateAnswerForm, again=_again)
async def answer(request: Request[Any, Any, Any], form: LateAnswerForm, paper_id: FromPath[UUID]) -> str:
    """Agree to take a late paper, or not."""
    scope = access.scope_of(request)
    await operations.answer_late_paper(
        scope, paper_id=paper_id, agreed=form.agreed == "yes", answer=form.late_answer
    )
    return views.address(
        scope, f"/papers/{paper_id}?said=late-{'agreed' if form.agreed == 'yes' else 'refused'}"
    )


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/empty-fields",
    opt=access.needs("meetings.arrange"),
    name="meetings.excuse-empty-fields",
)
@forms.taking(EmptyForm, again=_again)
async def excuse(request: Request[Any, Any, Any], form: EmptyForm, paper_id: FromPath[UUID]) -> str:
    """Say why needed fields of the cover sheet may stay empty."""
    scope = access.scope_of(request)
    await operations.excuse_empty_fields(scope, paper_id=paper_id, reason=form.empty_reason)
    return views.address(scope, f"/papers/{paper_id}?said=excused")


ROUTES: list[Any] = [sponsor, ask, answer, excuse]
