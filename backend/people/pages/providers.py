"""Signing in by the organisation's identity provider.

The way out is a link, and what must be remembered travels in a sealed cookie: a GET writes nothing, and the policy
for forms allows none to end elsewhere. The way back is a GET from the provider, which shows a form of our own; that
one is POSTed, and is what signs in.
"""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from pydantic import Field, ValidationError

from backend.kit.clock import real_now
from backend.people import operations, rules
from backend.people.operations import journeys
from backend.people.operations.journeys import Journey
from backend.people.operations.signing_in import Complete
from backend.people.pages import doorway
from backend.people.providers import ProvenIdentity, Provider
from backend.scope import NotFound, Refusal
from backend.web import access, forms, views
from backend.web.access import House


class ReturnForm(forms.Form):
    code: str = Field(min_length=1, max_length=4_000)
    state: str = Field(min_length=1, max_length=200)


@get("/sign-in/oidc", opt=access.needs(access.ANYONE), name="people.sign-in.provider")
async def leave(
    request: Request[Any, Any, Any],
    next_: Annotated[str, QueryParameter(name="next", max_length=500)] = "/",
    invitation: Annotated[str, QueryParameter(name="invitation", max_length=100)] = "",
    link: Annotated[str, QueryParameter(name="link", max_length=3)] = "",
    again: Annotated[str, QueryParameter(name="again", max_length=3)] = "",
) -> Response[Any]:
    """To the provider: to sign in, to link an identity, or to prove again who it is."""
    provider = _provider(request)
    visitor = request.state.visitor
    journey = journeys.set_out(
        go_to=views.local_path(next_),
        now=real_now(),
        invitation=invitation or None,
        link=str(visitor.account_id) if link == "yes" and visitor else None,
        again=str(visitor.account_id) if again == "yes" and visitor else None,
    )
    address = await provider.address(
        state=journey.state, nonce=journey.nonce, verifier=journey.verifier, again=journey.again is not None
    )
    response = Redirect(address, status_code=303)
    _carry(request, response, journeys.packed(journey, seal=doorway.of(request).seal), minutes=10)
    return response


@get("/sign-in/oidc/callback", opt=access.needs(access.ANYONE), name="people.sign-in.callback")
async def callback(
    request: Request[Any, Any, Any],
    code: Annotated[str, QueryParameter(name="code", max_length=4_000)] = "",
    sent_state: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
) -> Template:
    """Back from the provider: nothing is done yet."""
    provider = _provider(request)
    return views.page(request, "people/callback.html", code=code, state=sent_state, provider=provider.name)


@post("/sign-in/oidc/callback", opt=access.needs(access.ANYONE), name="people.sign-in.return")
async def come_back(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Judge what the provider sent, and let the person in."""
    provider = _provider(request)
    try:
        form = ReturnForm.model_validate(await forms.read_values(request, ReturnForm))
    except ValidationError as invalid:
        raise forms.BadRequest("The provider's answer can't be read. Begin again.") from invalid
    seal = doorway.of(request).seal
    try:
        identity, journey = await journeys.come_back(
            provider,
            request.cookies.get(_cookie_name(request), ""),
            state=form.state,
            code=form.code,
            now=real_now(),
            seal=seal,
        )
        response = await _arrive(request, identity, journey)
    except rules.UnableToSignIn as refusal:
        if isinstance(refusal, rules.TooManyAttempts):
            raise
        # 200, so that the failure is counted and the journey stays spent
        return views.page(request, "people/not-signed-in.html", sentence=refusal.sentence)
    _carry(request, response, "", minutes=0)
    return response


ROUTES: list[Any] = [leave, callback, come_back]


async def _arrive(
    request: Request[Any, Any, Any], identity: ProvenIdentity, journey: Journey
) -> Response[Any]:
    """What the identity was wanted for: to be linked, to accept an invitation, or to sign in."""
    now = real_now()
    if journey.link is not None:
        signed_in = await doorway.signed_in(request)
        if str(signed_in.account_id) != journey.link:
            raise Refusal("Somebody else signed in here meanwhile. Nothing was linked.")
        await operations.link_identity(signed_in, identity=identity, now=now)
        return views.redirect("/account?said=linked")
    if journey.invitation is not None:
        await operations.join_by_identity(journey.invitation, identity=identity, now=now)
    outcome = await operations.sign_in_with_identity(
        identity,
        go_to=journey.go_to,
        address=doorway.address_of(request),
        device=doorway.device_of(request),
        now=now,
        seal=doorway.of(request).seal,
    )
    if journey.again is not None:
        if str(outcome.account_id) != journey.again:
            raise Refusal("That is somebody else’s sign-in. Go back, and sign in there as yourself.")
        await operations.sign_out(doorway.token_of(request), now=now)
    if isinstance(outcome, Complete):
        return doorway.let_in(request, outcome)
    return doorway.next_step(request, outcome)


def _provider(request: Request[Any, Any, Any]) -> Provider:
    provider = doorway.of(request).provider
    if provider is None:
        raise NotFound("way to sign in")
    return provider


def _cookie_name(request: Request[Any, Any, Any]) -> str:
    house: House = request.app.state.house
    return f"{house.cookie_name}-journey"


def _carry(request: Request[Any, Any, Any], response: Response[Any], value: str, *, minutes: int) -> None:
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
