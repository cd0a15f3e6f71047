"""Everything that is chased, each with its ladder."""

from backend.actions import chasing as actions
from backend.actions import claims
from backend.assurance import chasing as assurance
from backend.chasing import terms
from backend.chasing.sources import Source
from backend.delegation import chasing as delegation
from backend.interests import chasing as interests
from backend.meetings import chasing as meetings

SOURCES: tuple[Source, ...] = (
    interests.SOURCE,
    actions.SOURCE,
    claims.SOURCE,
    meetings.SOURCE,
    delegation.SOURCE,
    terms.SOURCE,
    assurance.SOURCE,
)
