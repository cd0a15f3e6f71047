"""Scopes and tenants in one line each."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit.identity import new_id
from backend.scope import Actor, HeldSeat, Scope, Tenant

LONDON = ZoneInfo("Europe/London")
FIRST_OF_SEPTEMBER = datetime(2014, 9, 1, 9, 0, tzinfo=LONDON)


def a_tenant(**traits: Any) -> Tenant:
    """A tenant that is nowhere yet; its slug is unique unless given."""
    tenant_id = traits.pop("id", None) or new_id()
    defaults: dict[str, Any] = {
        "slug": f"north-{str(tenant_id)[-12:]}",
        "name": "NHS North CCG (invented)",
        "kind": "ccg",
        "pins": {"managing-conflicts-of-interest": "2013-03"},
    }
    return Tenant(id=tenant_id, **{**defaults, **traits})


def a_scope(
    tenant: Tenant | None = None,
    *,
    now: str | datetime = FIRST_OF_SEPTEMBER,
    person_id: UUID | None = None,
    name: str = "Morgan Invented",
    roles: tuple[str, ...] = ("governance-officer",),
    seats: tuple[HeldSeat, ...] = (),
    permissions: frozenset[str] | None = None,
) -> Scope:
    """A scope of `tenant`; a moment may be given as text, read as London time."""
    moment = _london(now) if isinstance(now, str) else now
    return Scope(
        tenant=tenant or a_tenant(),
        actor=Actor(name=name, person_id=person_id or new_id()),
        now=moment.astimezone(UTC),
        request_id="test",
        roles=frozenset(roles),
        seats=seats,
        permissions=_every_permission() if permissions is None else permissions,
    )


def _london(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _every_permission() -> frozenset[str]:
    from backend.people import permissions

    return frozenset(permissions.PERMISSIONS)
