"""Ids made by the application: UUIDv7, so that keys grow with time and tell nothing of other tenants."""

from datetime import datetime
from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7

__all__ = ["first_id_at", "new_id", "new_id_text", "parse_id"]


def new_id() -> UUID:
    return uuid7()


def new_id_text() -> str:
    """`new_id` as text, for rows that travel as JSON."""
    return str(uuid_utils.uuid7())


def first_id_at(moment: datetime) -> UUID:
    """No id that was made at a (real) moment or later is smaller: ids in their order are ids by time."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def parse_id(text: str) -> UUID | None:
    """The id that `text` spells, or `None`: a malformed id in an address is simply not found."""
    try:
        return UUID(text)
    except ValueError:
        return None
