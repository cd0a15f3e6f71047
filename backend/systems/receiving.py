"""What arrives here for the room, through the door between bodies."""

from collections.abc import Mapping

from backend.systems.operations import arriving
from backend.together.receiving import Handler
from backend.together.rules import MessageKind

HANDLERS: Mapping[MessageKind, Handler] = {
    MessageKind.FIGURES: arriving.take_figures,
    MessageKind.OFFICES: arriving.take_offices,
}
