"""The acts of the room: programmes are taken up, milestones said to stand somewhere, conditions judged."""

from backend.delegation.operations.authoring import (
    add_milestone,
    add_part,
    bring_back_milestone,
    bring_back_programme,
    change_milestone,
    describe_programme,
    go_on_under,
    make_programme,
    move_part,
    move_within,
    remove_part,
    rename_part,
    retire_milestone,
    take_up_plan,
)
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
from backend.delegation.operations.reviews import record_review, take_review
from backend.delegation.operations.slipping import Kind, slip
from backend.delegation.operations.tagging import say_about
from backend.delegation.operations.taking_back import may_take_back, take_back
from backend.delegation.operations.waivers import waive, withdraw_waiver

__all__ = [
    "FollowUp",
    "Kind",
    "ToSet",
    "add_milestone",
    "add_part",
    "bring_back_milestone",
    "bring_back_programme",
    "carry_over",
    "change_milestone",
    "change_programme",
    "describe_programme",
    "expect_milestone",
    "go_on_under",
    "impose",
    "judge_commitment",
    "judge_condition",
    "make_programme",
    "mark_at_risk",
    "may_take_back",
    "move_milestone",
    "move_part",
    "move_within",
    "name_owner",
    "pass_gate",
    "record_happening",
    "record_review",
    "remove_part",
    "rename_part",
    "reopen_gate",
    "report_happening",
    "retire_milestone",
    "retire_programme",
    "say_about",
    "settle",
    "show",
    "show_evidence",
    "slip",
    "standing_of",
    "strike_out",
    "take_back",
    "take_review",
    "take_step",
    "take_up_plan",
    "take_up_programme",
    "waive",
    "withdraw",
    "withdraw_waiver",
    "words_of",
]
