"""Opening a tenant's life and changing what the whole of it rests on."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import BaseModel

from backend.kit import queue
from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.schedules import operations as schedules
from backend.scope import Refusal, Scope, Tenant
from backend.tenancy import settings
from backend.tenancy.tables import TenantTable

_SETTLED = "Settled with the settings of the organisation"


class UnableToMoveClock(Refusal):
    """A clock that may not be moved."""


class UnableToSuspend(Refusal):
    """An organisation that is suspended already, or not at work; or no reason."""


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
            kept={},
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


async def keep(scope: Scope, part: str, value: BaseModel, *, because: str = _SETTLED) -> None:
    """Let the tenant keep `value` for a part of its settings that no room keeps."""
    before = await settings.put(scope, part, value, because=because)
    await ledger.record(
        scope,
        f"tenancy.settings.{part}",
        _record(scope.tenant),
        before=before,
        after=value.model_dump(mode="json", by_alias=True),
    )


async def move_clock(scope: Scope, *, to: datetime) -> None:
    """Set a demonstration's clock to `to`; it runs on from there. A real tenant's clock is the real one."""
    if not scope.tenant.demonstration:
        raise UnableToMoveClock("Only a demonstration lives at another time than the real one.")
    offset: timedelta = to - real_now()
    await execute("UPDATE tenancy_tenant SET clock_offset = $1 WHERE id = $2", offset, scope.tenant.id)
    await ledger.record(
        scope, "tenancy.clock.moved", _record(scope.tenant), before={"now": scope.now}, after={"now": to}
    )
    # a clock that is moved has missed nothing
    await schedules.restart(replace(scope, now=to))


async def suspend_tenant(scope: Scope, *, reason: str) -> None:
    """Let nothing be done or sent for the tenant until it is resumed: what is owed stays owed, and letters wait.

    What a mail server is being handed at this moment still goes. Raises UnableToSuspend.
    """
    if not reason.strip():
        raise UnableToSuspend("Say why the organisation is suspended.", field="reason")
    await _settle_state(scope, "suspended", among=("trial", "live"), refusal="is not at work", reason=reason)


async def resume_tenant(scope: Scope) -> None:
    """Take up again what waited: its letters now, its chores when the clock next looks. Raises UnableToSuspend."""
    await _settle_state(scope, "live", among=("suspended",), refusal="is not suspended")
    await queue.defer("notices.deliver_waiting", tenant_id=scope.tenant.id)


async def _settle_state(
    scope: Scope, state: str, *, among: tuple[str, ...], refusal: str, reason: str = ""
) -> None:
    rows = await fetch("SELECT state FROM tenancy_tenant WHERE id = $1 FOR UPDATE", scope.tenant.id)
    before = rows[0]["state"]
    if before not in among:
        raise UnableToSuspend(f"{scope.tenant.name} {refusal}: it is {before}.")
    await execute("UPDATE tenancy_tenant SET state = $2 WHERE id = $1", scope.tenant.id, state)
    await ledger.record(
        scope,
        "tenancy.tenant.suspended" if state == "suspended" else "tenancy.tenant.resumed",
        _record(scope.tenant),
        before={"state": before},
        after={"state": state, "reason": reason.strip()},
    )


def _record(tenant: Tenant) -> Record:
    return Record(room="tenancy", kind="tenant", id=tenant.id, title=tenant.name)


def _plain(tenant: Tenant) -> dict[str, object]:
    pins: object = json.loads(json.dumps(dict(tenant.pins)))
    return {"slug": tenant.slug, "name": tenant.name, "kind": tenant.kind, "pins": pins}
