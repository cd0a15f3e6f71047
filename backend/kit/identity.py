"""Ids made by the application: UUIDv7, so that keys grow with time and tell nothing of other tenants."""

from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7

__all__ = ["new_id", "new_id_text", "parse_id"]


def new_id() -> UUID:
    return uuid7()


def new_id_text() -> str:
    """`new_id` as text, for rows that travel as JSON."""
    return str(uuid_utils.uuid7())


def parse_id(text: str) -> UUID | None:
    """The id that `text` spells, or `None`: a malformed id in an address is simply not found."""
    try:
        return UUID(text)
    except ValueError:
        return None
