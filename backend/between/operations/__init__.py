"""The acts of the room: recording, asking, finishing, putting on an agenda, settling, striking out."""

from backend.between.operations.asking import (
    ask_members,
    close,
    handle_interest,
    remind,
    remind_asked,
    reply,
)
from backend.between.operations.finishing import Finished, finish_act, record_act
from backend.between.operations.placing import place_act, place_waiting
from backend.between.operations.recording import Said, add_person, begin_act, change_act, remove_person
from backend.between.operations.settling import (
    open_again,
    settle_act,
    settle_by_item,
    strike_act,
    undo_striking,
)

__all__ = [
    "Finished",
    "Said",
    "add_person",
    "ask_members",
    "begin_act",
    "change_act",
    "close",
    "finish_act",
    "handle_interest",
    "open_again",
    "place_act",
    "place_waiting",
    "record_act",
    "remind",
    "remind_asked",
    "remove_person",
    "reply",
    "settle_act",
    "settle_by_item",
    "strike_act",
    "undo_striking",
]
