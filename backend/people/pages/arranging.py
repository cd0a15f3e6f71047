"""The organisation's own sign-in: settled, tried out, made the only way in, and ended, by its officers."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import AfterValidator, Field

from backend.kit.clock import real_now
from backend.kit.outward import NotAsked, Outward
from backend.ledger import queries as ledger
from backend.ledger.queries import EventLine
from backend.people import arranged, arrangements, rules, trying
from backend.people.arrangements import Arrangement, UnableToArrange
from backend.people.operations import arranging, journeys
from backend.people.operations.arranging import Wish
from backend.people.pages import doorway, providers
from backend.people.providers import UnableToTrustProvider
from backend.people.queries import SignedIn
from backend.scope import Scope
from backend.web import access, forms, views

_PAGE = "/settings/sign-in"
_MAY = access.needs("setup.change")


def _issuer(text: str) -> str:
    try:
        Outward(private_hosts=frozenset({"127.0.0.1", "localhost", "::1"})).check(text)
    except NotAsked as refusal:
        raise ValueError(refusal.sentence) from refusal
    return text


def _domains(text: str) -> str:
    try:
        arrangements.checked_domains(text)
    except UnableToArrange as refusal:
        raise ValueError(refusal.sentence) from refusal
    return text


class ArrangeForm(forms.Form):
    """What is wrong with any field is said with what is wrong with the others."""

    name: str = Field(min_length=1, max_length=80, description="the name on the button")
    issuer: Annotated[str, AfterValidator(_issuer)] = Field(
        min_length=1, max_length=500, description="the issuer"
    )
    client_id: str = Field(min_length=1, max_length=200, description="the client id")
    secret: str | None = Field(None, max_length=1_000, description="the secret")
    domains: Annotated[str, AfterValidator(_domains)] = Field(
        "", max_length=2_000, description="the domains that are let in"
    )
    trusts: Literal["yes"] | None = Field(None, description="whether addresses count")
    look: forms.Look = None


class RoundForm(forms.Form):
    code: str = Field("", max_length=4_000)
    state: str = Field(min_length=1, max_length=200)
    error: str = Field("", max_length=80)


class PasswordsForm(forms.Form):
    passwords: Literal["allowed", "ended"] = Field(description="whether passwords stay allowed")


class NothingForm(forms.Form):
    """A form of one button."""


@get("/t/{slug:str}/settings/sign-in", opt=access.needs("setup.read"), name="people.arrangement")
async def arrangement(request: Request[Any, Any, Any]) -> Template:
    """How people sign in, and how that was tried."""
    return await _page(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, forms.FormState({**state.values, "secret": ""}, state.errors), asked=state)


@post("/t/{slug:str}/settings/sign-in", opt=_MAY, name="people.arrangement.settle")
@forms.taking(ArrangeForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: ArrangeForm) -> str:
    """Keep what the officer typed."""
    _check_fresh(await doorway.signed_in(request))
    door = doorway.of(request)
    scope = access.scope_of(request)
    await arranging.settle(scope, wish=_wish(form.model_dump()), outward=door.outward, seal=door.seal)
    return views.address(scope, f"{_PAGE}?said=settled")


@post("/t/{slug:str}/settings/sign-in/test", opt=_MAY, name="people.arrangement.test")
async def test_server(request: Request[Any, Any, Any]) -> Response[Any]:
    """Look at what the server shows by itself."""
    scope = access.scope_of(request)
    provider, own = await doorway.own_provider(request, scope.tenant.id)
    outcome = await trying.the_server(provider, outward=doorway.of(request).outward, now=real_now())
    await arranging.keep_trial(scope, arrangement=own, kind="server", outcome=outcome)
    return views.redirect(views.address(scope, f"{_PAGE}#tried"))


@get("/t/{slug:str}/settings/sign-in/round", opt=_MAY, name="people.arrangement.leave")
async def leave(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Away to the provider, to go the whole way with one's own account."""
    scope = access.scope_of(request)
    if await arranged.arrangement_of(scope) is None:
        return views.redirect(views.address(scope, _PAGE))
    provider, _ = await doorway.own_provider(request, scope.tenant.id)
    journey = journeys.set_out(
        go_to=views.address(scope, _PAGE),
        now=real_now(),
        tenant=scope.tenant,
        trial=str(scope.actor.account_id),
    )
    try:
        address = await provider.address(state=journey.state, nonce=journey.nonce, verifier=journey.verifier)
    except UnableToTrustProvider as refusal:
        problem = forms.FieldError("", f"{refusal.reason} {arrangements.remedy_for(refusal.fault)}")
        return await _page(request, forms.FormState({}, (problem,)))
    return providers.with_journey(request, address, journey)


async def _after_round(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, forms.FormState({}, state.errors))


@post("/t/{slug:str}/settings/sign-in/round", opt=_MAY, name="people.arrangement.round")
@forms.taking(RoundForm, again=_after_round)
async def come_back(request: Request[Any, Any, Any], form: RoundForm) -> str:
    """What the provider said of the officer; nobody is signed in by it, and nothing is linked."""
    scope = access.scope_of(request)
    door = doorway.of(request)
    provider, own = await doorway.own_provider(request, scope.tenant.id)
    me = await doorway.signed_in(request)
    try:
        journey = await journeys.arrived(
            providers.carried(request), state=form.state, now=real_now(), seal=door.seal
        )
        if (journey.trial, journey.tenant) != (str(me.account_id), str(scope.tenant.id)):
            raise journeys.UnableToReturn("That try-out was begun by somebody else, or elsewhere.")
        if form.error or not form.code:
            outcome = trying.refused_there(form.error)
        else:
            outcome = await trying.the_round(
                provider,
                own,
                code=form.code,
                nonce=journey.nonce,
                verifier=journey.verifier,
                account_id=me.account_id,
                email=me.email,
                now=real_now(),
            )
    except journeys.UnableToReturn as refusal:
        outcome = trying.not_begun(refusal.sentence)
    await arranging.keep_trial(scope, arrangement=own, kind="round", outcome=outcome)
    return views.address(scope, f"{_PAGE}#tried")


@post("/t/{slug:str}/settings/sign-in/passwords", opt=_MAY, name="people.arrangement.passwords")
@forms.taking(PasswordsForm, again=_after_round)
async def settle_passwords(request: Request[Any, Any, Any], form: PasswordsForm) -> str:
    """Whether people may still come in with a password or passkey."""
    _check_fresh(await doorway.signed_in(request))
    scope = access.scope_of(request)
    if form.passwords == "ended":
        await arranging.end_passwords(scope)
    else:
        await arranging.allow_passwords(scope)
    return views.address(scope, f"{_PAGE}?said={form.passwords}")


@post("/t/{slug:str}/settings/sign-in/end", opt=_MAY, name="people.arrangement.end")
@forms.taking(NothingForm, again=_after_round)
async def end(request: Request[Any, Any, Any], form: NothingForm) -> str:
    """Do without a sign-in of one's own again."""
    _check_fresh(await doorway.signed_in(request))
    scope = access.scope_of(request)
    await arranging.end_provider(scope)
    return views.address(scope, f"{_PAGE}?said=over")


ROUTES: list[Any] = [arrangement, settle, test_server, leave, come_back, settle_passwords, end]


async def _history(scope: Scope, own: Arrangement) -> list[tuple[datetime, str, str]]:
    """What was done to the settings, in words; the secret is in none of them."""
    events = await ledger.history_of(scope, room="people", kind="sign-in", record_id=own.id)
    return [(each.at, each.actor_name, _in_words(each)) for each in events]


def _in_words(event: EventLine) -> str:
    after = event.after or {}
    verb = event.act.rpartition(".")[2]
    if verb == "tried":
        kind = "the server" if after.get("kind") == "server" else "the whole way"
        return f"tried {kind} out: {'held' if after.get('passed') else 'did not hold'}"
    if verb == "settled":
        changed = [key.replace("_", " ") for key in after if (event.before or {}).get(key) != after[key]]
        return (
            f"settled {', '.join(each for each in changed if after.get(each.replace(' ', '_')) is not False)}"
        )
    because = f" ({after['because']})" if after.get("because") else ""
    return {
        "ended": "ended it",
        "passwords-ended": "ended passwords",
        "passwords-allowed": "allowed passwords",
    }[verb] + because


def _check_fresh(me: SignedIn) -> None:
    if not rules.is_fresh(me.authenticated_at, now=real_now(), within=rules.SITTING_WITHIN):
        raise UnableToArrange("Confirm that it is you first, on the link at the head of this page.")


def _wish(values: dict[str, Any]) -> Wish:
    return Wish(
        name=str(values.get("name") or ""),
        issuer=str(values.get("issuer") or ""),
        client_id=str(values.get("client_id") or ""),
        secret=values.get("secret") or None,
        domains=str(values.get("domains") or ""),
        trusts_addresses=values.get("trusts") == "yes",
    )


def _looked(
    request: Request[Any, Any, Any], own: Arrangement | None, asked: forms.FormState
) -> tuple[tuple[str, ...], tuple[forms.FieldError, ...]]:
    """What the typed words would change, in sentences; or what is wrong with them."""
    wish = _wish(dict(asked.values))
    try:
        fields = arranging.checked(wish, outward=doorway.of(request).outward)
    except UnableToArrange as refusal:
        return (), (forms.FieldError(refusal.field or "", refusal.sentence),)
    return arrangements.changes(own, fields, secret=bool(wish.secret)), ()


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, *, asked: forms.FormState | None = None
) -> Template:
    scope = access.scope_of(request)
    own = await arranged.arrangement_of(scope)
    changes: tuple[str, ...] | None = None
    if asked is not None and asked.values.get("look"):
        changes, errors = _looked(request, own, asked)
        state = forms.FormState(asked.values, errors)
    me = await doorway.signed_in(request)
    house = doorway.of(request).provider
    return views.page(
        request,
        "people/arrangement.html",
        state=state,
        own=own,
        changes=changes,
        trials=await arranged.trials_of(scope, own) if own else (),
        tried=await arranged.was_tried(scope, own) if own else False,
        linked=await arranged.linked_to(scope, own) if own else None,
        history_lines=await _history(scope, own) if own else (),
        defaults=arrangements.DEFAULTS,
        redirect_uri=doorway.of(request).redirect_uri,
        fresh=rules.is_fresh(me.authenticated_at, now=real_now(), within=rules.SITTING_WITHIN),
        may_change=scope.may("setup.change"),
        house_provider=house.name if house else None,
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
