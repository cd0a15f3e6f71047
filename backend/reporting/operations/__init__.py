"""What is done to returns, their issues, questions, outcomes and letters; each an act of a person with a role."""

from backend.reporting.operations.coming_back import (
    keep_outcome,
    keep_question,
    name_answerer,
    record_outcome,
    record_question,
    take_back_question,
)
from backend.reporting.operations.letters import (
    LetterSaid,
    change_letter,
    close_letter,
    follow_up,
    log_letter,
    reopen_letter,
)
from backend.reporting.operations.returns import (
    Owed,
    add_return,
    change_return,
    submit_milestone,
    take_up,
    withdraw_return,
)
from backend.reporting.operations.sending import (
    approve,
    ask,
    keep_made,
    record_sent,
    send,
    send_back,
)
from backend.reporting.operations.writing import attach, begin, draw, drop, set_figures, take_off, write

__all__ = [
    "LetterSaid",
    "Owed",
    "add_return",
    "approve",
    "ask",
    "attach",
    "begin",
    "change_letter",
    "change_return",
    "close_letter",
    "draw",
    "drop",
    "follow_up",
    "keep_made",
    "keep_outcome",
    "keep_question",
    "log_letter",
    "name_answerer",
    "record_outcome",
    "record_question",
    "record_sent",
    "reopen_letter",
    "send",
    "send_back",
    "set_figures",
    "submit_milestone",
    "take_back_question",
    "take_off",
    "take_up",
    "withdraw_return",
    "write",
]
