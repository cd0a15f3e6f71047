"""The acts of the room: what happened at a meeting, and what becomes of it."""

from backend.sittings.operations.deciding import Recorded, take_decision
from backend.sittings.operations.declaring import record_declaration
from backend.sittings.operations.following import say_of_entry
from backend.sittings.operations.holding import take_over
from backend.sittings.operations.minuting import take_step, write_part
from backend.sittings.operations.presence import record_apologies, record_presence, record_turn
from backend.sittings.operations.sending import send_extract
from backend.sittings.operations.settling import add_action, settle_irregularity
from backend.sittings.operations.striking import strike_out

__all__ = [
    "Recorded",
    "add_action",
    "record_apologies",
    "record_declaration",
    "record_presence",
    "record_turn",
    "say_of_entry",
    "send_extract",
    "settle_irregularity",
    "strike_out",
    "take_decision",
    "take_over",
    "take_step",
    "write_part",
]
