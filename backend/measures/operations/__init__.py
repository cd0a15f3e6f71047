"""What is done to measures and their values."""

from backend.measures.operations.holding import UnableToMeasure
from backend.measures.operations.measures import add_measure, bring_back, change_measure, retire_measure
from backend.measures.operations.values import (
    FINDING_IN_WORDS,
    Finding,
    Stated,
    correct,
    state,
    state_of_organisations,
    strike,
    write_meaning,
)

__all__ = [
    "FINDING_IN_WORDS",
    "Finding",
    "Stated",
    "UnableToMeasure",
    "add_measure",
    "bring_back",
    "change_measure",
    "correct",
    "retire_measure",
    "state",
    "state_of_organisations",
    "strike",
    "write_meaning",
]
