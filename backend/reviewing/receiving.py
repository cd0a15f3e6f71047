"""What arrives here for the room, from the other body of an oversight agreement."""

from collections.abc import Mapping

from backend.reviewing.operations import arriving
from backend.together.receiving import Handler
from backend.together.rules import MessageKind

HANDLERS: Mapping[MessageKind, Handler] = {
    MessageKind.SUBMISSION: arriving.take_submission,
    MessageKind.ANSWER: arriving.take_answer,
}
