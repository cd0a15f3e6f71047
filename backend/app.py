"""The web application, composed: the rooms' routes behind the gate, and how a session becomes a scope."""

import importlib
import logging
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar
from litestar.middleware import DefineMiddleware
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from litestar.types import ASGIApp

from backend.between.beside import acts_of_committee, acts_of_item
from backend.contracts.beside import gain_shares_to_declare
from backend.delegation.beside import (
    commitments_of_item,
    commitments_of_meeting,
    gates_of_contract,
)
from backend.delegation.queries.linkable import milestones_to_link
from backend.desk import acting
from backend.kit.clock import Clock, real_now
from backend.kit.settings import Settings
from backend.packs.linked import BOARD_PACK
from backend.people import queries as people
from backend.people.operations import sessions, tokens
from backend.people.rules import IDLE_WITHIN
from backend.planning.queries.titles import titles_of_business
from backend.powers.beside import powers_of_committee
from backend.reporting.beside import submission_of_milestone
from backend.scope import Actor, Scope
from backend.sittings.beside import before_agenda, left_by_meetings
from backend.systems.beside import shared_offices_of_committee, shared_offices_of_person
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions
from backend.together.beside import (
    packs_of_host,
    records_of_joint,
    together_of_committee,
    together_of_meeting,
)
from backend.web import access, ended, errors, templating
from backend.web.gate import Gate
from backend.web.headers import Headers

_BACKEND = Path(__file__).parent
_FORM_LIMIT = 1024 * 1024  # bytes of a form without a file; routes that take uploads say so themselves


def create_app(settings: Settings, *, clock: Clock) -> ASGIApp:
    """The ASGI application. The database is open and the tenant key known before the first request."""
    hosts = hosts_of(settings)
    house = access.House(
        cookie_name=settings.cookie_name,
        secure=settings.public_url.startswith("https://"),
        hosts=hosts,
        visitor_of=visitor_of,
        scope_for=partial(scope_for, clock),
        public_scope_for=partial(public_scope_for, clock),
        check_not_deleted=check_not_deleted,
        touch=touch,
        bearer_of=bearer_of,
    )
    litestar = Litestar(
        route_handlers=[*routes(), *_static()],
        middleware=[DefineMiddleware(Gate, house=house)],
        exception_handlers=errors.HANDLERS,
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(templating.environment())
        ),
        openapi_config=None,
        request_max_body_size=_FORM_LIMIT,
        logging_config=None,
        state=_state(settings, house, clock),
    )
    logging.getLogger("probity.web").debug("serving %d routes", len(litestar.routes))
    return Headers(litestar, hosts=hosts)


def routes() -> list[Any]:
    """Every handler of every room that has pages or an API."""
    found: list[Any] = []
    for path in sorted(
        [*_BACKEND.glob("*/pages.py"), *_BACKEND.glob("*/pages/__init__.py"), *_BACKEND.glob("*/api.py")]
    ):
        parts = path.relative_to(_BACKEND.parent).with_suffix("").parts
        module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
        found.extend(module.ROUTES)
    return found


def hosts_of(settings: Settings) -> frozenset[str]:
    """The host names that we answer to: the public one, and this machine's own for health checks."""
    public = urlsplit(settings.public_url).netloc
    return frozenset({public, f"127.0.0.1:{settings.port}", f"localhost:{settings.port}"})


async def visitor_of(token: str) -> access.Visitor | None:
    """Who holds the session `token`, if it still holds."""
    now = real_now()
    session = await people.session_of(token, now=now)
    if session is None:
        return None
    return access.Visitor(
        account_id=session.account_id,
        name=session.name,
        email=session.email,
        authenticated_at=session.authenticated_at,
        last_seen_at=session.last_seen_at,
        tenants=tuple(access.ServedTenant(slug=m.slug, name=m.name) for m in session.memberships),
        methods=session.methods,
        confirmed_with=session.confirmed_with,
        # the use of a session is noted once a minute at most
        idle_seconds=int((IDLE_WITHIN - timedelta(minutes=1)).total_seconds()),
        seconds_left=int((session.expires_at - now).total_seconds()),
    )


async def touch(token: str) -> None:
    """Note that the session is in use."""
    await sessions.touch_session(token, now=real_now())


async def bearer_of(token: str) -> access.Visitor:
    """Whom a personal token speaks for, with this call counted. Raises `UnableToUseToken`, `TooManyCalls`."""
    now = real_now()
    bearer = await tokens.use_token(token, now=now)
    return access.Visitor(
        account_id=bearer.account_id,
        name=bearer.name,
        email=bearer.email,
        authenticated_at=bearer.made_at,
        last_seen_at=now,
        tenants=tuple(access.ServedTenant(slug=m.slug, name=m.name) for m in bearer.tenants),
    )


async def scope_for(
    clock: Clock, visitor: access.Visitor, slug: str, request_id: str, writes: bool
) -> Scope | None:
    """The scope of `visitor` in the tenant `slug`, or `None`. The open transaction enters the tenant on the way.

    In a tenant whose life has ended it reads only from then on, unless the route is one that `writes` all the same.
    """
    found = await tenancy.tenant_by_slug(slug)
    if found is None:
        return None
    if found.state == "deleted":
        raise ended.RecordDeleted(found.tenant)
    await transactions.enter(found.tenant.id, after_end=writes)
    return await acting.scope_of_account(
        found,
        account_id=visitor.account_id,
        now=clock.now() + found.clock_offset,
        request_id=request_id,
        methods=visitor.methods,
    )


async def check_not_deleted(slug: str) -> None:
    """Raises `ended.RecordDeleted` for an organisation that was here once: everybody may know that."""
    found = await tenancy.tenant_by_slug(slug)
    if found is not None and found.state == "deleted":
        raise ended.RecordDeleted(found.tenant)


async def public_scope_for(
    clock: Clock, slug: str, request_id: str, also_deleted: bool, writes: bool
) -> Scope | None:
    """The scope of a visitor of whom nothing is known: nobody's seats, no permission at all."""
    found = await tenancy.tenant_by_slug(slug)
    if found is None:
        return None
    if found.state == "deleted" and not also_deleted:
        raise ended.RecordDeleted(found.tenant)
    await transactions.enter(found.tenant.id, after_end=writes)
    return Scope(
        tenant=found.tenant,
        actor=Actor(name="A member of the public"),
        now=clock.now() + found.clock_offset,
        request_id=request_id,
    )


def _static() -> list[Any]:
    templating.BUILT.mkdir(parents=True, exist_ok=True)
    return [
        create_static_files_router(
            path="/static",
            directories=[Path(templating.BUILT)],
            opt=access.needs(access.ANYONE, static=True),
            cache_control=None,
            include_in_schema=False,
        )
    ]


def _state(settings: Settings, house: access.House, clock: Clock) -> Any:
    from litestar.datastructures import State

    return State(
        {
            "settings": settings,
            "clock": clock,
            "house": house,
            "links": (milestones_to_link,),
            "challenge_topics": (titles_of_business,),
            "evidence_sorts": (BOARD_PACK,),
            "beside_committee": (
                powers_of_committee,
                acts_of_committee,
                left_by_meetings,
                together_of_committee,
                records_of_joint,
                shared_offices_of_committee,
            ),
            "beside_person": (shared_offices_of_person,),
            "beside_item": (acts_of_item, commitments_of_item),
            "beside_meeting": (together_of_meeting, commitments_of_meeting),
            "beside_milestone": (submission_of_milestone,),
            "beside_contract": (gates_of_contract,),
            "beside_packs": (packs_of_host,),
            "beside_agenda": (before_agenda,),
            "beside_declarations": (gain_shares_to_declare,),
        }
    )
