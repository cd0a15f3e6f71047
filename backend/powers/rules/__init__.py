"""Who may decide: the scheme as values, the finding, what the scheme lacks, and what may be written into it."""

from backend.powers.rules.finding import Finding, FindingKind, finding
from backend.powers.rules.gaps import Gap, GapKind, gaps
from backend.powers.rules.holding import Held, Spell
from backend.powers.rules.joint import JointBody, StatedPower, joint_finding
from backend.powers.rules.keeping import Said, UnableToKeepPower, check_can_end, check_said
from backend.powers.rules.scheme import (
    Decider,
    Entry,
    Function,
    Party,
    PartyKind,
    Scheme,
    and_words,
    pence_of,
    pounds,
)

__all__ = [
    "Decider",
    "Entry",
    "Finding",
    "FindingKind",
    "Function",
    "Gap",
    "GapKind",
    "Held",
    "JointBody",
    "Party",
    "PartyKind",
    "Said",
    "Scheme",
    "Spell",
    "StatedPower",
    "UnableToKeepPower",
    "and_words",
    "check_can_end",
    "check_said",
    "finding",
    "gaps",
    "joint_finding",
    "pence_of",
    "pounds",
]
