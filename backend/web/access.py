"""What a route needs before it runs, and who is asking. A route that says nothing is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from litestar import Request

from backend.scope import Scope

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed-in"
PUBLIC: Final = "public"
"""Nobody need be signed in, but the address names a tenant: the scope has no person and no permission."""

AFTER_ITS_END: Final = "after_its_end"
"""An option of a `PUBLIC` route: it is there also when the organisation's record has been deleted."""

WRITES_AFTER_END: Final = "writes_after_end"
"""An option of a route that may be used in a closed or merged organisation although it writes something down."""

NOT_ON_TRIAL: Final = "not_on_trial"
"""An option of a route by which something leaves the organisation: while on trial, it does not."""

_KEY: Final = "permission"


def needs(permission: str, **options: Any) -> dict[str, Any]:
    """The `opt` of a route: a permission of the tenant in its address, or `ANYONE`, `SIGNED_IN`, `PUBLIC`.

    `counted`, of a public route: what is written down before it answers; given the request, in its own transaction.
    """
    return {_KEY: permission, **options}


def permission_of(options: dict[str, Any]) -> str | None:
    """What a route declared, or `None`: the gate refuses such a route, and a house test fails."""
    permission = options.get(_KEY)
    return permission if isinstance(permission, str) else None


def is_api(path: str) -> bool:
    """Whether the path is of a tenant's API: `/t/{slug}/api/...`, where programs ask and JSON answers."""
    parts = path.split("/")
    return len(parts) > 3 and parts[1] == "t" and parts[3] == "api"


def scope_of(request: Request[Any, Any, Any]) -> Scope:
    """The scope that the gate made for this request. (Litestar keeps the parameter name `scope` for ASGI's own.)"""
    scope: Scope = request.state.scope
    return scope


class AnotherDoor(Exception):
    """Whoever asks is known, but this organisation lets people in by its own sign-in alone, at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__("Sign in at your organisation.")
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedTenant:
    """A tenant that the visitor may enter."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who holds the session of this request.

    `authenticated_at` is when they last proved who they are, and `confirmed_with` how; `methods` is all that they have
    used in this session. A program that reads with a token has proved nothing. The session ends after `idle_seconds`
    without a request, and after `seconds_left` whatever happens; both are as this request found them.
    """

    account_id: UUID
    name: str
    email: str
    authenticated_at: datetime
    last_seen_at: datetime
    tenants: tuple[ServedTenant, ...]
    methods: tuple[str, ...] = ()
    confirmed_with: tuple[str, ...] = ()
    idle_seconds: int = 0
    seconds_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What `app` hands to the gate, so that `web` need not look up at the rooms above it.

    Each runs inside the request's open transaction, which has no tenant yet.
    """

    cookie_name: str
    secure: bool
    hosts: frozenset[str]
    visitor_of: Callable[[str], Awaitable[Visitor | None]]
    scope_for: Callable[[Visitor, str, str, bool], Awaitable[Scope | None]]
    """By visitor, slug and id of the request; True where the route may write although the organisation has ended."""
    public_scope_for: Callable[[str, str, bool, bool], Awaitable[Scope | None]]
    """By slug and id of the request; True where the page is there also for an organisation whose record is deleted;
    True where the route may write although the organisation has ended."""
    check_not_deleted: Callable[[str], Awaitable[None]]
    """By slug: refuses what an old link asks of an organisation whose record is deleted, in words."""
    touch: Callable[[str], Awaitable[None]]
    bearer_of: Callable[[str], Awaitable[Visitor]]
    """Whom a personal token speaks for; counts the call, so it runs in a transaction of its own that may write."""
