"""Everything that is chased, each with its ladder."""

from backend.actions import chasing as actions
from backend.chasing.sources import Source
from backend.interests import chasing as interests

SOURCES: tuple[Source, ...] = (interests.SOURCE, actions.SOURCE)
