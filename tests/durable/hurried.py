"""The worker's own program, on a faster watch: what takes minutes in life takes seconds here. Nothing else differs.

The clock looks every second, and at the chores of this test alone.
"""

import asyncio
import os
import sys
from datetime import timedelta

from apscheduler.triggers.interval import IntervalTrigger

from backend import timetable
from backend.kit.settings import BadSetting, read_settings
from backend.notices import rules
from backend.worker import UnableToStart, jobs, process, ticking

LEASE = timedelta(seconds=8)
CHORES = ("desk.chase_what_is_owed", "notices.retry_stalled", "worker.retry_stalled_jobs")


class EverySecond:
    @staticmethod
    def from_crontab(_expression: str, timezone: object = None) -> IntervalTrigger:
        return IntervalTrigger(seconds=1)


def hurry() -> None:
    rules.LEASE = LEASE
    rules.LONGEST_ATTEMPT = timedelta(seconds=6)
    rules._WAITS = (timedelta(seconds=0.5),) * 200
    rules.MOST_ATTEMPTS = len(rules._WAITS) + 1
    jobs.HEARTBEAT_SECONDS, jobs.DEAD_AFTER_SECONDS = 0.7, 3.0
    jobs.LONGEST_WAIT = 1
    jobs.AFTER_FAILURE = timedelta(seconds=1)
    ticking._BEAT = 0.4
    ticking.CronTrigger = EverySecond
    timetable.LINES = tuple(line for line in timetable.LINES if line.chore in CHORES)
    assert len(timetable.LINES) == len(CHORES), "a chore of this test has another name now"


async def everybody_leads(_connection: object) -> None:
    """As if the lock that keeps all clocks but one silent were not there."""


if __name__ == "__main__":
    hurry()
    if os.environ.get("EVERYBODY_LEADS"):
        ticking._wait_for_lead = everybody_leads
    try:
        asyncio.run(process.work(read_settings(), concurrency=3))
    except (BadSetting, UnableToStart) as refusal:
        sys.exit(str(refusal))
