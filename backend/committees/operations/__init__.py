"""The acts of the room: forming and changing committees, their seats, and who sits on them."""

from backend.committees.operations.committees import (
    add_seat,
    change_committee,
    form_committee,
    living,
    record_review,
    retire_committee,
    retire_seat,
    set_reporting_lines,
)
from backend.committees.operations.terms import appoint, end_term, withdraw_term

__all__ = [
    "add_seat",
    "appoint",
    "change_committee",
    "end_term",
    "form_committee",
    "living",
    "record_review",
    "retire_committee",
    "retire_seat",
    "set_reporting_lines",
    "withdraw_term",
]
