"""Reading what was submitted for review: every query leaves out what the reader stands aside from."""

from backend.reviewing.queries.commissioners import (
    CommissionerLine,
    CommissionerView,
    commissioner_of,
    commissioners_of,
    inbox_of,
    mine_of,
)
from backend.reviewing.queries.comparing import Comparison, comparison
from backend.reviewing.queries.conditions import conditions_of
from backend.reviewing.queries.front import Entry, Front, Row, front_of
from backend.reviewing.queries.lines import ConditionLine
from backend.reviewing.queries.returns import ReturnView, file_of, return_of
from backend.reviewing.queries.team import Team, asides_of, covers_of, team_of

__all__ = [
    "CommissionerLine",
    "CommissionerView",
    "Comparison",
    "ConditionLine",
    "Entry",
    "Front",
    "ReturnView",
    "Row",
    "Team",
    "asides_of",
    "commissioner_of",
    "commissioners_of",
    "comparison",
    "conditions_of",
    "covers_of",
    "file_of",
    "front_of",
    "inbox_of",
    "mine_of",
    "return_of",
    "team_of",
]
