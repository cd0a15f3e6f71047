"""Reading the scheme: what holds on a day, one entry with its history, and whether somebody may decide."""

from backend.powers.queries.checking import finding_for
from backend.powers.queries.entries import (
    EntryLine,
    EntryView,
    SchemeView,
    VersionLine,
    entry_view,
    scheme_view,
)
from backend.powers.queries.functions import FunctionLine, FunctionView, function_view, functions_of
from backend.powers.queries.joint import (
    JointBodyLine,
    JointPowerLine,
    joint_bodies_of,
    joint_power_lines,
    with_other_bodies,
)
from backend.powers.queries.parties import Choices, choices_of
from backend.powers.queries.reading import scheme_of

__all__ = [
    "Choices",
    "EntryLine",
    "EntryView",
    "FunctionLine",
    "FunctionView",
    "JointBodyLine",
    "JointPowerLine",
    "SchemeView",
    "VersionLine",
    "choices_of",
    "entry_view",
    "finding_for",
    "function_view",
    "functions_of",
    "joint_bodies_of",
    "joint_power_lines",
    "scheme_of",
    "scheme_view",
    "with_other_bodies",
]
