"""The acts of the room: programmes are taken up, milestones said to stand somewhere, conditions judged."""

from backend.delegation.operations.evidence import show, withdraw
from backend.delegation.operations.happenings import (
    FollowUp,
    record_happening,
    report_happening,
    strike_out,
)
from backend.delegation.operations.imposed import carry_over, impose, settle
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
from backend.delegation.operations.passing import ToSet, pass_gate, reopen_gate
from backend.delegation.operations.programmes import (
    change_programme,
    retire_programme,
    take_up_programme,
)
from backend.delegation.operations.waivers import waive, withdraw_waiver

__all__ = [
    "FollowUp",
    "ToSet",
    "carry_over",
    "change_programme",
    "expect_milestone",
    "impose",
    "judge_commitment",
    "judge_condition",
    "mark_at_risk",
    "move_milestone",
    "name_owner",
    "pass_gate",
    "record_happening",
    "reopen_gate",
    "report_happening",
    "retire_programme",
    "settle",
    "show",
    "show_evidence",
    "standing_of",
    "strike_out",
    "take_step",
    "take_up_programme",
    "waive",
    "withdraw",
    "withdraw_waiver",
    "words_of",
]
