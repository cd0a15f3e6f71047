"""Reading schedules as they are settled, and their runs."""

from backend.schedules.queries.runs import (
    RunLine,
    count_of_runs,
    ended_runs,
    open_runs,
    run_of,
    runs_of,
    told_already,
)
from backend.schedules.queries.settled import ScheduleLine, calendar_of, living, schedules_of

__all__ = [
    "RunLine",
    "ScheduleLine",
    "calendar_of",
    "count_of_runs",
    "ended_runs",
    "living",
    "open_runs",
    "run_of",
    "runs_of",
    "schedules_of",
    "told_already",
]
