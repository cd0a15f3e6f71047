"""Reading the action log: lines by committee, meeting, owner and age, and one action with its timeline."""

from backend.actions.queries.lines import ActionLine, Filters, Log, actions_by_id, actions_of, log_of
from backend.actions.queries.one import ActionView, StepView, action, evidence_step

__all__ = [
    "ActionLine",
    "ActionView",
    "Filters",
    "Log",
    "StepView",
    "action",
    "actions_by_id",
    "actions_of",
    "evidence_step",
    "log_of",
]
