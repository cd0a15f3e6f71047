"""The gate: every routed request passes it, once.

It opens the request's one transaction (READ ONLY for GET, so that no GET can write), finds the visitor and the
tenant, checks the permission and the form token, and commits only when the answer is a success. What a public route
has to count first, it counts in a transaction before that one.
"""

import contextlib
import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Send
from litestar.types import Scope as AsgiScope

from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.scope import NotFound, NotPermitted, Refusal
from backend.web import access, ended

_TOUCH_AFTER = timedelta(minutes=1)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInFirst(Exception):
    """Nobody is signed in; `back` is where to return to, a path of our own, and `at` is where one signs in."""

    def __init__(self, back: str, *, at: str = "/sign-in") -> None:
        super().__init__("Sign in first.")
        self.back = back
        self.at = at


class NotSignedIn(Refusal):
    """A program did not say who it is in a way that can be read."""

    status = 401


class Forged(NotPermitted):
    """The request did not come from one of our own pages."""

    def __init__(self) -> None:
        super().__init__(
            "This form was not sent from a Probity page, or the page was open too long. Try again."
        )


class _Undo(Exception):
    """Rolls the transaction back; the answer itself is already held."""


class Gate:
    """Litestar middleware; `house` is how it asks the rooms above."""

    def __init__(self, app: ASGIApp, house: access.House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive=receive)
        safe = is_safe(request)
        answer = _HeldAnswer(send, hold=not safe)
        bearer = await self._bearer(request)
        token = request.cookies.get(self.house.cookie_name, "")
        await self._count(request)
        with contextlib.suppress(_Undo):
            async with database.DB.transaction_with({}, readonly=safe):
                await self._let_in(request, token, bearer, safe=safe)
                await self.app(scope, receive, answer.send)
                if answer.status >= 400:
                    raise _Undo
        await answer.release()
        visitor: access.Visitor | None = getattr(request.state, "visitor", None)
        if visitor and not bearer and real_now() - visitor.last_seen_at > _TOUCH_AFTER:
            await self._touch(token)

    async def _bearer(self, request: Request[Any, Any, Any]) -> access.Visitor | None:
        """Whom the request's token speaks for; only the API takes one, and there it outweighs any cookie."""
        given = request.headers.get("authorization")
        if given is None or not access.is_api(request.url.path):
            return None
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise NotSignedIn("Send a personal token as “Authorization: Bearer” and the token.")
        async with database.DB.transaction_with({}):
            return await self.house.bearer_of(token.strip())

    async def _count(self, request: Request[Any, Any, Any]) -> None:
        """What must be written down before the request is answered, in a transaction of its own: the answer to a GET
        can't write, and must not hold what it counts while a slow reader takes it.
        """
        counted = request.route_handler.opt.get("counted")
        if counted is None:
            return
        async with database.DB.transaction_with({}):
            request.state.request_id = str(new_id())
            await self._show_in_public(request)
            request.state.counted = await counted(request)

    async def _let_in(
        self, request: Request[Any, Any, Any], token: str, bearer: access.Visitor | None, *, safe: bool
    ) -> None:
        permission = access.permission_of(request.route_handler.opt)
        if permission is None:
            raise NotPermitted("This page has no permission declared, so nobody may open it.")
        request.state.request_id = str(new_id())
        visitor = bearer or (await self.house.visitor_of(token) if token else None)
        request.state.visitor = visitor
        request.state.csrf_token = f"{form_token(token)}-{_whose(visitor)}" if visitor else ""
        if bearer and not safe:
            raise NotPermitted("A token reads; it changes nothing.")
        if not safe:
            await _check_own_form(request, visitor, self.house)
        if permission == access.ANYONE:
            return
        if permission == access.PUBLIC:
            await self._show_in_public(request)
            if not safe:
                ended.check_may_write(request.state.scope, request.route_handler.opt)
        elif visitor is None:
            if slug := request.path_params.get("slug"):
                await self.house.check_not_deleted(str(slug))
            raise SignInFirst(_local_address(request) if safe else "/")
        elif permission != access.SIGNED_IN:
            await self._enter_tenant(request, visitor, permission)

    async def _show_in_public(self, request: Request[Any, Any, Any]) -> None:
        """The scope of anybody at all: whoever is signed in sees what the public sees, and no more."""
        slug = str(request.path_params.get("slug", ""))
        opt = request.route_handler.opt
        request.state.scope = await self.house.public_scope_for(
            slug,
            request.state.request_id,
            bool(opt.get(access.AFTER_ITS_END)),
            bool(opt.get(access.WRITES_AFTER_END)),
        )
        if request.state.scope is None:
            raise NotFound("organisation")

    async def _enter_tenant(
        self, request: Request[Any, Any, Any], visitor: access.Visitor, permission: str
    ) -> None:
        slug = str(request.path_params.get("slug", ""))
        served = any(tenant.slug == slug for tenant in visitor.tenants)
        # One sentence for a tenant that never was and for one that is another's.
        writes = bool(request.route_handler.opt.get(access.WRITES_AFTER_END))
        asked = self.house.scope_for(visitor, slug, request.state.request_id, writes) if served else None
        try:
            scope = await asked if asked else None
        except access.AnotherDoor as other:
            raise SignInFirst(_local_address(request) if is_safe(request) else "/", at=other.path) from other
        if scope is None:
            await self.house.check_not_deleted(slug)
            raise NotFound("organisation")
        request.state.scope = scope
        if not is_safe(request):
            ended.check_may_write(scope, request.route_handler.opt)
        if not scope.may(permission):
            raise NotPermitted("Your role in this organisation does not include this page or act.")

    async def _touch(self, token: str) -> None:
        """Note that the session is in use, in a transaction of its own: the request itself may be READ ONLY."""
        with contextlib.suppress(database.DatabaseUnavailable):
            async with database.DB.transaction_with({}):
                await self.house.touch(token)


def is_safe(request: Request[Any, Any, Any]) -> bool:
    """Whether the request asks only to see."""
    return request.method in SAFE_METHODS


def form_token(session_token: str) -> str:
    """What each form of a session carries; it tells nothing of the session's own token."""
    return hmac.new(session_token.encode(), b"probity form token", hashlib.sha256).hexdigest()


def _whose(visitor: access.Visitor) -> str:
    """What tells a form of the same account from another's; it proves nothing."""
    return hashlib.sha256(visitor.account_id.bytes).hexdigest()[:16]


async def _check_own_form(
    request: Request[Any, Any, Any], visitor: access.Visitor | None, house: access.House
) -> None:
    """Refuse what another site sent: by the browser's own word, by the origin, and by the token in the form."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forged
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc not in house.hosts:
        raise Forged
    if visitor is None:
        return
    given = request.headers.get("x-csrf-token") or str((await request.form()).get("_token", ""))
    proof, _, whose = given.partition("-")
    if hmac.compare_digest(proof.encode(), request.state.csrf_token.partition("-")[0].encode()):
        return
    # Proving again who one is renews the session, and with it the token of every page that is open elsewhere. Such a
    # form does nothing, but its own page shows the words again: if the browser says that it is ours, and theirs.
    ours = bool(origin) or request.headers.get("sec-fetch-site") == "same-origin"
    gives_back = getattr(request.route_handler.fn, "gives_words_back", False)
    if not (ours and whose == _whose(visitor) and gives_back):
        raise Forged
    request.state.stale = True


def _local_address(request: Request[Any, Any, Any]) -> str:
    query = f"?{request.scope['query_string'].decode('latin-1')}" if request.scope["query_string"] else ""
    return quote(request.scope["path"]) + query


class _HeldAnswer:
    """Holds the answer to an unsafe request until its transaction has committed."""

    def __init__(self, send: Send, *, hold: bool) -> None:
        self._send = send
        self._hold = hold
        self._messages: list[Message] = []
        self.status = 200

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        if self._hold:
            self._messages.append(message)
        else:
            await self._send(message)

    async def release(self) -> None:
        for message in self._messages:
            await self._send(message)
