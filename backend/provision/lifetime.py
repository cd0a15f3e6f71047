"""Opening a tenant's life and changing what the whole of it rests on."""

import json
from datetime import datetime, timedelta

from backend.kit.clock import real_now
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Refusal, Scope, Tenant
from backend.tenancy.tables import TenantTable


class UnableToMoveClock(Refusal):
    """A clock that may not be moved."""


async def found_tenant(scope: Scope) -> None:
    """Open the life of `scope.tenant`, in a transaction of that tenant. Its slug must be free."""
    tenant = scope.tenant
    await TenantTable.insert(
        TenantTable(
            id=tenant.id,
            slug=tenant.slug,
            name=tenant.name,
            kind=tenant.kind,
            demonstration=tenant.demonstration,
            time_zone=tenant.time_zone,
            pins=dict(tenant.pins),
            state="live",
        )
    )
    await ledger.record(scope, "tenancy.tenant.founded", _record(tenant), after=_plain(tenant))


async def change_tenant(scope: Scope, *, name: str, kind: str, time_zone: str, pins: dict[str, str]) -> None:
    """Change the tenant's name, kind, time zone or the editions that it has pinned."""
    before = scope.tenant
    await TenantTable.update(
        {
            TenantTable.name: name,
            TenantTable.kind: kind,
            TenantTable.time_zone: time_zone,
            TenantTable.pins: pins,
        }
    ).where(TenantTable.id == before.id)
    after = {"name": name, "kind": kind, "time_zone": time_zone, "pins": pins}
    await ledger.record(scope, "tenancy.tenant.changed", _record(before), before=_plain(before), after=after)


async def move_clock(scope: Scope, *, to: datetime) -> None:
    """Set a demonstration's clock to `to`; it runs on from there. A real tenant's clock is the real one."""
    if not scope.tenant.demonstration:
        raise UnableToMoveClock("Only a demonstration lives at another time than the real one.")
    offset: timedelta = to - real_now()
    await execute("UPDATE tenancy_tenant SET clock_offset = $1 WHERE id = $2", offset, scope.tenant.id)
    await ledger.record(
        scope, "tenancy.clock.moved", _record(scope.tenant), before={"now": scope.now}, after={"now": to}
    )


def _record(tenant: Tenant) -> Record:
    return Record(room="tenancy", kind="tenant", id=tenant.id, title=tenant.name)


def _plain(tenant: Tenant) -> dict[str, object]:
    pins: object = json.loads(json.dumps(dict(tenant.pins)))
    return {"slug": tenant.slug, "name": tenant.name, "kind": tenant.kind, "pins": pins}
