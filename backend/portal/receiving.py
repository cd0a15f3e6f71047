"""What arrives here for the room, from the other body of an oversight agreement."""

from collections.abc import Mapping

from backend.portal.operations import arriving, succeeding
from backend.together.receiving import Handler
from backend.together.rules import MessageKind

HANDLERS: Mapping[MessageKind, Handler] = {
    MessageKind.PACK_RELEASE: arriving.take_release,
    MessageKind.RELEASE_CHANGED: arriving.take_change,
    MessageKind.EVIDENCE_ANSWER: arriving.take_answer,
    MessageKind.PACK_HANDED_OVER: succeeding.take_handed_over,
}
