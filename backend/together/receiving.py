"""How a room above takes what arrived for it: it lists its handlers, and is found by the kind of the message.

A room lists its `HANDLERS` in its `receiving.py`. They are found by the rooms named here, as facts find theirs: so the
door, which stands below them, calls none by import. A handler runs in the receiver's own transaction, with the door as
its actor: it keeps what came and tells its own people, and decides nothing. What it refuses with a sentence is not
taken at all, and the sender reads the sentence.
"""

import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from backend.scope import Scope
from backend.together import rules
from backend.together.queries.agreements import AgreementLine
from backend.together.rules import MessageKind

WHOSE = {
    MessageKind.SUBMISSION: "reviewing",
    MessageKind.ANSWER: "reviewing",
    MessageKind.QUESTION: "reporting",
    MessageKind.OUTCOME: "reporting",
    MessageKind.PACK_RELEASE: "portal",
    MessageKind.RELEASE_CHANGED: "portal",
    MessageKind.EVIDENCE_ANSWER: "portal",
    MessageKind.PACK_HANDED_OVER: "portal",
    MessageKind.PACK_RECEIPT: "releases",
    MessageKind.EVIDENCE_REQUEST: "releases",
    MessageKind.EVIDENCE_CLOSED: "releases",
    MessageKind.BODY_REPLACED: "releases",
    MessageKind.FIGURES: "systems",
    MessageKind.OFFICES: "systems",
}
"""The room that takes each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message as it came. `id` is the received record's; `file_ids` are our own files, in the order announced."""

    id: UUID
    agreement: AgreementLine
    kind: MessageKind
    said: rules.Declared
    file_ids: tuple[UUID, ...]
    sent_at: datetime
    sent_by: str
    sha256: str


Handler = Callable[[Scope, Arrived], Awaitable[None]]


async def hand_up(scope: Scope, arrived: Arrived) -> None:
    """Give what arrived to the room whose it is. Raises rules.UnableToDeliver where that does not take it."""
    await handlers()[arrived.kind](scope, arrived)


@cache
def handlers() -> Mapping[MessageKind, Handler]:
    """Every handler, by kind. Raises LookupError for a room that has none for a kind that is its own."""
    found: dict[MessageKind, Handler] = {}
    for kind, room in WHOSE.items():
        module = importlib.import_module(f"backend.{room}.receiving")
        if kind not in module.HANDLERS:
            raise LookupError(f"{room} takes no {kind.value}, though it should.")
        found[kind] = module.HANDLERS[kind]
    return found
