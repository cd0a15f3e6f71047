"""Putting work on the queue: in the caller's own transaction, so that a job exists if and only if its cause does."""

import json
from typing import Any
from uuid import UUID

from backend.kit.database import DB

_DEFER = """
SELECT queue.procrastinate_defer_jobs_v1(ARRAY[
  ROW('default', $1, $2, $3, NULL, $4::jsonb, NULL)::queue.procrastinate_job_to_defer_v1])
"""


async def defer(
    task: str, *, tenant_id: UUID, lock: str | None = None, priority: int = 0, **ids: Any
) -> None:
    """Ask for `task` to run once this transaction has committed.

    Arguments carry ids only. `lock` names what may not run twice at once. The database refuses arguments that
    name another tenant than the transaction's.
    """
    arguments = {"tenant_id": str(tenant_id), **{name: str(value) for name, value in ids.items()}}
    await DB.connection().fetch(_DEFER, task, priority, lock, json.dumps(arguments, sort_keys=True))
