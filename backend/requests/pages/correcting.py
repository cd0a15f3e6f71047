"""Corrections: the form for anybody, the proof of their address, and what officers do with them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.keys import KeyRing
from backend.ledger import queries as ledger
from backend.requests.operations import correcting
from backend.requests.operations.correcting import Asked
from backend.requests.queries import corrections
from backend.requests.rules import correcting as rules
from backend.requests.rules.correcting import About, CorrectionOutcome
from backend.scope import Actor, Scope
from backend.web import access, forms, views
from backend.web.patience import Patience, address_of

ASKING = Patience(most=6, most_in_all=200)
PROVING = Patience(most=20, most_in_all=400)
_PUBLIC = access.needs(access.PUBLIC)
_LIMIT = 64 * 1024
_NOBODY = Actor(name="A member of the public", chore="requests.asking")


class AskForm(forms.Form):
    about: About = Field(description="where you found it")
    place: str = Field(min_length=1, max_length=500, description="where exactly it stands")
    wrong: str = Field(min_length=1, max_length=4_000, description="what is wrong")
    should_say: str = Field(min_length=1, max_length=4_000, description="what it should say")
    name: str = Field(min_length=1, max_length=200, description="your name")
    address: str = Field(min_length=1, max_length=254, description="your email address")


class ProofForm(forms.Form):
    correction_id: UUID = Field(description="the correction")
    code: str = Field(min_length=1, max_length=20, description="the code from the letter")


class AnswerForm(forms.Form):
    outcome: CorrectionOutcome = Field(description="what became of it")
    words: str = Field(min_length=1, max_length=4_000, description="what was done, or why nothing was")


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    abouts = [(each.value, words) for each, words in rules.ABOUT_IN_WORDS.items()]
    return views.page(
        request, "requests/correction-ask.html", state=state, abouts=abouts, months=rules.MONTHS
    )


@get("/t/{slug:str}/public/corrections", opt=_PUBLIC, name="requests.correction-form")
async def ask_form(request: Request[Any, Any, Any]) -> Template:
    """The form for anybody."""
    return await _form(request, forms.FormState())


@post(
    "/t/{slug:str}/public/corrections",
    opt=_PUBLIC,
    name="requests.correction-ask",
    request_max_body_size=_LIMIT,
)
@forms.taking(AskForm, again=_form)
async def ask(request: Request[Any, Any, Any], form: AskForm) -> Template:
    """Take it in, and ask for the code."""
    scope = access.scope_of(request)
    ASKING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    correction_id = await correcting.ask(
        replace(scope, actor=_NOBODY),
        asked=Asked(
            about=form.about,
            place=form.place,
            wrong=form.wrong,
            should_say=form.should_say,
            name=form.name,
            address=form.address,
        ),
        key=_key(request, scope),
    )
    return _prove(request, forms.FormState({"correction_id": str(correction_id)}))


@post(
    "/t/{slug:str}/public/corrections/proof",
    opt=_PUBLIC,
    name="requests.correction-proof",
    request_max_body_size=_LIMIT,
)
async def prove(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Take the code: from now on the clock runs."""
    scope = access.scope_of(request)

    async def act(form: ProofForm) -> Template:
        PROVING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
        try:
            reference = await correcting.prove(
                replace(scope, actor=_NOBODY),
                correction_id=form.correction_id,
                code=form.code,
                key=_key(request, scope),
            )
        except rules.WrongCode as wrong:
            # 200, so that the try is counted
            problem = forms.FieldError("code", wrong.sentence)
            return _prove(request, forms.FormState({"correction_id": str(form.correction_id)}, (problem,)))
        return views.page(
            request, "requests/correction-proved.html", reference=reference, months=rules.MONTHS
        )

    async def again(state: forms.FormState) -> Template:
        return _prove(request, state)

    return await forms.submit(request, ProofForm, act=act, again=again)


@get("/t/{slug:str}/corrections", opt=access.needs("requests.read"), name="requests.corrections")
async def listed(request: Request[Any, Any, Any]) -> Template:
    """What was asked for, and when it is due."""
    scope = access.scope_of(request)
    return views.page(
        request, "requests/corrections.html", corrections=await corrections.corrections_of(scope)
    )


@get(
    "/t/{slug:str}/corrections/{correction_id:uuid}",
    opt=access.needs("requests.read"),
    name="requests.correction",
)
async def one(request: Request[Any, Any, Any], correction_id: FromPath[UUID]) -> Template:
    """One of them."""
    return await _one(request, forms.FormState(), correction_id=correction_id)


async def _one(request: Request[Any, Any, Any], state: forms.FormState, correction_id: UUID) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "requests/correction.html",
        state=state,
        view=await corrections.correction_of(scope, correction_id=correction_id),
        outcomes=[(each.value, words) for each, words in rules.OUTCOME_IN_WORDS.items()],
        may=scope.may("requests.handle"),
        history=await ledger.history_of(scope, room="requests", kind="correction", record_id=correction_id),
        crumbs=[views.Crumb("Corrections", views.address(scope, "/corrections"))],
    )


@post(
    "/t/{slug:str}/corrections/{correction_id:uuid}/answer",
    opt=access.needs("requests.handle"),
    name="requests.correction-answer",
)
@forms.taking(AnswerForm, again=_one)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, correction_id: FromPath[UUID]) -> str:
    """Say what became of it, and write to the person."""
    scope = access.scope_of(request)
    await correcting.answer(scope, correction_id=correction_id, outcome=form.outcome, words=form.words)
    return views.address(scope, f"/corrections/{correction_id}?said=answered")


ROUTES: list[Any] = [ask_form, ask, prove, listed, one, answer]


def _key(request: Request[Any, Any, Any], scope: Scope) -> bytes:
    return KeyRing.open(request.app.state.settings.keys).derive(scope.tenant.id, "correction-proof/v1")


def _prove(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return views.page(request, "requests/correction-prove.html", state=state)
