"""The organisation's letters: who they say they are from, what stands under them, where answers go, and a test."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.catalogue.own import MAIL
from backend.kit.identity import parse_id
from backend.kit.keys import KeyRing
from backend.notices import looks, mailing, operations, queries
from backend.notices import post as post_office
from backend.notices.mailing import UnableToSettleMail
from backend.notices.pages.tags import TAGS
from backend.notices.rules import Recipient
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import settings
from backend.web import access, forms, views
from backend.web.patience import Patience

_PAGE = "/settings/mail"
_MAY = access.needs("setup.change")
_TRIES = Patience(most=20, most_in_all=20)
"""How often an officer may give a code an hour: eight digits are not to be guessed."""


class LooksForm(forms.Form):
    sender_name: str = Field("", max_length=200, description="the sender’s name")
    footer: str = Field("", max_length=2_000, description="the words under letters")
    because: str = Field("", max_length=500, description="why it changes")
    look: forms.Look = None


class AddressForm(forms.Form):
    reply_to: str = Field("", max_length=254, description="the address to which answers go")


class ProofForm(forms.Form):
    reply_to: str = Field(min_length=1, max_length=254, description="the address to which answers go")
    code: str = Field(min_length=1, max_length=20, description="the code")


class TestForm(forms.Form):
    """Nothing to fill in: the letter goes to whoever asks."""


@get("/t/{slug:str}/settings/mail", opt=access.needs("setup.read"), name="notices.mail")
async def mail(request: Request[Any, Any, Any]) -> Template:
    """How letters look, and where answers go."""
    return await _page(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@post("/t/{slug:str}/settings/mail", opt=_MAY, name="notices.mail.settle")
@forms.taking(LooksForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: LooksForm) -> str:
    """Keep how letters look."""
    scope = access.scope_of(request)
    await mailing.settle(
        scope,
        sender_name=form.sender_name,
        footer=form.footer,
        because=form.because or "No reason was given.",
    )
    return views.address(scope, f"{_PAGE}?said=kept")


@post("/t/{slug:str}/settings/mail/reply-to", opt=_MAY, name="notices.mail.reply-to")
@forms.taking(AddressForm, again=_again)
async def ask_for_proof(request: Request[Any, Any, Any], form: AddressForm) -> str | Template:
    """Send a code there; or, for no address, let answers go nowhere."""
    scope = access.scope_of(request)
    if not form.reply_to:
        await operations.settle_answers(scope, reply_to="")
        return views.address(scope, f"{_PAGE}?said=nowhere")
    address = await mailing.ask_for_proof(scope, address=form.reply_to, key=_key(request, scope))
    return await _page(request, forms.FormState({"reply_to": address}), proving=address)


async def _proof_again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state, proving=str(state.value("reply_to")))


@post("/t/{slug:str}/settings/mail/reply-to/proof", opt=_MAY, name="notices.mail.proof")
@forms.taking(ProofForm, again=_proof_again)
async def prove(request: Request[Any, Any, Any], form: ProofForm) -> str:
    """Take the code that came back."""
    scope = access.scope_of(request)
    _TRIES.check(tenant=scope.tenant.slug, address=str(scope.actor.account_id), now=scope.now)
    await mailing.prove(scope, address=form.reply_to, code=form.code, key=_key(request, scope))
    return views.address(scope, f"{_PAGE}?said=proved")


@post("/t/{slug:str}/settings/mail/test", opt=_MAY, name="notices.mail.test")
@forms.taking(TestForm, again=_again)
async def test_letter(request: Request[Any, Any, Any], form: TestForm) -> str:
    """Send a test letter to whoever asks, and show here what becomes of it."""
    scope = access.scope_of(request)
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person of the organisation can be sent a test letter.")
    to = Recipient(
        person_id=scope.actor.person_id, name=scope.actor.name, address=request.state.visitor.email
    )
    letter_id = await operations.test_sending(scope, to=to)
    return views.address(scope, f"{_PAGE}?tested={letter_id}#tested")


ROUTES: list[Any] = [mail, settle, ask_for_proof, prove, test_letter]


def _key(request: Request[Any, Any, Any], scope: Scope) -> bytes:
    return KeyRing.open(request.app.state.settings.keys).derive(scope.tenant.id, "mail-address-proof/v1")


async def _tested(scope: Scope, letter_id: UUID | None) -> queries.LetterInFull | None:
    if letter_id is None:
        return None
    try:
        return await queries.letter_of(scope, letter_id=letter_id)
    except NotFound:
        return None


async def _page(request: Request[Any, Any, Any], state: forms.FormState, *, proving: str = "") -> Template:
    scope = access.scope_of(request)
    now = looks.kept(scope)
    changes: tuple[str, ...] | None = None
    if state.value("look"):
        try:
            after = mailing.checked(
                sender_name=str(state.value("sender_name")), footer=str(state.value("footer"))
            )
            changes = mailing.changes(now, after, tenant=scope.tenant.name)
        except UnableToSettleMail as refusal:
            state = forms.FormState(state.values, (forms.FieldError(refusal.field or "", refusal.sentence),))
    return views.page(
        request,
        "notices/mail.html",
        state=state,
        now=now,
        changes=changes,
        proving=proving,
        switch=await queries.switch_of(scope),
        tested=await _tested(scope, parse_id(request.query_params.get("tested", ""))),
        tags=TAGS,
        kept_here=post_office.mail_url() == post_office.KEPT_HERE,
        history_lines=[
            (each.settled_at, each.settled_by_name, f"settled how letters look. {each.because}")
            for each in reversed(await settings.history(scope, part=MAIL))
        ],
        may_change=scope.may("setup.change"),
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
