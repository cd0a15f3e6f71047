"""Correcting, withdrawing and reviewing an entry of the register of gifts."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import gifts as acts
from backend.interests.operations import reviewing_gifts
from backend.interests.pages.gift_register import gift_page
from backend.interests.pages.gifts import GiftForm, as_offer, choices, gift_crumbs, giver_of
from backend.interests.queries import gifts as queries
from backend.interests.rules import gifts as rules
from backend.web import access, forms, views


class CorrectionForm(GiftForm):
    because: str = Field(min_length=1, max_length=1_000, description="why you change it")


class WithdrawalForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it should not be on the register")


class ReviewForm(forms.Form):
    outcome: Literal["approve", "question"] = Field(description="what to do with the entry")
    note: str | None = Field(None, max_length=1_000, description="the comment")
    question: str | None = Field(None, max_length=1_000, description="your question")


async def _correction_page(
    request: Request[Any, Any, Any], state: forms.FormState, gift_id: UUID
) -> Template:
    scope = access.scope_of(request)
    entry = await queries.gift(scope, gift_id=gift_id)
    rules.check_can_declare_for(
        recipient=entry.person_id, actor=scope.actor.person_id, may_review=scope.may("interests.review")
    )
    rules.check_can_change(entry.status)
    return views.page(
        request,
        "interests/gift-correction.html",
        state=state,
        entry=entry,
        choices=await choices(scope),
        crumbs=[
            *gift_crumbs(scope),
            views.Crumb(entry.description[:60], views.address(scope, f"/gifts/{gift_id}")),
        ],
    )


@get(
    "/t/{slug:str}/gifts/{gift_id:uuid}/correction",
    opt=access.needs("interests.declare"),
    name="gifts.correction",
)
async def correction(request: Request[Any, Any, Any], gift_id: FromPath[UUID]) -> Template:
    """The entry as a form, to be put right."""
    scope = access.scope_of(request)
    entry = await queries.gift(scope, gift_id=gift_id)
    given: dict[str, Any] = {
        "kind": entry.kind.value,
        "description": entry.description,
        "value": f"{entry.pounds:,.2f}",
        "giver_id": entry.giver_id,
        "from_supplier": "yes" if entry.from_supplier else "no",
        "offered_on": entry.offered_on,
        "outcome": entry.outcome.value,
        "received_on": entry.received_on,
        "reason": entry.reason or "",
        "approved_by": entry.approved_by or "",
    }
    return await _correction_page(request, forms.FormState(given), gift_id)


@post(
    "/t/{slug:str}/gifts/{gift_id:uuid}/correction",
    opt=access.needs("interests.declare"),
    name="gifts.correct",
)
@forms.taking(CorrectionForm, again=_correction_page)
async def correct(request: Request[Any, Any, Any], form: CorrectionForm, gift_id: FromPath[UUID]) -> str:
    """Put the entry right, or answer the reviewer's question."""
    scope = access.scope_of(request)
    giver_id = await giver_of(scope, form)
    await acts.correct_gift(scope, gift_id=gift_id, offer=as_offer(form, giver_id), because=form.because)
    return views.address(scope, f"/gifts/{gift_id}?said=corrected")


@post(
    "/t/{slug:str}/gifts/{gift_id:uuid}/withdrawal",
    opt=access.needs("interests.declare"),
    name="gifts.withdraw",
)
@forms.taking(WithdrawalForm, again=gift_page)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawalForm, gift_id: FromPath[UUID]) -> str:
    """Take the entry off the register."""
    scope = access.scope_of(request)
    await acts.withdraw_gift(scope, gift_id=gift_id, because=form.because)
    return views.address(scope, f"/gifts/{gift_id}?said=withdrawn")


@post("/t/{slug:str}/gifts/{gift_id:uuid}/review", opt=access.needs("interests.review"), name="gifts.review")
@forms.taking(ReviewForm, again=gift_page)
async def review(request: Request[Any, Any, Any], form: ReviewForm, gift_id: FromPath[UUID]) -> str:
    """Accept the entry, or send it back with a question."""
    scope = access.scope_of(request)
    if form.outcome == "approve":
        await reviewing_gifts.approve_gift(scope, gift_id=gift_id, note=form.note)
    elif not form.question:
        raise rules.UnableToReviewGift(
            "Enter your question, so that the person knows what to answer.", field="question"
        )
    else:
        await reviewing_gifts.question_gift(scope, gift_id=gift_id, question=form.question)
    return views.address(scope, f"/gifts/{gift_id}?said=reviewed")


ROUTES = [correction, correct, withdraw, review]
