"""Settling schedules, asking for runs, running them."""

from backend.schedules.operations.asking import ask_for_run
from backend.schedules.operations.keeping import CHORE, look_soon, put, restart, schedule, settle, switch
from backend.schedules.operations.running import JOB, run_one, run_recorded
from backend.schedules.operations.waking import wake

__all__ = [
    "CHORE",
    "JOB",
    "ask_for_run",
    "look_soon",
    "put",
    "restart",
    "run_one",
    "run_recorded",
    "schedule",
    "settle",
    "switch",
    "wake",
]
