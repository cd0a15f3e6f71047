"""Jobs that the queue has down as this worker's, and that this worker hasn't in hand.

One comes to be when the database dies between giving a job and saying so, or between the end of a job and its being
written down. Its worker lives, so nobody else takes it up; and a chore of the timetable would wait for it for ever.
"""

import asyncio
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from typing import Any

from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from backend.worker import jobs

_HELD = """
SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
FROM queue.procrastinate_jobs WHERE status = 'doing' AND worker_id = %(worker_id)s ORDER BY id
"""


class InHand:
    """The jobs that run in this process now."""

    def __init__(self) -> None:
        self.ids: set[int | None] = set()

    async def around(
        self, call_next: Callable[[], Awaitable[Any]], context: JobContext, _worker: Worker
    ) -> Any:
        """A middleware of the queue: remember the job while it runs."""
        self.ids.add(context.job.id)
        try:
            return await call_next()
        finally:
            self.ids.discard(context.job.id)


async def give_back(app: App, worker: Worker, in_hand: InHand) -> None:
    """Put lost jobs on the queue again, until cancelled.

    Two looks must both find a job lost: at one, it may just be coming or going.
    """
    seen: AbstractSet[int] = set()
    while True:
        await asyncio.sleep(jobs.DEAD_AFTER_SECONDS)
        try:
            rows = await app.connector.execute_query_all_async(_HELD, worker_id=worker.worker_id)
            lost = {row["id"]: Job.from_row(row) for row in rows if row["id"] not in in_hand.ids}
            for job_id in lost.keys() & seen:
                await jobs.take_up_again(app.job_manager, lost[job_id])
            seen = lost.keys() - seen
        except ConnectorException:
            continue  # the worker itself says that the queue does not answer
