"""Finding a tenant by the word in the address, and what is due."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Tenant

AT_WORK = frozenset({"trial", "live"})
"""The states in which something is done and sent for an organisation."""

ENDED_AND_KEPT = frozenset({"closed", "merged"})
"""The states of an organisation whose life has ended and whose record is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTenant:
    """A tenant and how far its clock stands from the real one (a demonstration may live in another year)."""

    tenant: Tenant
    clock_offset: timedelta
    state: str


async def tenant_by_slug(slug: str) -> FoundTenant | None:
    """The tenant of exactly this slug. Works in a transaction that has no tenant yet."""
    rows = await fetch("SELECT * FROM app.tenant_by_slug($1)", slug)
    return _found(rows[0]) if rows else None


async def tenant_by_id(tenant_id: UUID) -> FoundTenant | None:
    """The tenant of this transaction, by its id; a worker may ask for any."""
    rows = await fetch("SELECT * FROM tenancy_tenant WHERE id = $1", tenant_id)
    return _found(rows[0]) if rows else None


async def every_tenant() -> tuple[FoundTenant, ...]:
    """Every tenant, by slug, also those that are closed. For the worker's role, which alone sees them all."""
    return tuple(map(_found, await fetch("SELECT * FROM tenancy_tenant ORDER BY slug")))


async def found_tenants(*, demonstrations: bool) -> tuple[tuple[str, str], ...]:
    """The short names and names of the tenants that let others find them, by name; demonstrations among themselves."""
    rows = await fetch("SELECT slug, name FROM app.found_tenants($1)", demonstrations)
    return tuple(sorted(((row["slug"], row["name"]) for row in rows), key=lambda each: each[1].casefold()))


async def tenants_due(chore: str, *, now: datetime, after_end: bool = False) -> tuple[FoundTenant, ...]:
    """The tenants, of those at work, in whose own time `chore` has something to do; the longest due first.

    `now` is the house's time; a demonstration's clock stands off from it. `after_end`: also those that are closed or
    merged, for what keeps their record sound. For the worker, across tenants.
    """
    rows = await fetch(TENANTS_DUE, chore, now, [*AT_WORK, *(ENDED_AND_KEPT if after_end else ())])
    return tuple(map(_found, rows))


TENANTS_DUE = """
SELECT found.* FROM (
  SELECT tenant.*, due.due_at FROM tenancy_due due JOIN tenancy_tenant tenant ON tenant.id = due.tenant_id
  WHERE due.chore = $1 AND due.due_at <= $2::timestamptz AND tenant.clock_offset IS NULL
  UNION ALL
  SELECT tenant.*, due.due_at FROM tenancy_tenant tenant JOIN tenancy_due due ON due.tenant_id = tenant.id
  WHERE due.chore = $1 AND due.due_at <= $2::timestamptz + tenant.clock_offset AND tenant.clock_offset IS NOT NULL
) found WHERE found.state = ANY ($3::text[]) ORDER BY found.due_at, found.id
"""
"""In two halves, so that each has an index: a tenant where nothing is due is not looked at, not even its row of what
is due. A demonstration's row, due by another clock, is.
"""


def _found(row: Any) -> FoundTenant:
    return FoundTenant(
        tenant=Tenant(
            id=row["id"],
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            demonstration=row["demonstration"],
            time_zone=row["time_zone"],
            pins=json.loads(row["pins"]),
            kept=row["kept"],
            state=row["state"],
            ended_on=row["closed_on"],
            deleted_on=row["deleted_on"],
            merged_into_name=row["merged_into_name"] or "",
            merged_into_slug=row["merged_into_slug"] or "",
        ),
        clock_offset=row["clock_offset"] or timedelta(0),
        state=row["state"],
    )
