"""What is done with actions. Each operation runs in the caller's transaction and leaves a step and a ledger line."""

from backend.actions.operations.answering import answer_by_link, holder_named
from backend.actions.operations.asking import ask_more_time, decline, say_not_mine
from backend.actions.operations.keeping import (
    hand_over,
    move_due_day,
    name_deputy,
    report,
    reword,
    show_evidence,
)
from backend.actions.operations.setting import set_rule, take_back_rule
from backend.actions.operations.settling import accept, claim_done, reopen, strike_out, withdraw
from backend.actions.operations.steps import strike_step, undo_step
from backend.actions.operations.undertaking import undertake
from backend.actions.operations.waiting import wait_for, wait_no_longer
from backend.actions.rules import Source, SourceKind

__all__ = [
    "Source",
    "SourceKind",
    "accept",
    "answer_by_link",
    "ask_more_time",
    "claim_done",
    "decline",
    "hand_over",
    "holder_named",
    "move_due_day",
    "name_deputy",
    "reopen",
    "report",
    "reword",
    "say_not_mine",
    "set_rule",
    "show_evidence",
    "strike_out",
    "strike_step",
    "take_back_rule",
    "undertake",
    "undo_step",
    "wait_for",
    "wait_no_longer",
    "withdraw",
]
