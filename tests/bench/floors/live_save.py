"""The bare way to write one line of a sitting: one INSERT in a transaction, nothing looked up or noted."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from uuid import UUID

INSERT = """
INSERT INTO sittings_presence (tenant_id, id, meeting_id, kind, person_id, name, at, counts, recorded_at,
  recorded_by_person_id, recorded_by_name)
VALUES ($1, $2, $3, 'arrived', $4, $5, $6, true, $6, $4, $5)
"""


async def save(
    transaction: Callable[[], AbstractAsyncContextManager[None]],
    execute: Callable[..., Awaitable[str]],
    *,
    tenant_id: UUID,
    row_id: UUID,
    meeting_id: UUID,
    person_id: UUID,
    name: str,
    at: datetime,
) -> None:
    """Write that somebody arrived, in a transaction that the application opened and with its way to run a statement."""
    async with transaction():
        await execute(INSERT, tenant_id, row_id, meeting_id, person_id, name, at)
