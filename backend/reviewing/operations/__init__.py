"""The acts of the room. A named person reviews; nothing is decided, asked or accepted by the system itself."""

from backend.reviewing.operations.arriving import record_letter
from backend.reviewing.operations.asking import ask, settle, withdraw
from backend.reviewing.operations.commissioners import (
    add_commissioner,
    change_commissioner,
    expect_return,
    withdraw_expected,
)
from backend.reviewing.operations.deciding import agree, decide, decline, settle_condition
from backend.reviewing.operations.holding import claim, hand_over, put_back
from backend.reviewing.operations.letters import enter_letter
from backend.reviewing.operations.notes import remove_note, write_note
from backend.reviewing.operations.team import cover, end_aside, end_cover, stand_aside

__all__ = [
    "add_commissioner",
    "agree",
    "ask",
    "change_commissioner",
    "claim",
    "cover",
    "decide",
    "decline",
    "end_aside",
    "end_cover",
    "enter_letter",
    "expect_return",
    "hand_over",
    "put_back",
    "record_letter",
    "remove_note",
    "settle",
    "settle_condition",
    "stand_aside",
    "withdraw",
    "withdraw_expected",
    "write_note",
]
