"""What is done with a received pack: check it, take it, give a receipt, ask, close; name a recipient; hand it over."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people.pages import step_up
from backend.portal import operations, queries
from backend.portal.pages import shared
from backend.portal.pages.one import ONE, pack_page
from backend.web import access, forms, views

_ASKS, _KEEPS = access.needs(shared.ASKS), access.needs(shared.KEEPS)


class Button(forms.Form):
    """A button and nothing else."""


class ReceiptForm(forms.Form):
    received: Literal["yes"] = Field(description="the box to say that you received it")


class RequestForm(forms.Form):
    place: str | None = Field(None, max_length=300, description="the place in the pack")
    request_words: str = Field(min_length=1, max_length=8_000, description="what you ask for")
    request_due_on: forms.FormDate = Field(description="the day by which")
    follows_id: UUID | None = Field(None, description="the request that it follows up")


class ClosingForm(forms.Form):
    satisfied: Literal["yes", "no"] = Field(description="whether the answer will do")
    closing_words: str | None = Field(None, max_length=4_000, description="why")


class NamingForm(forms.Form):
    person_id: UUID = Field(description="who it is")


class HandOverForm(forms.Form):
    agreement_id: UUID = Field(description="the body that takes over")
    pack_id: UUID = Field(description="the pack")


@post(f"{ONE}/check", opt=_ASKS, name="portal.check")
@forms.taking(Button, again=pack_page)
async def check(request: Request[Any, Any, Any], _form: Button, pack_id: FromPath[UUID]) -> str:
    """Verify the received bytes now."""
    scope = access.scope_of(request)
    await operations.check(scope, pack_id=pack_id)
    return views.address(scope, f"/portal/packs/{pack_id}?said=checked#check")


@post(f"{ONE}/taking", opt=_ASKS, name="portal.take")
@forms.taking(Button, again=pack_page)
async def take(request: Request[Any, Any, Any], form: Button, pack_id: FromPath[UUID]) -> str:
    """Open the file for half an hour, after fresh proof of who asks."""
    scope = access.scope_of(request)
    await queries.opened(scope, pack_id=pack_id)
    if ask := await step_up.first(request, form, path=views.address(scope, f"/portal/packs/{pack_id}")):
        return ask
    await operations.take(scope, pack_id=pack_id, proved_by=step_up.proof_of(request))
    return views.address(scope, f"/portal/packs/{pack_id}?said=taken#file")


@post(f"{ONE}/receipt", opt=_ASKS, name="portal.receipt")
@forms.taking(ReceiptForm, again=pack_page)
async def give_receipt(request: Request[Any, Any, Any], _form: ReceiptForm, pack_id: FromPath[UUID]) -> str:
    """Say that the pack was received."""
    scope = access.scope_of(request)
    await operations.give_receipt(scope, pack_id=pack_id)
    return views.address(scope, f"/portal/packs/{pack_id}?said=receipted#receipts")


@post(f"{ONE}/requests", opt=_ASKS, name="portal.ask")
@forms.taking(RequestForm, again=pack_page)
async def ask(request: Request[Any, Any, Any], form: RequestForm, pack_id: FromPath[UUID]) -> str:
    """Ask the commissioner for evidence."""
    scope = access.scope_of(request)
    await operations.ask(
        scope,
        pack_id=pack_id,
        words=form.request_words,
        place=form.place,
        due_on=form.request_due_on,
        follows_id=form.follows_id,
    )
    return views.address(scope, f"/portal/packs/{pack_id}?said=asked#requests")


async def _of_request(request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID) -> Template:
    asked = await queries.request_of(access.scope_of(request), request_id=request_id)
    return await pack_page(request, state, asked.pack_id)


@post("/t/{slug:str}/portal/requests/{request_id:uuid}/closing", opt=_ASKS, name="portal.close")
@forms.taking(ClosingForm, again=_of_request)
async def close(request: Request[Any, Any, Any], form: ClosingForm, request_id: FromPath[UUID]) -> str:
    """Say whether the answer will do."""
    scope = access.scope_of(request)
    asked = await queries.request_of(scope, request_id=request_id)
    await operations.close(
        scope, request_id=request_id, satisfied=form.satisfied == "yes", words=form.closing_words
    )
    return views.address(scope, f"/portal/packs/{asked.pack_id}?said=closed#requests")


async def _of_recipient(
    request: Request[Any, Any, Any], state: forms.FormState, pack_id: UUID, recipient_id: UUID
) -> Template:
    return await pack_page(request, state, pack_id)


@post(f"{ONE}/recipients/{{recipient_id:uuid}}", opt=_KEEPS, name="portal.name-recipient")
@forms.taking(NamingForm, again=_of_recipient)
async def name_recipient(
    request: Request[Any, Any, Any], form: NamingForm, pack_id: FromPath[UUID], recipient_id: FromPath[UUID]
) -> str:
    """Say which person of ours a recipient is."""
    scope = access.scope_of(request)
    await operations.name_recipient(
        scope, pack_id=pack_id, recipient_id=recipient_id, person_id=form.person_id
    )
    return views.address(scope, f"/portal/packs/{pack_id}?said=named#recipients")


async def hand_over_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    packs = await queries.packs_of(scope)
    return views.page(
        request,
        "portal/hand-over.html",
        state=state,
        successors=[(each.id, each.other_name) for each in await operations.successors(scope)],
        waiting=[
            (each.id, f"{each.commissioner}: {each.title}, {each.period}, issue {each.issue}")
            for each in packs
            if each.handed_on_at is None
        ],
        handed=[each for each in packs if each.handed_on_at is not None],
        crumbs=shared.crumbs(scope),
    )


@get("/t/{slug:str}/portal/hand-over", opt=_KEEPS, name="portal.hand-over-page")
async def handing(request: Request[Any, Any, Any]) -> Template:
    """What this body still holds and what it handed to the body that takes over."""
    return await hand_over_page(request, forms.FormState())


@post("/t/{slug:str}/portal/hand-over", opt=_KEEPS, name="portal.hand-over")
@forms.taking(HandOverForm, again=hand_over_page)
async def hand_over(request: Request[Any, Any, Any], form: HandOverForm) -> str:
    """Hand one received pack, with its history, to the body that takes over."""
    scope = access.scope_of(request)
    await operations.hand_over(scope, agreement_id=form.agreement_id, pack_id=form.pack_id)
    return views.address(scope, "/portal/hand-over?said=handed")


ROUTES: list[Any] = [handing, hand_over, check, take, give_receipt, ask, close, name_recipient]
