"""The bare way to chase what is due: the rows are marked and handed back, and nobody is told."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any
from uuid import UUID

UPDATE = """
UPDATE actions_action SET chase_on = chase_on + 7 WHERE tenant_id = $1 AND chase_on <= $2
RETURNING id, words, due_on, owner_person_id
"""

UPDATE_OF_ALL = """
UPDATE actions_action SET chase_on = chase_on + 7 WHERE chase_on <= $1 RETURNING id, words, due_on, owner_person_id
"""


async def sweep(
    transaction: Callable[[UUID], AbstractAsyncContextManager[None]],
    fetch: Callable[..., Awaitable[Any]],
    *,
    tenant_ids: Iterable[UUID],
    day: date,
) -> int:
    """Tenant by tenant, each in a transaction of its own behind its wall; returns how many rows were due."""
    found = 0
    for tenant_id in tenant_ids:
        async with transaction(tenant_id):
            found += len(await fetch(UPDATE, tenant_id, day))
    return found


async def sweep_of_all(connection: Any, *, day: date) -> int:
    """One statement over every tenant, as the superuser, whom no wall stops."""
    return len(await connection.fetch(UPDATE_OF_ALL, day))
