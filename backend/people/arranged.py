"""Reading an organisation's own sign-in: what is settled, how it was tried, and who is linked to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import database
from backend.kit.outward import Outward
from backend.people.arrangements import Arrangement
from backend.people.providers import Provider
from backend.people.rules import OFFICER
from backend.people.seals import Seal
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One try-out. `current`: of the settings as they are now."""

    kind: str
    passed: bool
    steps: tuple[dict[str, Any], ...]
    at: datetime
    by_name: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many of those with an account can sign in by the provider, and how many officers; and whether the asker."""

    people: int
    of_people: int
    officers: int
    me: bool


async def arrangement_of(scope: Scope) -> Arrangement | None:
    """What is settled now, if anything."""
    rows = await _rows(scope.tenant.id)
    return _arrangement(rows[0]) if rows else None


async def trials_of(scope: Scope, arrangement: Arrangement) -> tuple[Trial, ...]:
    """The last try-out of each kind, the latest first."""
    rows = await database.fetch(
        "SELECT DISTINCT ON (kind) kind, passed, steps, at, by_name, edition FROM people_provider_trial "
        "WHERE tenant_id = $1 AND provider_id = $2 ORDER BY kind, at DESC, id DESC",
        scope.tenant.id,
        arrangement.id,
    )
    found = [
        Trial(
            kind=row["kind"],
            passed=row["passed"],
            steps=tuple(json.loads(row["steps"])),
            at=row["at"],
            by_name=row["by_name"],
            current=row["edition"] == arrangement.edition,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


async def was_tried(scope: Scope, arrangement: Arrangement) -> bool:
    """Whether the settings as they are now were tried to the end, with success, as the last thing that was tried."""
    return any(
        trial.passed and trial.current
        for trial in await trials_of(scope, arrangement)
        if trial.kind == "round"
    )


async def linked_to(scope: Scope, arrangement: Arrangement) -> Linked:
    """Who of today's people is linked to the provider."""
    rows = await database.fetch(
        "SELECT count(*) FILTER (WHERE linked) AS people, count(*) AS of_people, "
        "  count(*) FILTER (WHERE linked AND officer) AS officers, "
        "  coalesce(bool_or(linked AND account_id = $4), false) AS me "
        "FROM (SELECT p.account_id, "
        "    EXISTS (SELECT FROM people_identity i WHERE i.account_id = p.account_id AND i.issuer = $3) AS linked, "
        "    EXISTS (SELECT FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id AND r.role = $5 "
        "      AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2)) AS officer "
        "  FROM people_person p WHERE p.tenant_id = $1 AND p.account_id IS NOT NULL "
        "    AND (p.left_on IS NULL OR p.left_on > $2)) everyone",
        scope.tenant.id,
        scope.today,
        arrangement.issuer,
        scope.actor.account_id,
        OFFICER,
    )
    return Linked(**rows[0])


async def account_linked(*, issuer: str, subject: str) -> UUID | None:
    """The account that an identity is linked to."""
    rows = await database.fetch(
        "SELECT account_id FROM people_identity WHERE issuer = $1 AND subject = $2", issuer, subject
    )
    return rows[0]["account_id"] if rows else None


async def provider_of(
    tenant_id: UUID, *, seal: Seal, redirect_uri: str, outward: Outward
) -> tuple[Provider, Arrangement] | None:
    """The provider of the tenant that this transaction is in, ready to be asked."""
    rows = await _rows(tenant_id)
    if not rows:
        return None
    arrangement = _arrangement(rows[0])
    secret = seal.open(rows[0]["sealed_secret"], purpose=purpose_of(tenant_id)).decode()
    provider = Provider(
        issuer=arrangement.issuer,
        client_id=arrangement.client_id,
        client_secret=secret,
        name=arrangement.name,
        redirect_uri=redirect_uri,
        outward=outward,
    )
    return provider, arrangement


def purpose_of(tenant_id: UUID) -> str:
    """What a tenant's secret is sealed for: put into another tenant's row, it opens nowhere."""
    return f"provider-secret/{tenant_id}"


async def _rows(tenant_id: UUID) -> Sequence[Any]:
    return await database.fetch(
        "SELECT id, name, issuer, client_id, sealed_secret, domains, trusts_addresses, passwords_allowed, edition, "
        "  settled_at, settled_by FROM people_provider WHERE tenant_id = $1 AND ended_at IS NULL",
        tenant_id,
    )


def _arrangement(row: Any) -> Arrangement:
    return Arrangement(
        id=row["id"],
        name=row["name"],
        issuer=row["issuer"],
        client_id=row["client_id"],
        domains=tuple(row["domains"]),
        trusts_addresses=row["trusts_addresses"],
        passwords_allowed=row["passwords_allowed"],
        edition=row["edition"],
        settled_at=row["settled_at"],
        settled_by=row["settled_by"],
    )
