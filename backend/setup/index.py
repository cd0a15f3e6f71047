"""Further pages of settings, which the index shows beside the groups: other modules of the room append theirs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page with settings of its own. `address` is within the tenant, such as `/settings/mail`."""

    title: str
    words: str
    address: str
    permission: str


ENTRIES: list[Entry] = [
    Entry(
        title="How people sign in",
        words="The organisation’s own provider of identities, tried out before it counts, and pass phrases.",
        address="/settings/sign-in",
        permission="setup.read",
    ),
    Entry(
        title="Set-up list",
        words="What is left before first use, people from a list, and invitations.",
        address="/set-up",
        permission="setup.read",
    ),
    Entry(
        title="Life of this organisation",
        words="Trial, live, suspended or closed; everything taken along; what is proposed to end.",
        address="/life",
        permission="archives.read",
    ),
]
"""Shown in this order, before what other pages append when they are loaded."""
