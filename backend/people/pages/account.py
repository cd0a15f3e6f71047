"""One's own account: how one signs in, and where one is signed in."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.people import operations, queries, rules
from backend.people.operations import codes
from backend.people.operations.codes import Offer
from backend.people.pages import doorway
from backend.people.queries import SignedIn
from backend.web import access, forms, views


class PasswordForm(forms.Form):
    password: str = Field(min_length=1, max_length=1_000, description="a new password")


class CodesForm(forms.Form):
    code: str = Field(min_length=1, max_length=20, description="the code that your app shows")
    sealed: str = Field(min_length=1, max_length=1_000)


class NothingForm(forms.Form):
    """A form of one button."""


@get("/account", opt=access.needs(access.SIGNED_IN), name="people.account")
async def account(request: Request[Any, Any, Any]) -> Template:
    """How I sign in, and where I am signed in."""
    return await _account(request, forms.FormState())


@post("/account/more-time", opt=access.needs(access.SIGNED_IN), name="people.account.more-time")
async def more_time(request: Request[Any, Any, Any]) -> Response[dict[str, int]]:
    """Somebody is still there: the session goes on, as with every request. Says for how long, in seconds."""
    visitor = request.state.visitor
    return Response({"idle": visitor.idle_seconds, "left": visitor.seconds_left}, status_code=200)


@post("/account/password", opt=access.needs(access.SIGNED_IN), name="people.account.password")
async def change_password(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Set a new password."""
    signed_in = await doorway.signed_in(request)
    if not _fresh(signed_in):
        return doorway.confirm_first("/account")

    async def act(form: PasswordForm) -> str:
        await operations.change_password(signed_in, password=form.password, now=real_now())
        return "/account?said=password-changed"

    async def again(state: forms.FormState) -> Template:
        return await _account(request, forms.FormState({}, state.errors))

    return await forms.submit(request, PasswordForm, act=act, again=again)


@get("/account/codes", opt=access.needs(access.SIGNED_IN), name="people.account.codes")
async def codes_page(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """A new key for an authenticator app."""
    signed_in = await doorway.signed_in(request)
    if not _fresh(signed_in):
        return doorway.confirm_first("/account/codes")
    offer = operations.offer_codes(
        signed_in.account_id, email=signed_in.email, now=real_now(), seal=doorway.of(request).seal
    )
    return _codes(request, signed_in, offer, forms.FormState())


@post("/account/codes", opt=access.needs(access.SIGNED_IN), name="people.account.keep-codes")
async def keep_codes(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Keep the key that the app has."""
    signed_in = await doorway.signed_in(request)
    seal = doorway.of(request).seal
    if not _fresh(signed_in):
        return doorway.confirm_first("/account/codes")

    async def act(form: CodesForm) -> str:
        await operations.add_codes(signed_in, sealed=form.sealed, code=form.code, now=real_now(), seal=seal)
        return "/account?said=codes-added"

    async def again(state: forms.FormState) -> Template:
        sealed = str(state.value("sealed"))
        offer = codes.offer_again(
            signed_in.account_id, sealed, email=signed_in.email, now=real_now(), seal=seal
        )
        return _codes(request, signed_in, offer, forms.FormState({}, state.errors))

    return await forms.submit(request, CodesForm, act=act, again=again)


@post("/account/codes/removal", opt=access.needs(access.SIGNED_IN), name="people.account.remove-codes")
async def remove_codes(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Take codes away."""
    signed_in = await doorway.signed_in(request)
    if not _fresh(signed_in):
        return doorway.confirm_first("/account")

    async def act(form: NothingForm) -> str:
        await operations.remove_codes(signed_in, now=real_now())
        return "/account?said=codes-removed"

    async def again(state: forms.FormState) -> Template:
        return await _account(request, state)

    return await forms.submit(request, NothingForm, act=act, again=again)


@post(
    "/account/passkeys/{passkey_id:uuid}/removal",
    opt=access.needs(access.SIGNED_IN),
    name="people.account.remove-passkey",
)
async def remove_passkey(
    request: Request[Any, Any, Any], passkey_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Take a passkey away."""
    signed_in = await doorway.signed_in(request)
    if not _fresh(signed_in):
        return doorway.confirm_first("/account")

    async def act(form: NothingForm) -> str:
        await operations.remove_passkey(signed_in, passkey_id=passkey_id, now=real_now())
        return "/account?said=passkey-removed"

    async def again(state: forms.FormState) -> Template:
        return await _account(request, state)

    return await forms.submit(request, NothingForm, act=act, again=again)


@post(
    "/account/sessions/{session_id:uuid}/end",
    opt=access.needs(access.SIGNED_IN),
    name="people.account.end-session",
)
async def end_session(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """End one of my sessions."""
    signed_in = await doorway.signed_in(request)
    await operations.end_session(signed_in.account_id, session_id=session_id, now=real_now())
    if session_id == signed_in.session_id:
        return doorway.without_token(request, views.redirect("/sign-in?said=signed-out"))
    return views.redirect("/account?said=session-ended")


ROUTES: list[Any] = [
    account,
    more_time,
    change_password,
    codes_page,
    keep_codes,
    remove_codes,
    remove_passkey,
    end_session,
]


def _fresh(signed_in: SignedIn) -> bool:
    return rules.is_fresh(signed_in.authenticated_at, now=real_now())


async def _account(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    signed_in = await doorway.signed_in(request)
    door = doorway.of(request)
    return views.page(
        request,
        "people/account.html",
        state=state,
        me=signed_in,
        ways=await queries.ways_of(signed_in.account_id),
        sessions=await queries.sessions_of(signed_in.account_id, now=real_now()),
        fresh=_fresh(signed_in),
        passkeys=door.place is not None,
        provider=door.provider.name if door.provider else None,
        advised=rules.ADVISED_PASSWORD,
        shortest=rules.SHORTEST_PASSWORD,
    )


def _codes(
    request: Request[Any, Any, Any], signed_in: SignedIn, offer: Offer, state: forms.FormState
) -> Template:
    return views.page(
        request,
        "people/set-up.html",
        state=state,
        offer=offer,
        email=signed_in.email,
        action="/account/codes",
        passkeys=False,
        first=False,
    )
