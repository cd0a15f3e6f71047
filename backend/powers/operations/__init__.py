"""The acts of the room: functions, entries said and undone, what other bodies delegate, and what we hold."""

from backend.powers.operations.entries import add_entry, change_entry, end_entry, undo, withdraw_entry
from backend.powers.operations.folder import drop_entry, put_entry
from backend.powers.operations.functions import (
    add_function,
    change_function,
    restore_function,
    retire_function,
)
from backend.powers.operations.holdings import keep_holdings
from backend.powers.operations.joint import join_body, keep_statement, leave_body, match_power

__all__ = [
    "add_entry",
    "add_function",
    "change_entry",
    "change_function",
    "drop_entry",
    "end_entry",
    "join_body",
    "keep_holdings",
    "keep_statement",
    "leave_body",
    "match_power",
    "put_entry",
    "restore_function",
    "retire_function",
    "undo",
    "withdraw_entry",
]
