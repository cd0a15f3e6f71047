"""A delegated-commissioning programme: scope, conditions at gates, commitments and milestones.

The same shape is a tenant's own file, a plan that is shipped for any tenant to take up, and what is made in the app.
"""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, model_validator

from backend.catalogue.criteria import Commitment, Gate, ProgrammeId
from backend.catalogue.shapes import Flag, Line, Positive, Slug, Sourced, SourceDocument, Strict, Text
from backend.kit.calendar import MonthDate


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
    """An activity, due by the end of a month, on a day, or whenever: as exactly as its source says it."""

    id: ProgrammeId
    section: Slug
    """The phase that it belongs to."""
    stream: Slug | None = None
    """Whose part of the work it is, where the same phases are gone through side by side."""
    activity: Text
    due_month: Month | None = None
    due_day: date | None = None
    """Only where the source gives a day; a month is never given one."""
    after: tuple[ProgrammeId, ...] = ()
    """The milestones that it follows."""
    after_inferred: Flag = False
    """What it follows is our reading; the source does not state it."""
    expects: tuple[Text, ...] = ()
    """The evidence that is asked for."""
    reconstructed: Flag = False

    @model_validator(mode="after")
    def _month_or_day(self) -> "Milestone":
        if self.due_month is not None and self.due_day is not None:
            raise ValueError(
                "has a month and a day; give due_day where the source gives a day, else due_month"
            )
        return self

    @property
    def due(self) -> MonthDate | date | None:
        """The month or the day; None where the source gives neither."""
        if self.due_day is not None:
            return self.due_day
        return None if self.due_month is None else MonthDate.parse(self.due_month)

    @property
    def due_on(self) -> date | None:
        """The day, or the last of the month."""
        due = self.due
        return due.last_day if isinstance(due, MonthDate) else due


class Section(Strict):
    """A phase, or a stream of work that goes through the phases."""

    id: Slug
    name: Line


class DelegationProgramme(Strict):
    """`delegation.toml`, or one of `programmes/*.toml`."""

    id: Slug
    name: Line
    framework: Line | None = None
    """The edition of the framework that it follows, as `id/edition`."""
    reviewing_body: Line
    about: Text
    reconstruction_note: Text | None = None
    scope_note: Text | None = None
    scope: tuple[ScopeRow, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    gates: tuple[Gate, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    sections: tuple[Section, ...] = ()
    """The phases, in their order."""
    streams: tuple[Section, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    """What its facts were read in, beside the documents of the tenant."""

    def milestone(self, milestone_id: str) -> Milestone | None:
        return next((milestone for milestone in self.milestones if milestone.id == milestone_id), None)

    @property
    def ring(self) -> tuple[str, ...]:
        """Milestones that wait for each other in a ring, if there is one."""
        return ring_in({each.id: each.after for each in self.milestones})


def ring_in(after: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The first ring of things that each come after the next; nothing where there is none. `after` by thing."""
    settled: set[str] = set()
    for start in after:
        if start in settled:
            continue
        path: list[str] = [start]
        ways = [iter(after[start])]
        while ways:
            further = next(ways[-1], None)
            if further is None:
                settled.add(path.pop())
                ways.pop()
            elif further in path:
                return tuple(path[path.index(further) :])
            elif further in after and further not in settled:
                path.append(further)
                ways.append(iter(after[further]))
    return ()


def ring_in_words(ring: Collection[str]) -> str:
    """ "M01 comes after M02, M02 after M03, and M03 after M01"."""
    names = list(ring)
    if len(names) == 1:
        return f"{names[0]} comes after itself"
    pairs = [f"{a} after {b}" for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    pairs[0] = pairs[0].replace(" after ", " comes after ", 1)
    return f"{', '.join(pairs[:-1])}{',' if len(pairs) > 2 else ''} and {pairs[-1]}"
