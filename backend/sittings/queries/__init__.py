"""Reading sittings: the live page, the minutes, decisions as they were taken, attendance."""

from backend.sittings.queries.attendance import Attendance, attendance_of, attendances_of
from backend.sittings.queries.extracts import Extract, extract_of
from backend.sittings.queries.following import FollowUp, follow_ups
from backend.sittings.queries.live import LiveView, live_of
from backend.sittings.queries.minutes import MinutesView, minutes_of
from backend.sittings.queries.publishing import (
    PublicMinutes,
    all_public,
    minutes_made_public,
    public_minutes,
)
from backend.sittings.queries.records import ActionLine, TakenDecision, actions_of, decisions_of
from backend.sittings.queries.registers import (
    RegisteredDecision,
    RegisterLine,
    Wanted,
    decision_register,
    register_of,
)
from backend.sittings.queries.situation import Situation, situation_of

__all__ = [
    "ActionLine",
    "Attendance",
    "Extract",
    "FollowUp",
    "LiveView",
    "MinutesView",
    "PublicMinutes",
    "RegisterLine",
    "RegisteredDecision",
    "Situation",
    "TakenDecision",
    "Wanted",
    "actions_of",
    "all_public",
    "attendance_of",
    "attendances_of",
    "decision_register",
    "decisions_of",
    "extract_of",
    "follow_ups",
    "live_of",
    "minutes_made_public",
    "minutes_of",
    "public_minutes",
    "register_of",
    "situation_of",
]
