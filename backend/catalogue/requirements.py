"""What a framework asks, read in one way whatever its type: domains of requirements, and how each is answered.

An assurance framework states its requirements. An outcomes framework's indicators are requirements that are measured;
a delegation framework's steps to approval and duties to report are requirements that are judged.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import StringConstraints, model_validator

from backend.catalogue.conditions import Condition
from backend.catalogue.shapes import Line, Mark, Slug, Source, Sourced, Strict, Text

RequirementRef = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=60)
]
"""A requirement's permanent name within its framework, such as `P1`, `2.3.ii` or `duty.records`."""


class Answering(StrEnum):
    """How a requirement comes to its answer."""

    JUDGED = "judged"
    """A person judges it on the scale; a rule over facts may stand beside the judgement."""
    MEASURED = "measured"
    """A figure is kept against it, and a person places the figure on the scale."""


class Standing(StrEnum):
    """What a level of a scale counts as, so that answers on different scales can be told in one tally."""

    NOT_MET = "not-met"
    PARTLY = "partly"
    MET = "met"
    OUTSIDE = "outside"
    """Not counted: it does not apply, or there is nothing to judge yet."""


LevelName = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Level(Strict):
    id: Slug
    name: LevelName
    meaning: Text
    counts_as: Standing


class Scale(Sourced):
    """The levels that an answer may take, from the one that assures least to the one that assures most."""

    id: Slug
    name: Line
    levels: tuple[Level, ...]

    @model_validator(mode="after")
    def _can_be_answered_on(self) -> "Scale":
        if not 2 <= len(self.levels) <= 12:
            raise ValueError(f"has {len(self.levels)} levels; a scale has from 2 to 12")
        for name in ("id", "name"):
            found = [getattr(level, name) for level in self.levels]
            if len(set(found)) < len(found):
                raise ValueError(f"has two levels of the same {name}")
        return self

    def level(self, level_id: str) -> Level | None:
        return next((level for level in self.levels if level.id == level_id), None)


@dataclass(frozen=True)
class RequirementShape:
    """One requirement, as it is copied into a tenant."""

    ref: str
    domain: str
    """The `ref` of its domain."""
    position: int
    """From 1, through the whole edition."""
    title: str
    text: str
    quoted: bool
    """Whether `text` is the source's own words."""
    guidance: str | None
    answered: Answering
    scale: str
    """The `id` of one of the edition's scales."""
    expects: tuple[str, ...]
    """Evidence expected, a sentence each."""
    mark: Mark
    source: Source | None
    note: str | None
    rule: Condition | None = None
    """The condition over facts of the tenant that judges it, where there is one."""


@dataclass(frozen=True)
class DomainShape:
    ref: str
    position: int
    name: str
    about: str | None
    requirements: tuple[RequirementShape, ...]


@dataclass(frozen=True)
class FrameworkReading:
    """Everything that a framework's edition asks."""

    key: str
    """`id/edition`."""
    domains: tuple[DomainShape, ...]
    scales: tuple[Scale, ...]

    @cached_property
    def requirements(self) -> tuple[RequirementShape, ...]:
        """Every requirement, in the order of the edition."""
        return tuple(each for domain in self.domains for each in domain.requirements)

    def requirement(self, ref: str) -> RequirementShape | None:
        return self._by_ref.get(ref)

    @cached_property
    def _by_ref(self) -> dict[str, RequirementShape]:
        # the first of two, while the gate says that there are two
        return {each.ref: each for each in reversed(self.requirements)}

    def scale(self, scale_id: str) -> Scale | None:
        return next((each for each in self.scales if each.id == scale_id), None)
