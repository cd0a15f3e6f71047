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
from backend.committees.operations.composing import settle_rule
from backend.committees.operations.deputies import end_deputy, name_deputy
from backend.committees.operations.reviews import (
    adopt_terms,
    record_effectiveness,
    withdraw_terms,
)
from backend.committees.operations.terms import appoint, end_term, withdraw_term

__all__ = [
    "add_seat",
    "adopt_terms",
    "appoint",
    "change_committee",
    "end_deputy",
    "end_term",
    "form_committee",
    "living",
    "name_deputy",
    "record_effectiveness",
    "record_review",
    "retire_committee",
    "retire_seat",
    "set_reporting_lines",
    "settle_rule",
    "withdraw_term",
    "withdraw_terms",
]
