"""Everything that is chased, each with its ladder."""

from backend.actions import chasing as actions
from backend.chasing import held, queries
from backend.chasing.sources import Source
from backend.interests import chasing as interests
from backend.scope import Scope

SOURCES: tuple[Source, ...] = (interests.SOURCE, actions.SOURCE)

WITH_NEWS: tuple[Source, ...] = (*SOURCES, held.SOURCE)
"""And with what waits for daily letters: everything that goes in one."""


def titles_of(scope: Scope) -> dict[str, str]:
    """What each ladder is called."""
    return {each.ladder: queries.shipped_ladder(scope, each.ladder).title for each in SOURCES} | {
        held.LADDER.id: held.LADDER.title
    }
