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

_log = logging.getLogger("probity.facts")

Address = tuple[UUID, UUID, str, str]  # tenant, publication, form, part


class Tally:
    """The counts of one room. `statement` adds to them: tenant, new id, publication, form, part, count, first, last."""

    def __init__(self, statement: str) -> None:
        self._statement = statement
        self._counts: dict[Address, tuple[int, datetime, datetime]] = {}
        self._writing: asyncio.Task[None] | None = None

    def served(self, scope: Scope, *, publication_id: UUID, form: str, part: str = "") -> None:
        """Count one answer; it is written within moments."""
        address = (scope.tenant.id, publication_id, form, part)
        count, first, last = self._counts.get(address, (0, scope.now, scope.now))
        self._counts[address] = (count + 1, min(first, scope.now), max(last, scope.now))
        if self._writing is None or self._writing.done():
            # a context of its own: this request's transaction is not the writer's
            self._writing = asyncio.get_running_loop().create_task(
                self._later(), context=contextvars.Context()
            )

    async def write(self) -> None:
        """Write what is counted. Call it outside a transaction."""
        counted, self._counts = self._counts, {}
        for (tenant_id, publication_id, form, part), (count, first, last) in counted.items():
            try:
                async with transactions.tenant_tx(tenant_id, after_end=True):
                    await execute(
                        self._statement, tenant_id, new_id(), publication_id, form, part, count, first, last
                    )
            except DatabaseUnavailable:
                _log.warning("%d readings of a public %s were not counted: the database is away", count, form)

    async def _later(self) -> None:
        await asyncio.sleep(_PAUSE)
        await self.write()
