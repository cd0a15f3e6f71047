"""Opening a tenant's life and changing what the whole of it rests on."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from pydantic import BaseModel

from backend.kit import queue
from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.schedules import operations as schedules
from backend.scope import OVER, Refusal, Scope, Tenant
from backend.tenancy import settings
from backend.tenancy.tables import TenantTable

_SETTLED = "Settled with the settings of the organisation"


class UnableToMoveClock(Refusal):
    """A clock that may not be moved."""


class UnableToSuspend(Refusal):
    """An organisation that is suspended already, or not at work; or no reason."""


class UnableToSettle(Refusal):
    """A state that the organisation can't go to from where it is; or a day or a reason that is missing."""


GOES_TO: Mapping[str, frozenset[str]] = {
    "trial": frozenset({"live", "suspended", "closed"}),
    "live": frozenset({"suspended", "closed", "merged"}),
    "suspended": frozenset({"live", "closed", "merged"}),
    "closed": frozenset({"live", "deleted"}),
    "merged": frozenset({"deleted"}),
    "deleted": frozenset(),
}
"""From each state, where the life of an organisation may go. What was merged is never reopened: its successor acts."""


async def found_tenant(scope: Scope, *, state: str = "live") -> None:
    """Open the life of `scope.tenant`, as `live` or on `trial`, in a transaction of it. Its slug must be free."""
    assert state in {"trial", "live"}, state
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
            state=state,
            kept={},
        )
    )
    await ledger.record(
        scope, "tenancy.tenant.founded", _record(tenant), after={**_plain(tenant), "state": state}
    )


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
    before = await _state_held(scope)
    if before not in {"trial", "live"}:
        raise UnableToSuspend(f"{scope.tenant.name} is not at work: it is {before}.")
    await _settle(scope, "suspended", before=before, act="suspended", reason=reason)


async def resume_tenant(scope: Scope) -> None:
    """Take up again what waited: its letters now, its chores when the clock next looks. Raises UnableToSuspend."""
    before = await _state_held(scope)
    if before != "suspended":
        raise UnableToSuspend(f"{scope.tenant.name} is not suspended: it is {before}.")
    await _settle(scope, "live", before=before, act="resumed")
    await queue.defer("notices.deliver_waiting", tenant_id=scope.tenant.id)


async def go_live(scope: Scope, *, reason: str = "") -> None:
    """End the trial: from now on what is approved is published and released. Raises UnableToSettle."""
    before = await _state_held(scope)
    if before != "trial":
        raise UnableToSettle(f"{scope.tenant.name} is not on trial: it is {before}.")
    await _settle(scope, "live", before=before, act="went-live", reason=reason)


async def close_tenant(scope: Scope, *, on: date, reason: str) -> None:
    """End the organisation's life on a day that has come: from now on its record is read and no longer written.

    What is being written at this moment by an act that began before may still land. Raises UnableToSettle.
    """
    before = await _ending(scope, "closed", on=on, reason=reason)
    await _settle(scope, "closed", before=before, act="closed", reason=reason, on=on)


async def reopen(scope: Scope, *, reason: str) -> None:
    """Take a closing back. What waited is not sent by itself: what is due is due again. Raises UnableToSettle."""
    if not reason.strip():
        raise UnableToSettle("Say why it is reopened.", field="reason")
    before = await _state_held(scope)
    if before != "closed":
        raise UnableToSettle(f"{scope.tenant.name} is not closed: it is {before}.")
    await _settle(scope, "live", before=before, act="reopened", reason=reason)


async def mark_merged(scope: Scope, *, into: Tenant, on: date, reason: str) -> None:
    """End the organisation's life as merged into another, whose name and word are kept for the banner.

    Runs in a transaction of the tenant that ends. Raises UnableToSettle.
    """
    if into.id == scope.tenant.id:
        raise UnableToSettle("An organisation can't be merged into itself.", field="into")
    if into.over:
        raise UnableToSettle(f"{into.name} is itself {into.state}.", field="into")
    before = await _ending(scope, "merged", on=on, reason=reason)
    await execute(
        "UPDATE tenancy_tenant SET state = 'merged', closed_on = $2, merged_into = $3, merged_into_name = $4, "
        "merged_into_slug = $5 WHERE id = $1",
        scope.tenant.id,
        on,
        into.id,
        into.name,
        into.slug,
    )
    successor = {"id": into.id, "slug": into.slug, "name": into.name}
    await _settle(scope, "merged", before=before, act="merged", reason=reason, on=on, into=successor)


async def mark_deleted(scope: Scope, *, reason: str, approval: Mapping[str, object] | None = None) -> None:
    """Shut the record for good: nobody reads it from now on, and `archives.deleting` removes it. Raises UnableToSettle.

    The ledger's last line says so, with the `approval`: who proposed and approved it.
    """
    before = await _state_held(scope)
    if "deleted" not in GOES_TO[before]:
        raise UnableToSettle(f"{scope.tenant.name} is {before}: only what is closed or merged is deleted.")
    await _settle(scope, "deleted", before=before, act="deleted", reason=reason, approval=approval or {})
    await execute("UPDATE tenancy_tenant SET deleted_on = $2 WHERE id = $1", scope.tenant.id, scope.today)


async def _ending(scope: Scope, state: str, *, on: date, reason: str) -> str:
    if not reason.strip():
        raise UnableToSettle("Say why.", field="reason")
    if on > scope.today:
        raise UnableToSettle(
            "The day has not come yet: an organisation ends on its day, not before.", field="on"
        )
    before = await _state_held(scope)
    if state not in GOES_TO[before]:
        raise UnableToSettle(f"{scope.tenant.name} is {before}, and can’t be {state}.")
    return before


async def _state_held(scope: Scope) -> str:
    """The tenant's state, held until the transaction ends, so that of two who settle it one comes second."""
    rows = await fetch("SELECT state FROM tenancy_tenant WHERE id = $1 FOR NO KEY UPDATE", scope.tenant.id)
    state: str = rows[0]["state"]
    return state


async def _settle(
    scope: Scope,
    state: str,
    *,
    before: str,
    act: str,
    reason: str = "",
    on: date | None = None,
    **after: object,
) -> None:
    # the day of a closing stands until it is taken back, also when the record is deleted one day
    await execute(
        "UPDATE tenancy_tenant SET state = $2, closed_on = CASE WHEN $2 = ANY ($4::text[]) "
        "THEN coalesce($3::date, closed_on) END WHERE id = $1",
        scope.tenant.id,
        state,
        on,
        sorted(OVER),
    )
    said = {"state": state, "reason": reason.strip(), **({"on": on} if on else {}), **after}
    await ledger.record(
        scope, f"tenancy.tenant.{act}", _record(scope.tenant), before={"state": before}, after=said
    )


def _record(tenant: Tenant) -> Record:
    return Record(room="tenancy", kind="tenant", id=tenant.id, title=tenant.name)


def _plain(tenant: Tenant) -> dict[str, object]:
    pins: object = json.loads(json.dumps(dict(tenant.pins)))
    return {"slug": tenant.slug, "name": tenant.name, "kind": tenant.kind, "pins": pins}
