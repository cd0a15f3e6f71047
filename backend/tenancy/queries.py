"""Finding a tenant by the word in the address, and what is due."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Tenant


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


async def tenants_due(chore: str, *, at: datetime) -> tuple[UUID, ...]:
    """The tenants in which `chore` has something to do by `at`, oldest first. For the worker, across tenants."""
    rows = await fetch(
        "SELECT tenant_id FROM tenancy_due WHERE chore = $1 AND due_at <= $2 ORDER BY due_at, tenant_id",
        chore,
        at,
    )
    return tuple(row["tenant_id"] for row in rows)


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
        ),
        clock_offset=row["clock_offset"] or timedelta(0),
        state=row["state"],
    )
