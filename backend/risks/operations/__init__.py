"""What is done with risks. Each operation runs in the caller's transaction and leaves a step and a ledger line."""

from backend.risks.operations.hand import undo_step
from backend.risks.operations.moving import propose_move, settle_move
from backend.risks.operations.objectives import change_objective, set_objective
from backend.risks.operations.parts import (
    add_assurance,
    add_control,
    add_gap,
    change_assurance,
    change_control,
    change_gap,
    end_part,
)
from backend.risks.operations.proposing import propose_due
from backend.risks.operations.risks import Said, change_risk, close_risk, open_risk, reopen_risk, review
from backend.risks.operations.rounds import check, close_rounds, confirm, open_round
from backend.risks.operations.scoring import add_point, drop_point, score
from backend.risks.operations.settling import settle, take_back

__all__ = [
    "Said",
    "add_assurance",
    "add_control",
    "add_gap",
    "add_point",
    "change_assurance",
    "change_control",
    "change_gap",
    "change_objective",
    "change_risk",
    "check",
    "close_risk",
    "close_rounds",
    "confirm",
    "drop_point",
    "end_part",
    "open_risk",
    "open_round",
    "propose_due",
    "propose_move",
    "reopen_risk",
    "review",
    "score",
    "set_objective",
    "settle",
    "settle_move",
    "take_back",
    "undo_step",
]
