"""The acts of the room: programmes are taken up, milestones said to stand somewhere, conditions judged."""

from backend.delegation.operations.judgements import judge_commitment, judge_condition
from backend.delegation.operations.milestones import (
    expect_milestone,
    mark_at_risk,
    move_milestone,
    name_owner,
    show_evidence,
    standing_of,
    take_step,
    words_of,
)
from backend.delegation.operations.programmes import (
    change_programme,
    retire_programme,
    take_up_programme,
)

__all__ = [
    "change_programme",
    "expect_milestone",
    "judge_commitment",
    "judge_condition",
    "mark_at_risk",
    "move_milestone",
    "name_owner",
    "retire_programme",
    "show_evidence",
    "standing_of",
    "take_step",
    "take_up_programme",
    "words_of",
]
