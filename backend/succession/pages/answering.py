"""The other ends of a plan: consent to what a successor proposes, and what a person declared to a predecessor."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people.pages import step_up
from backend.succession.operations import consenting, offering
from backend.succession.pages.plans import APPROVES, KEEPS, READS, Button, crumbs
from backend.succession.queries import offers as queries
from backend.web import access, forms, views

_CONSENT = "/t/{slug:str}/succession/consents/{agreement_id:uuid}"
_OFFERS = "/t/{slug:str}/succession/declared-before"
_DECLARES = access.needs("interests.declare")


class ConsentForm(forms.Form):
    words: str = Field(min_length=1, max_length=2_000, description="on which decision the consent rests")


class RefusalForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why it is refused")


class Answer(StrEnum):
    CONFIRM = "confirm"
    LEAVE_OUT = "leave-out"


class OfferForm(forms.Form):
    answer: Answer = Field(description="what becomes of it")
    nature: str | None = Field(None, max_length=4_000, description="the nature of the interest")
    because: str | None = Field(None, max_length=2_000, description="why it is left out")


async def consent_page(
    request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID
) -> Template:
    scope = access.scope_of(request)
    consent = await queries.consent_of(scope, agreement_id=agreement_id)
    waits = consent.state == "proposed"
    return views.page(
        request,
        "succession/consent.html",
        state=state,
        consent=consent,
        prepares=scope.may("succession.keep") and waits and consent.consent_state is None,
        takes_back=scope.may("succession.keep") and waits and consent.consent_state == "prepared",
        approves=scope.may("succession.approve")
        and waits
        and consent.consent_state == "prepared"
        and consent.prepared_by_id != scope.actor.person_id,
        refuses=scope.may("succession.approve") and waits,
        crumbs=crumbs(scope),
    )


@get(_CONSENT, opt=READS, name="succession.consent")
async def consent(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """What a successor proposes, and our consent as it stands."""
    return await consent_page(request, await step_up.state_of(request), agreement_id)


@post(_CONSENT, opt=KEEPS, name="succession.consent-prepare")
@forms.taking(ConsentForm, again=consent_page)
async def prepare(request: Request[Any, Any, Any], form: ConsentForm, agreement_id: FromPath[UUID]) -> str:
    """Prepare our consent, for somebody else to approve."""
    await consenting.prepare(access.scope_of(request), agreement_id=agreement_id, words=form.words)
    return _back(request, agreement_id, "prepared")


@post(f"{_CONSENT}/taking-back", opt=KEEPS, name="succession.consent-back")
@forms.taking(Button, again=consent_page)
async def take_back(request: Request[Any, Any, Any], form: Button, agreement_id: FromPath[UUID]) -> str:
    """Take a consent back that nobody approved yet."""
    await consenting.take_back(access.scope_of(request), agreement_id=agreement_id)
    return _back(request, agreement_id, "taken-back")


@post(f"{_CONSENT}/approval", opt=APPROVES, name="succession.consent-approve")
@forms.taking(Button, again=consent_page)
async def approve(request: Request[Any, Any, Any], form: Button, agreement_id: FromPath[UUID]) -> str:
    """Approve the consent, with fresh proof of who does."""
    scope = access.scope_of(request)
    await queries.consent_of(scope, agreement_id=agreement_id)
    path = views.address(scope, f"/succession/consents/{agreement_id}")
    if ask := await step_up.first(request, form, path=path):
        return ask
    await consenting.approve(scope, agreement_id=agreement_id, proved_by=step_up.proof_of(request))
    return _back(request, agreement_id, "approved")


@post(f"{_CONSENT}/refusal", opt=APPROVES, name="succession.consent-refuse")
@forms.taking(RefusalForm, again=consent_page)
async def refuse(request: Request[Any, Any, Any], form: RefusalForm, agreement_id: FromPath[UUID]) -> str:
    """Refuse what is proposed."""
    await consenting.refuse(access.scope_of(request), agreement_id=agreement_id, because=form.because)
    return _back(request, agreement_id, "refused")


async def offers_page(
    request: Request[Any, Any, Any], state: forms.FormState, offer_id: UUID | None = None
) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "succession/declared-before.html",
        state=state,
        wrong=offer_id,
        offers=await queries.offers_of(scope),
        crumbs=[views.Crumb("Interests", views.address(scope, "/interests"))],
    )


@get(_OFFERS, opt=_DECLARES, name="succession.offers")
async def offers(request: Request[Any, Any, Any]) -> Template:
    """What the reader declared to predecessors: to confirm, change or leave out."""
    return await offers_page(request, forms.FormState())


async def _offers_again(request: Request[Any, Any, Any], state: forms.FormState, offer_id: UUID) -> Template:
    return await offers_page(request, state, offer_id)


@post(f"{_OFFERS}/{{offer_id:uuid}}", opt=_DECLARES, name="succession.offer-answer")
@forms.taking(OfferForm, again=_offers_again)
async def answer_offer(request: Request[Any, Any, Any], form: OfferForm, offer_id: FromPath[UUID]) -> str:
    """Confirm it, say it otherwise, or leave it out."""
    scope = access.scope_of(request)
    if form.answer is Answer.LEAVE_OUT:
        await offering.leave_out(scope, offer_id=offer_id, because=form.because or "")
    else:
        await offering.confirm(scope, offer_id=offer_id, nature=form.nature)
    return views.address(scope, f"/succession/declared-before?said={form.answer.value}")


def _back(request: Any, agreement_id: UUID, said: str) -> str:
    return views.address(access.scope_of(request), f"/succession/consents/{agreement_id}?said={said}")


ROUTES: list[Any] = [consent, prepare, take_back, approve, refuse, offers, answer_offer]
