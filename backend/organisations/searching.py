"""Conflicts are looked for again once the register or the directory has changed: rooms below the meetings say when."""

from backend.scope import Scope
from backend.tenancy import dues

SEARCH_AHEAD = "meetings.search_ahead"
"""The chore that finds the items of meetings to come which the change touches."""


def search_ahead(scope: Scope) -> None:
    """Something that a search is made from has changed: an interest, who sits where, an organisation, its relations."""
    dues.due_by_at_commit(scope, chore=SEARCH_AHEAD)
