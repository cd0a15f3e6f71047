"""What every page of the door needs: the cookie, the seal, the provider, and who is there."""

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response

from backend.kit.clock import real_now
from backend.kit.keys import KeyRing
from backend.kit.outward import Outward
from backend.kit.settings import Settings
from backend.people import arranged, queries
from backend.people.arrangements import Arrangement
from backend.people.operations import signing_in
from backend.people.operations.signing_in import Complete, HalfDone
from backend.people.passkeys import Place
from backend.people.providers import Provider
from backend.people.queries import SignedIn
from backend.people.seals import Seal
from backend.scope import NotFound
from backend.web import views
from backend.web.access import House
from backend.web.gate import SignInFirst


@dataclass(frozen=True, slots=True)
class Doorway:
    """What the pages of the door share, made once a process."""

    seal: Seal
    place: Place | None
    provider: Provider | None
    outward: Outward = field(default_factory=Outward)
    redirect_uri: str = ""


def of(request: Request[Any, Any, Any]) -> Doorway:
    """The doorway of this application."""
    state = request.app.state
    found: Doorway | None = state.get("people_doorway")
    if found is None:
        settings: Settings = state.settings
        found = Doorway(
            seal=Seal.of(KeyRing.open(settings.keys)),
            place=Place.of(settings.public_url),
            provider=Provider.configured(os.environ, public_url=settings.public_url),
            outward=Outward(private_hosts=settings.private_hosts),
            redirect_uri=f"{settings.public_url}/sign-in/oidc/callback",
        )
        state.people_doorway = found
    return found


async def own_provider(request: Request[Any, Any, Any], tenant_id: UUID) -> tuple[Provider, Arrangement]:
    """The organisation's own provider, of the tenant that the transaction is in. Raises `NotFound`."""
    door = of(request)
    found = await arranged.provider_of(
        tenant_id, seal=door.seal, redirect_uri=door.redirect_uri, outward=door.outward
    )
    if found is None:
        raise NotFound("sign-in of the organisation’s own")
    return found


def token_of(request: Request[Any, Any, Any]) -> str:
    """The token that the browser holds, of a session or of half a sign-in; empty without one."""
    house: House = request.app.state.house
    return request.cookies.get(house.cookie_name, "")


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def device_of(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("user-agent", "")


async def signed_in(request: Request[Any, Any, Any]) -> SignedIn:
    """Who holds the session. Raises `SignInFirst`."""
    found = await queries.session_of(token_of(request), real_now())
    if found is None:
        raise SignInFirst("/account")
    return found


async def half_done(request: Request[Any, Any, Any]) -> HalfDone | None:
    """The half sign-in that the browser holds."""
    token = token_of(request)
    return await signing_in.half_done_of(token, now=real_now(), seal=of(request).seal) if token else None


def with_token(request: Request[Any, Any, Any], response: Response[Any], token: str) -> Response[Any]:
    """`response` with a new token for the browser; whatever it held before is forgotten."""
    house: House = request.app.state.house
    return views.with_session(response, token, name=house.cookie_name, secure=house.secure)


def without_token(request: Request[Any, Any, Any], response: Response[Any]) -> Response[Any]:
    house: House = request.app.state.house
    return views.without_session(response, name=house.cookie_name, secure=house.secure)


def let_in(request: Request[Any, Any, Any], done: Complete) -> Response[Any]:
    """Through the door, to where the person wanted to go."""
    return with_token(request, views.redirect(views.local_path(done.go_to)), done.token)


def next_step(request: Request[Any, Any, Any], half: HalfDone) -> Response[Any]:
    """To the page that asks for the second factor, or for setting one up."""
    path = "/sign-in/code" if half.ways.second_factor else "/sign-in/set-up"
    return with_token(request, views.redirect(path), half.token)


def confirm_first(path: str) -> Response[Any]:
    """To the page that asks again who it is, and from there to `path`."""
    return views.redirect(f"/confirm?next={quote(path, safe='')}")
