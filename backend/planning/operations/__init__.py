"""The acts of the room: the plan, agendas made of it, meetings called and called off, questions of the public."""

from backend.planning.operations.agendas import carry_items, set_agenda
from backend.planning.operations.business import (
    accept_business,
    change_business,
    defer,
    end_business,
    plan_business,
    refer,
    refer_item,
    refuse,
)
from backend.planning.operations.calls import (
    call_extraordinary,
    call_off,
    record_inquorate,
    say_to_public,
    take_questions,
)
from backend.planning.operations.proposing import propose_business, withdraw_proposal
from backend.planning.operations.questions import (
    answer_question,
    ask,
    choose_question,
    forget_askers,
    move_question,
    name_owner,
    refuse_question,
    withdraw_question,
)
from backend.planning.operations.settings import settle, take_back
from backend.planning.operations.steps import undo_step

__all__ = [
    "accept_business",
    "answer_question",
    "ask",
    "call_extraordinary",
    "call_off",
    "carry_items",
    "change_business",
    "choose_question",
    "defer",
    "end_business",
    "forget_askers",
    "move_question",
    "name_owner",
    "plan_business",
    "propose_business",
    "record_inquorate",
    "refer",
    "refer_item",
    "refuse",
    "refuse_question",
    "say_to_public",
    "set_agenda",
    "settle",
    "take_back",
    "take_questions",
    "undo_step",
    "withdraw_proposal",
    "withdraw_question",
]
