"""Reading the action log: lines by committee, meeting, owner and age, and one action with its timeline."""

from backend.actions.queries.lines import (
    ActionLine,
    Filters,
    Log,
    actions_by_id,
    actions_from,
    actions_of,
    log_of,
    said_to_be_done,
)
from backend.actions.queries.one import (
    ActionView,
    StepView,
    action,
    action_of_step,
    evidence_step,
    is_struck_rather_than_undone,
)
from backend.actions.queries.waiting import Waiting, waiting_for

__all__ = [
    "ActionLine",
    "ActionView",
    "Filters",
    "Log",
    "StepView",
    "Waiting",
    "action",
    "action_of_step",
    "actions_by_id",
    "actions_from",
    "actions_of",
    "evidence_step",
    "is_struck_rather_than_undone",
    "log_of",
    "said_to_be_done",
    "waiting_for",
]
