"""A tenant's delegated-commissioning programme: scope, conditions at gates, commitments and milestones."""

import calendar
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from backend.catalogue.criteria import Commitment, Gate, ProgrammeId
from backend.catalogue.shapes import Flag, Line, Positive, Slug, Sourced, Strict, Text


class InScope(StrEnum):
    """Whether an area is within scope. `unknown` means that the source's mark is lost: never guess."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _a_month(text: str) -> str:
    if not 1 <= int(text[5:]) <= 12:
        raise ValueError("is not a month; write it as 2014-09")
    return text


Month = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}$"), AfterValidator(_a_month)]


class ScopeRow(Sourced):
    """One area of the scope table. `inferred` is a reading, not a fact: never publish it as one."""

    n: Positive
    area: Text
    in_scope: InScope
    inferred: InScope | None = None
    basis: Text | None = None


class Responsibility(Sourced):
    """What a body holds, for a period."""

    body: Line
    period: Line
    text: Text


class Milestone(Sourced):
    """An activity due by the end of a month."""

    id: ProgrammeId
    section: Slug
    activity: Text
    due_month: Month
    reconstructed: Flag = False

    @property
    def due_on(self) -> date:
        """The last day of the month: the source gives months only."""
        year, month = int(self.due_month[:4]), int(self.due_month[5:])
        return date(year, month, calendar.monthrange(year, month)[1])


class Section(Strict):
    id: Slug
    name: Line


class DelegationProgramme(Strict):
    """`delegation.toml`."""

    id: Slug
    name: Line
    framework: Line
    """The edition of the delegation framework that it follows, as `id/edition`."""
    reviewing_body: Line
    about: Text
    reconstruction_note: Text | None = None
    scope_note: Text | None = None
    scope: tuple[ScopeRow, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    gates: tuple[Gate, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    sections: tuple[Section, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    def milestone(self, milestone_id: str) -> Milestone | None:
        return next((milestone for milestone in self.milestones if milestone.id == milestone_id), None)
