"""What `probity tenant go-live|close|reopen` do: whoever runs the installation settles an organisation's state by hand.

In the app two named persons close an organisation (`backend/archives`); here it is the operator's own act, and the
ledger says so. Each function is called with open services and opens its own transactions.
"""

from datetime import date
from typing import Any

from backend.catalogue import shelf
from backend.desk import stage
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.provision import lifetime
from backend.scope import Actor, NotFound, Scope
from backend.tenancy import transactions
from backend.tenancy.queries import every_tenant, tenant_by_slug


async def go_live(_services: Any, slug: str) -> str:
    """End the trial."""
    scope = await operator_of(slug)
    async with transactions.scope_tx(scope):
        await lifetime.go_live(scope)
    return f"{scope.tenant.name} is live: what is approved is published and released from now on."


async def close(_services: Any, slug: str, on: date | None, reason: str) -> str:
    """Close the organisation on a day that has come; today unless one is given."""
    scope = await operator_of(slug)
    day = on or scope.today
    async with transactions.scope_tx(scope):
        await lifetime.close_tenant(scope, on=day, reason=reason)
    return f"{scope.tenant.name} is closed on {in_words(day)}: its record is read and no longer written."


async def reopen(_services: Any, slug: str, reason: str) -> str:
    """Take a closing back."""
    scope = await operator_of(slug)
    async with transactions.scope_tx(scope, after_end=True):
        await lifetime.reopen(scope, reason=reason)
    return f"{scope.tenant.name} is live again."


async def every_in_words(services: Any) -> tuple[str, ...]:
    """The folders and templates of the catalogue, and then the tenants that live without a folder. As the worker."""
    folders = await stage.tenants_in_words(services)
    async with DB.transaction_with({}, readonly=True):
        living = await every_tenant()
    known = shelf.catalogue().tenants
    return folders + tuple(
        f"{each.tenant.slug:34} {each.tenant.name} · founded here, without a folder · {stage.state_in_words(each)}"
        for each in living
        if each.tenant.slug not in known
    )


async def operator_of(slug: str, *, chore: str = "tenant") -> Scope:
    """Whoever runs the command line, in a tenant of any state: its keys and archives outlive it. Raises NotFound."""
    async with DB.transaction_with({}, readonly=True):
        found = await tenant_by_slug(slug)
    if found is None:
        raise NotFound("tenant")
    return Scope(
        tenant=found.tenant,
        actor=Actor(name="Command line", chore=chore),
        now=real_now() + found.clock_offset,
        request_id="command-line",
    )
