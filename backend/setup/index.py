"""Further pages of settings, which the index shows beside the groups: other modules of the room append theirs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page with settings of its own. `address` is within the tenant, such as `/settings/mail`."""

    title: str
    words: str
    address: str
    permission: str


ENTRIES: list[Entry] = []
"""Filled when the pages are loaded; shown in this order."""
