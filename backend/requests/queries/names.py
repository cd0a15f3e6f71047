"""Who made a request. No other module reads that table, and this one asks first whether the reader may know."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope

MAY = "requests.names"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterView:
    """A requester, and for whom they asked where it was not for themselves."""

    name: str
    contact: str
    for_whom: str | None


async def requester_of(scope: Scope, *, request_id: UUID) -> RequesterView | None:
    """Who made a request; nothing where the reader may not know."""
    return (await requesters_of(scope, request_ids=[request_id])).get(request_id)


async def requesters_of(scope: Scope, *, request_ids: Collection[UUID]) -> dict[UUID, RequesterView]:
    """Who made some requests; empty where the reader may not know."""
    if not scope.may(MAY):
        return {}
    return await _read(scope, request_ids)


async def to_keep_out(scope: Scope, *, request_id: UUID) -> tuple[str, ...]:
    """The names that nothing public may hold. For a rule to compare with, never to be shown."""
    found = (await _read(scope, [request_id])).get(request_id)
    return tuple(each for each in (found.name, found.for_whom, found.contact) if each) if found else ()


async def for_letter(scope: Scope, *, request_id: UUID) -> RequesterView | None:
    """Who made a request, for the letter that a chore prints; only those who may know can open it."""
    return (await _read(scope, [request_id])).get(request_id)


async def _read(scope: Scope, request_ids: Collection[UUID]) -> dict[UUID, RequesterView]:
    rows = await fetch(
        "SELECT request_id, name, contact, for_whom FROM requests_requester "
        "WHERE tenant_id = $1 AND request_id = ANY ($2)",
        scope.tenant.id,
        list(request_ids),
    )
    return {
        row["request_id"]: RequesterView(name=row["name"], contact=row["contact"], for_whom=row["for_whom"])
        for row in rows
    }
