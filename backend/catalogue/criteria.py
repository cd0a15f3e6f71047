"""Gates of a programme with their conditions, and its governance commitments."""

from typing import Annotated

from pydantic import StringConstraints

from backend.catalogue.shapes import Flag, Line, Positive, Sourced, Text

ProgrammeId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,3}$")]
"""How a programme numbers its gates (G1), conditions (C1), commitments (GC01) and milestones (M01)."""


class Condition(Sourced):
    """A condition that must be met before its gate may be passed."""

    id: ProgrammeId
    text: Text
    parts: tuple[Text, ...] = ()
    met_by: ProgrammeId | None = None
    """The milestone whose delivery would meet it."""
    met_by_inferred: Flag = False


class Gate(Sourced):
    """A set of conditions before a milestone."""

    id: ProgrammeId
    name: Line
    before: ProgrammeId
    before_inferred: Flag = False
    conditions: tuple[Condition, ...]


class Commitment(Sourced):
    """A governance commitment, and how we would check it."""

    id: ProgrammeId
    n: Positive
    text: Text
    check: Text | None = None
