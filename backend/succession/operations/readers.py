"""Letting people of the successor read a predecessor's records: each by name, with a role there that changes
nothing."""

import contextlib
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.people import permissions
from backend.people.operations import persons
from backend.people.rules import UnableToGrantRole
from backend.succession.operations.ferry import Ferry
from backend.succession.tables import Reader

_READERS = """
SELECT DISTINCT ON (p.id) p.id, p.name, p.email, p.account_id, d.post FROM succession_designate d
JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
WHERE d.tenant_id = $1 AND d.plan_id = $2 AND d.reads AND d.ended_at IS NULL ORDER BY p.id, d.named_at
"""


async def let_read(ferry: Ferry) -> None:
    """Everyone who is designate to read becomes a person of the predecessor who may read everything and change
    nothing."""
    await ferry.ashore()
    for reader in await fetch(_READERS, ferry.here.tenant.id, ferry.plan["id"]):
        await ferry.over()
        there_id = await _person_there(ferry, reader)
        with contextlib.suppress(UnableToGrantRole):  # they read there already
            await persons.grant_role(ferry.there, person_id=there_id, role=permissions.AUDIT)
        await ferry.ashore()
        await Reader.add(
            ferry.here,
            plan_id=ferry.plan["id"],
            predecessor_id=ferry.predecessor["id"],
            person_id=reader["id"],
            there_person_id=there_id,
            granted_at=ferry.here.now,
        )


async def _person_there(ferry: Ferry, reader: Any) -> UUID:
    """Who they are there: by their account, or added, with the same way in."""
    tenant = ferry.there.tenant
    if reader["account_id"] is not None:
        known = await fetch(
            "SELECT id FROM people_person WHERE tenant_id = $1 AND account_id = $2 AND (left_on IS NULL OR "
            "left_on > $3)",
            tenant.id,
            reader["account_id"],
            ferry.there.today,
        )
        if known:
            return UUID(str(known[0]["id"]))
    there_id = await persons.add_person(
        ferry.there,
        name=reader["name"],
        job_title=f"{reader['post']}, {ferry.here.tenant.name}",
        email=reader["email"],
    )
    if reader["account_id"] is not None:
        await execute(
            "UPDATE people_person SET account_id = $3 WHERE tenant_id = $1 AND id = $2",
            tenant.id,
            there_id,
            reader["account_id"],
        )
        await execute(
            "INSERT INTO people_membership (account_id, tenant_id, person_id, tenant_slug, tenant_name) "
            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, tenant_id) DO NOTHING",
            reader["account_id"],
            tenant.id,
            there_id,
            tenant.slug,
            tenant.name,
        )
    return there_id
