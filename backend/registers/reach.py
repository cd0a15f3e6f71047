"""Counting where a publication was served, so that a recall can say whom it reached.

A public page is read in a transaction that can't write, so each process counts for a moment and writes the counts in
a transaction of its own. What a process had counted and not written when it was killed is lost; copies that others
keep are never known.
"""

import asyncio
import contextvars
import logging
from datetime import datetime
from uuid import UUID

from backend.kit.database import DatabaseUnavailable, execute
from backend.kit.identity import new_id
from backend.scope import Scope
from backend.tenancy import transactions

_PAUSE = 1.0  # seconds over which what is asked for often is written once

_UPSERT = """
INSERT INTO registers_reach AS known (tenant_id, id, publication_id, form, register, served, first_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, publication_id, form, register) DO UPDATE SET served = known.served + excluded.served,
  first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)
"""

_log = logging.getLogger("probity.registers")

Address = tuple[UUID, UUID, str, str]  # tenant, publication, form, register


class _Tally:
    counts: dict[Address, tuple[int, datetime, datetime]] = {}
    writing: "asyncio.Task[None] | None" = None


def served(scope: Scope, *, publication_id: UUID, form: str, register: str = "") -> None:
    """Count one answer; it is written within moments."""
    address = (scope.tenant.id, publication_id, form, register)
    count, first, last = _Tally.counts.get(address, (0, scope.now, scope.now))
    _Tally.counts[address] = (count + 1, min(first, scope.now), max(last, scope.now))
    if _Tally.writing is None or _Tally.writing.done():
        # a context of its own: this request's transaction is not the writer's
        _Tally.writing = asyncio.get_running_loop().create_task(_later(), context=contextvars.Context())


async def write() -> None:
    """Write what is counted. Call it outside a transaction."""
    counted, _Tally.counts = _Tally.counts, {}
    for (tenant_id, publication_id, form, register), (count, first, last) in counted.items():
        try:
            async with transactions.tenant_tx(tenant_id):
                await execute(
                    _UPSERT, tenant_id, new_id(), publication_id, form, register, count, first, last
                )
        except DatabaseUnavailable:
            _log.warning("%d readings of a public %s were not counted: the database is away", count, form)


async def _later() -> None:
    await asyncio.sleep(_PAUSE)
    await write()
