"""The acts of the room: the register, who holds what, agreements with what happens to them, and plans of transfer."""

from backend.functions.operations.agreements import (
    ask_report,
    change_agreement,
    drop_report,
    free_agreement_slug,
    make_agreement,
    retire_agreement,
    sign_agreement,
)
from backend.functions.operations.functions import (
    add_function,
    change_function,
    free_slug_for,
    restore_function,
    retire_function,
)
from backend.functions.operations.holdings import (
    HoldingSaid,
    end_holding,
    record_holding,
    withdraw_holding,
)
from backend.functions.operations.plans import (
    add_phase,
    change_phase,
    change_plan,
    free_plan_slug,
    make_plan,
    record_transfer,
    retire_plan,
)
from backend.functions.operations.shipped import Taken, likenesses, shipped, take_up, terms_like
from backend.functions.operations.terms import (
    SegregationSaid,
    VariationSaid,
    give_notice,
    show_segregation,
    vary,
    withdraw,
)

__all__ = [
    "HoldingSaid",
    "SegregationSaid",
    "Taken",
    "VariationSaid",
    "add_function",
    "add_phase",
    "ask_report",
    "change_agreement",
    "change_function",
    "change_phase",
    "change_plan",
    "drop_report",
    "end_holding",
    "free_agreement_slug",
    "free_plan_slug",
    "free_slug_for",
    "give_notice",
    "likenesses",
    "make_agreement",
    "make_plan",
    "record_holding",
    "record_transfer",
    "restore_function",
    "retire_agreement",
    "retire_function",
    "retire_plan",
    "shipped",
    "show_segregation",
    "sign_agreement",
    "take_up",
    "terms_like",
    "vary",
    "withdraw",
    "withdraw_holding",
]
