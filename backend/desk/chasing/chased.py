"""Everything that is chased, for the pages and the sweep."""

from backend.chasing import held, queries
from backend.chasing.sources import Source
from backend.provision.chased import SOURCES
from backend.scope import Scope

__all__ = ["SOURCES", "WITH_NEWS", "titles_of"]

WITH_NEWS: tuple[Source, ...] = (*SOURCES, held.SOURCE)
"""And with what waits for daily letters: everything that goes in one."""


def titles_of(scope: Scope) -> dict[str, str]:
    """What each ladder is called."""
    return {each.ladder: queries.shipped_ladder(scope, each.ladder).title for each in SOURCES} | {
        held.LADDER.id: held.LADDER.title
    }
