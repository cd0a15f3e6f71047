"""Confidential letters about a member's interest in an item: they stand in no outbox, for they say whose it is and how
it was handled."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.meetings.operations import holding
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope


def about(item: holding.HeldItem) -> dict[str, Any]:
    """What every such letter says of its item."""
    return {
        "item": item.title,
        "meeting": item.meeting.title,
        "day": in_words(item.meeting.starts_at),
        "item_id": item.id,
        "meeting_id": item.meeting.id,
    }


async def tell(scope: Scope, *, kind: str, key: str, to: Collection[UUID], context: dict[str, Any]) -> None:
    """One letter each, once for a key."""
    known = await people.persons_by_id(scope, to)
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{key}/{each.id}",
                to=Recipient(person_id=each.id, name=each.name, address=each.email),
                context=context,
            )
            for each in known.values()
        ],
        confidential=True,
    )


def moment(scope: Scope) -> str:
    """For the key of a letter that may be written again."""
    return f"{scope.now:%Y-%m-%dT%H.%M.%S.%f}"
