"""Signing in by an identity provider: the installation's, or the organisation's own.

The way out is a link, and what must be remembered travels in a sealed cookie: a GET writes nothing, and the policy
for forms allows none to end elsewhere. The way back is a GET from the provider, which shows a form of our own; that
one is POSTed, and is what signs in.
"""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from pydantic import Field, ValidationError

from backend.kit.clock import real_now
from backend.people import arrangements, operations, rules
from backend.people.arrangements import Arrangement
from backend.people.operations import journeys
from backend.people.operations.journeys import Journey
from backend.people.operations.signing_in import Complete
from backend.people.pages import doorway
from backend.people.providers import ProvenIdentity, Provider, UnableToTrustProvider
from backend.scope import NotFound, Refusal, Tenant
from backend.tenancy import transactions
from backend.web import access, forms, views
from backend.web.access import House

Next = Annotated[str, QueryParameter(name="next", max_length=500)]
Invited = Annotated[str, QueryParameter(name="invitation", max_length=100)]


class ReturnForm(forms.Form):
    code: str = Field(min_length=1, max_length=4_000)
    state: str = Field(min_length=1, max_length=200)


@get("/sign-in/oidc", opt=access.needs(access.ANYONE), name="people.sign-in.provider")
async def leave(
    request: Request[Any, Any, Any],
    next_: Next = "/",
    invitation: Invited = "",
    link: Annotated[str, QueryParameter(name="link", max_length=3)] = "",
    again: Annotated[str, QueryParameter(name="again", max_length=3)] = "",
) -> Response[Any]:
    """To the installation's provider: to sign in, to link an identity, or to prove again who it is."""
    journey = _set_out(request, next_=next_, invitation=invitation, link=link, again=again)
    return await _sent(request, _of_house(request), journey)


@get("/t/{slug:str}/public/sign-in", opt=access.needs(access.PUBLIC), name="people.sign-in.own-provider")
async def leave_for_own(
    request: Request[Any, Any, Any],
    next_: Next = "",
    invitation: Invited = "",
    link: Annotated[str, QueryParameter(name="link", max_length=3)] = "",
    again: Annotated[str, QueryParameter(name="again", max_length=3)] = "",
) -> Response[Any] | Template:
    """To the organisation's own provider, for the same."""
    tenant = access.scope_of(request).tenant
    go_to = views.local_path(next_, default=views.address(access.scope_of(request), ""))
    try:
        provider, _ = await doorway.own_provider(request, tenant.id)
    except NotFound:
        return views.redirect(f"/sign-in?next={quote(go_to, safe='')}")
    journey = _set_out(request, next_=go_to, invitation=invitation, link=link, again=again, tenant=tenant)
    try:
        return await _sent(request, provider, journey)
    except UnableToTrustProvider as refusal:
        return views.page(request, "people/not-signed-in.html", sentence=refusal.sentence)


@get("/sign-in/oidc/callback", opt=access.needs(access.ANYONE), name="people.sign-in.callback")
async def callback(
    request: Request[Any, Any, Any],
    code: Annotated[str, QueryParameter(name="code", max_length=4_000)] = "",
    sent_state: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
    error: Annotated[str, QueryParameter(name="error", max_length=80)] = "",
) -> Template:
    """Back from the provider: nothing is done yet."""
    journey = journeys.under_way(carried(request), seal=doorway.of(request).seal)
    trying = journey is not None and journey.trial is not None
    return views.page(
        request,
        "people/callback.html",
        code=code,
        state=sent_state,
        refused=error if trying else "",
        provider="Your organisation’s sign-in" if journey and journey.tenant else _of_house(request).name,
        action=f"/t/{journey.slug}/settings/sign-in/round"
        if journey and trying
        else "/sign-in/oidc/callback",
    )


@post("/sign-in/oidc/callback", opt=access.needs(access.ANYONE), name="people.sign-in.return")
async def come_back(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Judge what the provider sent, and let the person in."""
    try:
        form = ReturnForm.model_validate(await forms.read_values(request, ReturnForm))
    except ValidationError as invalid:
        raise forms.BadRequest("The provider's answer can't be read. Begin again.") from invalid
    own: Arrangement | None = None
    journey: Journey | None = None
    try:
        journey = await journeys.arrived(
            carried(request), state=form.state, now=real_now(), seal=doorway.of(request).seal
        )
        if journey.trial is not None:
            raise journeys.UnableToReturn("That was a try-out, which signs nobody in.")
        provider, own = await _provider_of(request, journey)
        identity = await journeys.come_back(provider, journey, code=form.code, now=real_now())
        if own is not None:
            arrangements.check_let_in(own, address=identity.address, verified=identity.address_verified)
        response = await _arrive(request, identity, journey)
    except rules.UnableToSignIn as refusal:
        if isinstance(refusal, rules.TooManyAttempts):
            raise
        # 200, so that the failure is counted and the journey stays spent
        return views.page(
            request,
            "people/not-signed-in.html",
            sentence=refusal.sentence,
            own=own.name if own else None,
            slug=journey.slug if journey else None,
        )
    carry(request, response, "", minutes=0)
    return response


ROUTES: list[Any] = [leave, leave_for_own, callback, come_back]


def carried(request: Request[Any, Any, Any]) -> str:
    """What the browser carries of its journey."""
    return request.cookies.get(_cookie_name(request), "")


async def _arrive(
    request: Request[Any, Any, Any], identity: ProvenIdentity, journey: Journey
) -> Response[Any]:
    """What the identity was wanted for: to be linked, to accept an invitation, or to sign in."""
    now = real_now()
    tenant_id = UUID(journey.tenant) if journey.tenant else None
    if journey.link is not None:
        signed_in = await doorway.signed_in(request)
        if str(signed_in.account_id) != journey.link:
            raise Refusal("Somebody else signed in here meanwhile. Nothing was linked.")
        await operations.link_identity(signed_in, identity=identity, now=now)
        return views.redirect("/account?said=linked")
    if journey.invitation is not None:
        await operations.join_by_identity(journey.invitation, identity=identity, now=now, tenant_id=tenant_id)
    outcome = await operations.sign_in_with_identity(
        identity,
        go_to=journey.go_to,
        address=doorway.address_of(request),
        device=doorway.device_of(request),
        now=now,
        seal=doorway.of(request).seal,
        tenant_id=tenant_id,
    )
    if journey.again is not None:
        if str(outcome.account_id) != journey.again:
            raise Refusal("That is somebody else’s sign-in. Go back, and sign in there as yourself.")
        await operations.sign_out(doorway.token_of(request), now=now)
    if isinstance(outcome, Complete):
        return doorway.let_in(request, outcome)
    return doorway.next_step(request, outcome)


def _set_out(
    request: Request[Any, Any, Any],
    *,
    next_: str,
    invitation: str,
    link: str,
    again: str,
    tenant: Tenant | None = None,
) -> Journey:
    visitor = request.state.visitor
    return journeys.set_out(
        go_to=views.local_path(next_),
        now=real_now(),
        invitation=invitation or None,
        link=str(visitor.account_id) if link == "yes" and visitor else None,
        again=str(visitor.account_id) if again == "yes" and visitor else None,
        tenant=tenant,
    )


async def _sent(request: Request[Any, Any, Any], provider: Provider, journey: Journey) -> Response[Any]:
    address = await provider.address(
        state=journey.state, nonce=journey.nonce, verifier=journey.verifier, again=journey.again is not None
    )
    return with_journey(request, address, journey)


def with_journey(request: Request[Any, Any, Any], address: str, journey: Journey) -> Response[Any]:
    """Away to `address`, with the journey carried along."""
    response = Redirect(address, status_code=303)
    carry(request, response, journeys.packed(journey, seal=doorway.of(request).seal), minutes=10)
    return response


async def _provider_of(
    request: Request[Any, Any, Any], journey: Journey
) -> tuple[Provider, Arrangement | None]:
    """Whom the journey went to. For an organisation's own provider the transaction enters that organisation."""
    if journey.tenant is None:
        return _of_house(request), None
    tenant_id = UUID(journey.tenant)
    # a session is begun, which is nobody's but the person's, also where the organisation only reads from now on
    await transactions.enter(tenant_id, after_end=True)
    return await doorway.own_provider(request, tenant_id)


def _of_house(request: Request[Any, Any, Any]) -> Provider:
    provider = doorway.of(request).provider
    if provider is None:
        raise NotFound("way to sign in")
    return provider


def _cookie_name(request: Request[Any, Any, Any]) -> str:
    house: House = request.app.state.house
    return f"{house.cookie_name}-journey"


def carry(request: Request[Any, Any, Any], response: Response[Any], value: str, *, minutes: int) -> None:
    """Let the browser carry the sealed journey for some minutes; for none, it forgets it."""
    house: House = request.app.state.house
    response.set_cookie(
        Cookie(
            key=_cookie_name(request),
            value=value,
            path="/",
            httponly=True,
            secure=house.secure,
            samesite="lax",
            max_age=minutes * 60,
        )
    )
