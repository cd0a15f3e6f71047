"""One worker process: its jobs and its clock, until it is told to stop."""

import asyncio
import logging
import signal

from procrastinate import App
from procrastinate.exceptions import ConnectorException, ProcrastinateException
from procrastinate.worker import Worker

from backend.kit.settings import Settings
from backend.worker import jobs, lost, ticking
from backend.worker.services import UnableToStart, open_services

GRACE_SECONDS = 30.0
"""How long jobs may go on after the worker was told to stop; then they are put down for another to take up."""

_log = logging.getLogger("probity.worker")


async def work(settings: Settings, *, concurrency: int) -> None:
    """See `backend.worker.work`."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for loud in ("procrastinate", "apscheduler"):
        logging.getLogger(loud).setLevel(logging.WARNING)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_services(settings, role="probity_worker", connections=concurrency + 2) as services:
        app = jobs.make_app(services.database_url, clock=services.clock, connections=concurrency + 2)
        try:
            await app.open_async()
        except ConnectorException as error:
            raise UnableToStart("The queue in the database does not answer.") from error
        try:
            await _work_until(stop, app, services.database_url, concurrency)
        finally:
            await app.close_async()
    _log.info("stopped")


async def _work_until(stop: asyncio.Event, app: App, database_url: str, concurrency: int) -> None:
    tasks = [
        asyncio.create_task(_take_jobs(app, concurrency), name="jobs"),
        asyncio.create_task(ticking.keep_time(app, database_url), name="clock"),
    ]
    stopping = asyncio.create_task(stop.wait(), name="stop")
    _log.info("at work, %d jobs at a time", concurrency)
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stopping):
        task.cancel()
    ended = await asyncio.gather(*tasks, stopping, return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome


async def _take_jobs(app: App, concurrency: int) -> None:
    """Take jobs for ever. The queue's own worker gives up when the database goes away, or when it was thought dead."""
    while True:
        in_hand = lost.InHand()
        worker = Worker(
            app,
            name="probity",
            concurrency=concurrency,
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE_SECONDS,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=jobs.HEARTBEAT_SECONDS,
            stalled_worker_timeout=jobs.DEAD_AFTER_SECONDS,
            worker_middleware=[in_hand.around],
        )
        looking = asyncio.create_task(lost.give_back(app, worker, in_hand), name="lost jobs")
        try:
            await worker.run()  # type: ignore[no-untyped-call]  # the queue leaves it without types
        except (ProcrastinateException, OSError) as error:
            _log.warning("the queue does not answer (%s); trying again", type(error).__name__)
        finally:
            looking.cancel()
        await asyncio.sleep(2)
