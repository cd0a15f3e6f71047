"""The worker, composed: jobs from the queue, and the clock that puts the timetable's chores there.

`open_services` serves the web too, so what only a worker needs is imported when one starts.
"""

from datetime import datetime

from backend.kit.clock import Clock
from backend.kit.settings import Settings
from backend.worker.services import Services, UnableToStart, open_services

__all__ = ["Services", "UnableToStart", "open_services", "run_chore", "work"]


async def work(settings: Settings, *, concurrency: int = 4) -> None:
    """Work until SIGTERM or SIGINT. Raises UnableToStart. Any number of workers may run at once."""
    from backend.worker import process

    await process.work(settings, concurrency=concurrency)


async def run_chore(name: str, *, slug: str, at: datetime | None = None, clock: Clock | None = None) -> None:
    """Run one chore in one tenant now, as if it were `at` (its own time by default). Services must be open.

    A moment without a zone is read on the tenant's wall. Raises UnableToRunChore, or what the chore raises.
    """
    from backend.worker import jobs

    await jobs.run_chore(name, slug=slug, at=at, clock=clock or Clock())
