"""Reading sittings: the live page, the minutes, decisions as they were taken, attendance."""

from backend.sittings.queries.live import LiveView, live_of
from backend.sittings.queries.minutes import MinutesView, minutes_of
from backend.sittings.queries.records import ActionLine, TakenDecision, actions_of, decisions_of
from backend.sittings.queries.registers import (
    Attendance,
    RegisteredDecision,
    attendance_of,
    decision_register,
)
from backend.sittings.queries.situation import Situation, situation_of

__all__ = [
    "ActionLine",
    "Attendance",
    "LiveView",
    "MinutesView",
    "RegisteredDecision",
    "Situation",
    "TakenDecision",
    "actions_of",
    "attendance_of",
    "decision_register",
    "decisions_of",
    "live_of",
    "minutes_of",
    "situation_of",
]
