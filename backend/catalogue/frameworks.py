"""Framework editions: what is judged, in four kinds told apart by `type`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.catalogue.editions import Edition
from backend.catalogue.retention import RetentionSchedule
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.shapes import Flag, Line, Positive, Slug, Sourced, Strict, Text

Reference = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?[a-z]?(\.[ivx]+)?$")]
"""A statement's permanent number, such as `1a`, `2.3` or `2.3.ii`."""


class Indicator(Strict):
    """A measure. A placeholder is named by its edition but yet to be developed."""

    ref: Reference
    name: Text
    placeholder: Flag = False
    shared_with: tuple[Line, ...] = ()
    also_in: tuple[Line, ...] = ()


class ImprovementArea(Strict):
    """A numbered improvement area: one number, one or more indicators under a heading."""

    ref: Reference
    heading: Line
    indicators: tuple[Indicator, ...]


class Domain(Sourced):
    n: Positive
    name: Line
    overarching: tuple[Indicator, ...]
    areas: tuple[ImprovementArea, ...]


class Counts(Sourced):
    """What the document says that it holds; the sense gate counts again."""

    domains: Positive
    overarching: Positive
    areas: Positive
    indicators: Positive


class OutcomesFramework(Edition):
    type: Literal["outcomes"]
    counts: Counts
    domains: tuple[Domain, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, overarching first in each domain."""
        return tuple(
            indicator
            for domain in self.domains
            for indicator in (
                *domain.overarching,
                *(indicator for area in domain.areas for indicator in area.indicators),
            )
        )


class DelegationModel(Sourced):
    id: Slug
    name: Line
    text: Text
    needs_approval: Flag


class Function(Sourced):
    id: Slug
    text: Text


class ApprovalStep(Sourced):
    id: Slug
    text: Text
    when: Line | None = None


class DelegationFramework(Edition):
    type: Literal["delegation"]
    models: tuple[DelegationModel, ...]
    delegated_functions: tuple[Function, ...]
    reserved_functions: tuple[Function, ...]
    approval_steps: tuple[ApprovalStep, ...]
    reporting_duties: tuple[Function, ...] = ()
    ending: tuple[Function, ...] = ()


FrameworkDocument = Annotated[
    OutcomesFramework | DelegationFramework | InterestRuleSet | RetentionSchedule, Field(discriminator="type")
]
