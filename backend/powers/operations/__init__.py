"""The acts of the room: keeping functions, and saying, ending, withdrawing and undoing entries."""

from backend.powers.operations.entries import add_entry, change_entry, end_entry, undo, withdraw_entry
from backend.powers.operations.folder import drop_entry, put_entry
from backend.powers.operations.functions import (
    add_function,
    change_function,
    restore_function,
    retire_function,
)

__all__ = [
    "add_entry",
    "add_function",
    "change_entry",
    "change_function",
    "drop_entry",
    "end_entry",
    "put_entry",
    "restore_function",
    "retire_function",
    "undo",
    "withdraw_entry",
]
