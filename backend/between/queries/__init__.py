"""Reading acts: the acts of a committee, one act with its people, and how the rules judge it."""

from backend.between.queries.acts import (
    ActLine,
    acts_between,
    acts_of,
    listed_acts,
    questions_to,
    waiting_acts,
)
from backend.between.queries.judging import Judged, judged
from backend.between.queries.one import ActView, PersonLine, act
from backend.between.queries.standing import acts_of_item

__all__ = [
    "ActLine",
    "ActView",
    "Judged",
    "PersonLine",
    "act",
    "acts_between",
    "acts_of",
    "acts_of_item",
    "judged",
    "listed_acts",
    "questions_to",
    "waiting_acts",
]
