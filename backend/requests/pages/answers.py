"""The answer with its second check, internal review, and the entry in the disclosure log."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.requests.operations import answering, disclosing, reviewing
from backend.requests.pages.parts import (
    CHECKS,
    HANDLES,
    ONE,
    BecauseForm,
    NothingForm,
    Tick,
    back,
    page_of,
)
from backend.requests.rules import Outcome, ReviewOutcome
from backend.web import access, forms


class AnswerForm(forms.Form):
    outcome: Outcome = Field(description="how it is answered")
    answer_words: str = Field(min_length=1, max_length=20_000, description="the answer")


class ApprovalForm(forms.Form):
    seen: str = Field(pattern="^[0-9a-f]{64}$", description="what you read")
    approval_words: str | None = Field(None, max_length=4_000, description="a word on it")


class BackForm(forms.Form):
    seen: str = Field(pattern="^[0-9a-f]{64}$", description="what you read")
    check_words: str = Field(min_length=1, max_length=4_000, description="what is amiss")


class SentForm(forms.Form):
    sent_on: forms.FormDate = Field(description="the day")


class ReviewForm(forms.Form):
    review_asked_on: forms.FormDate = Field(description="the day")
    review_words: str = Field(min_length=1, max_length=8_000, description="with what they do not agree")
    reviewer_person_id: UUID | None = Field(None, description="who reviews it")


class VerdictForm(forms.Form):
    verdict: ReviewOutcome = Field(description="what the review came to")
    reasons: str = Field(min_length=1, max_length=8_000, description="the reasons")
    decided_on: forms.FormDate = Field(description="the day")


class DisclosureForm(forms.Form):
    log_title: str = Field(min_length=1, max_length=200, description="what it is about")
    log_asked: str = Field(min_length=1, max_length=8_000, description="what was asked")
    log_answered: str = Field(min_length=1, max_length=20_000, description="what was answered")
    with_documents: Tick = Field(None, description="whether the documents go along")


@post(f"{ONE}/answer", opt=HANDLES, name="requests.submit")
@forms.taking(AnswerForm, again=page_of)
async def submit(request: Request[Any, Any, Any], form: AnswerForm, request_id: FromPath[UUID]) -> str:
    """Give the answer to a second person."""
    scope = access.scope_of(request)
    await answering.submit(scope, request_id=request_id, outcome=form.outcome, words=form.answer_words)
    return back(scope, request_id, "submitted", "answer")


@post(f"{ONE}/answer/taking-back", opt=HANDLES, name="requests.take-back")
@forms.taking(NothingForm, again=page_of)
async def take_back(request: Request[Any, Any, Any], _form: NothingForm, request_id: FromPath[UUID]) -> str:
    """Take the answer back to go on with it."""
    scope = access.scope_of(request)
    await answering.take_back(scope, request_id=request_id)
    return back(scope, request_id, "taken-back", "answer")


@post(f"{ONE}/answer/approval", opt=CHECKS, name="requests.approve")
@forms.taking(ApprovalForm, again=page_of)
async def approve(request: Request[Any, Any, Any], form: ApprovalForm, request_id: FromPath[UUID]) -> str:
    """The second check: exactly what was read may go."""
    scope = access.scope_of(request)
    await answering.approve(scope, request_id=request_id, seen=form.seen, words=form.approval_words)
    return back(scope, request_id, "checked", "answer")


@post(f"{ONE}/answer/sending-back", opt=CHECKS, name="requests.send-back")
@forms.taking(BackForm, again=page_of)
async def send_back(request: Request[Any, Any, Any], form: BackForm, request_id: FromPath[UUID]) -> str:
    """Send it back to be worked on."""
    scope = access.scope_of(request)
    await answering.send_back(scope, request_id=request_id, seen=form.seen, words=form.check_words)
    return back(scope, request_id, "sent-back", "answer")


@post(f"{ONE}/answer/sent", opt=HANDLES, name="requests.record-sent")
@forms.taking(SentForm, again=page_of)
async def sent(request: Request[Any, Any, Any], form: SentForm, request_id: FromPath[UUID]) -> str:
    """Record that it went out."""
    scope = access.scope_of(request)
    await answering.record_sent(scope, request_id=request_id, on=form.sent_on)
    return back(scope, request_id, "sent", "answer")


@post(f"{ONE}/answer/unsent", opt=HANDLES, name="requests.unsend")
@forms.taking(BecauseForm, again=page_of)
async def unsend(request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID]) -> str:
    """Take back that it went out."""
    scope = access.scope_of(request)
    await answering.unsend(scope, request_id=request_id, because=form.because)
    return back(scope, request_id, "taken-back", "answer")


@post(f"{ONE}/review", opt=HANDLES, name="requests.ask-review")
@forms.taking(ReviewForm, again=page_of)
async def ask_review(request: Request[Any, Any, Any], form: ReviewForm, request_id: FromPath[UUID]) -> str:
    """Record that a review is asked for."""
    scope = access.scope_of(request)
    await reviewing.ask(
        scope,
        request_id=request_id,
        on=form.review_asked_on,
        words=form.review_words,
        reviewer_person_id=form.reviewer_person_id,
    )
    return back(scope, request_id, "review", "review")


@post(f"{ONE}/review/outcome", opt=CHECKS, name="requests.decide-review")
@forms.taking(VerdictForm, again=page_of)
async def decide_review(
    request: Request[Any, Any, Any], form: VerdictForm, request_id: FromPath[UUID]
) -> str:
    """Decide on the review."""
    scope = access.scope_of(request)
    await reviewing.decide(
        scope, request_id=request_id, outcome=form.verdict, reasons=form.reasons, on=form.decided_on
    )
    return back(scope, request_id, "reviewed", "review")


@post(f"{ONE}/disclosure", opt=HANDLES, name="requests.propose-disclosure")
@forms.taking(DisclosureForm, again=page_of)
async def propose(request: Request[Any, Any, Any], form: DisclosureForm, request_id: FromPath[UUID]) -> str:
    """Propose it for the disclosure log."""
    scope = access.scope_of(request)
    await disclosing.propose(
        scope,
        request_id=request_id,
        title=form.log_title,
        asked=form.log_asked,
        answered=form.log_answered,
        with_documents=form.with_documents == "yes",
    )
    return back(scope, request_id, "proposed", "disclosure")


@post(f"{ONE}/disclosure/approval", opt=CHECKS, name="requests.approve-disclosure")
@forms.taking(NothingForm, again=page_of)
async def publish(request: Request[Any, Any, Any], _form: NothingForm, request_id: FromPath[UUID]) -> str:
    """Make it public."""
    scope = access.scope_of(request)
    await disclosing.approve(scope, request_id=request_id)
    return back(scope, request_id, "public", "disclosure")


@post(f"{ONE}/disclosure/end", opt=HANDLES, name="requests.end-disclosure")
@forms.taking(BecauseForm, again=page_of)
async def take_out(request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID]) -> str:
    """Take it out of the log."""
    scope = access.scope_of(request)
    await disclosing.take_out(scope, request_id=request_id, because=form.because)
    return back(scope, request_id, "withdrawn", "disclosure")


ROUTES: list[Any] = [
    submit, take_back, approve, send_back, sent, unsend, ask_review, decide_review, propose, publish, take_out,
]  # fmt: skip
