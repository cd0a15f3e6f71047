"""What somebody who raised a concern can read of it again: their own words, and what they were answered."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.concerns.queries.handled import MessageLine, messages_of
from backend.kit.database import fetch
from backend.scope import Refusal, Scope


class UnableToFollowUp(Refusal):
    """No concern has this reference and this word: one sentence, whichever of them is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The conversation about a concern, as its raiser sees it. Nothing of how it is handled is in it."""

    concern_id: UUID
    reference: str
    received_on: date
    closed_on: date | None
    what: str
    messages: tuple[MessageLine, ...]


def follow_up_hash(*, reference: str, word: str) -> str:
    """What is kept of the two: neither can be had from it. Case, spaces and hyphens do not matter."""
    plain = [part.upper().replace("-", "").replace(" ", "") for part in (reference, word)]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


async def thread(scope: Scope, *, reference: str, word: str) -> Thread:
    """The conversation, by the reference and the secret word together. Raises `UnableToFollowUp`."""
    rows = await fetch(
        "SELECT id, reference, received_at, closed_at, what FROM concerns_concern "
        "WHERE tenant_id = $1 AND follow_up_hash = $2",
        scope.tenant.id,
        follow_up_hash(reference=reference, word=word),
    )
    if not rows:
        raise UnableToFollowUp(
            "No concern has this reference and follow-up word. Check both; we can't tell you either of them again.",
            field="reference",
        )
    row = rows[0]
    return Thread(
        concern_id=row["id"],
        reference=row["reference"],
        received_on=row["received_at"].date(),
        closed_on=None if row["closed_at"] is None else row["closed_at"].date(),
        what=row["what"],
        messages=await messages_of(scope, concern_id=row["id"]),
    )
