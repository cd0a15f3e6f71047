"""Framework editions: what is judged, told apart by `type`."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.catalogue.assurance import AssuranceFramework
from backend.catalogue.editions import Edition
from backend.catalogue.information import InformationRules
from backend.catalogue.requirements import (
    Answering,
    DomainShape,
    FrameworkReading,
    Level,
    RequirementShape,
    Scale,
    Standing,
)
from backend.catalogue.retention import RetentionSchedule
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.shapes import Flag, Line, Mark, Positive, Slug, Sourced, Strict, Text
from backend.catalogue.statements import AuditStandards, StatementTemplate

Reference = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?[a-z]?(\.[ivx]+)?$")]
"""A statement's permanent number, such as `1a`, `2.3` or `2.3.ii`."""


_MEASURED = Scale(
    id="measured",
    name="Against what was agreed",
    mark=Mark.OURS,
    levels=(
        Level(
            id="worse",
            name="Worse than agreed",
            meaning="The figure is on the wrong side of the trajectory that was agreed for it.",
            counts_as=Standing.NOT_MET,
        ),
        Level(
            id="near",
            name="Close to what was agreed",
            meaning="The figure falls short of its trajectory by no more than chance or season may explain.",
            counts_as=Standing.PARTLY,
        ),
        Level(
            id="as-agreed",
            name="As agreed or better",
            meaning="The figure is on its trajectory or on the right side of it.",
            counts_as=Standing.MET,
        ),
        Level(
            id="no-figure",
            name="No figure yet",
            meaning="Nothing is measured, or the indicator is still to be developed.",
            counts_as=Standing.OUTSIDE,
        ),
    ),
)
_DONE = Scale(
    id="done",
    name="Done or not",
    mark=Mark.OURS,
    levels=(
        Level(
            id="not-done",
            name="Not done",
            meaning="Nothing shows that it is done.",
            counts_as=Standing.NOT_MET,
        ),
        Level(
            id="in-part",
            name="Done in part",
            meaning="Some of it is done and shown; what is left is named.",
            counts_as=Standing.PARTLY,
        ),
        Level(id="done", name="Done", meaning="It is done, and a record shows it.", counts_as=Standing.MET),
        Level(
            id="not-due",
            name="Not due yet",
            meaning="Its time has not come, or it does not apply here.",
            counts_as=Standing.OUTSIDE,
        ),
    ),
)


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

    @cached_property
    def reading(self) -> FrameworkReading:
        """Each indicator as a requirement that is measured; the heading of its area is its guidance."""
        position = 0
        domains = []
        for number, domain in enumerate(self.domains, start=1):
            asked: list[tuple[Indicator, str | None]] = [(each, None) for each in domain.overarching]
            asked += [(each, area.heading) for area in domain.areas for each in area.indicators]
            shapes = []
            for indicator, heading in asked:
                position += 1
                shapes.append(_measured(domain, position, indicator, heading))
            domains.append(DomainShape(str(domain.n), number, domain.name, None, tuple(shapes)))
        return FrameworkReading(key=self.key, domains=tuple(domains), scales=(_MEASURED,))

    @property
    def requirements(self) -> tuple[RequirementShape, ...]:
        return self.reading.requirements


def _measured(domain: Domain, position: int, indicator: Indicator, heading: str | None) -> RequirementShape:
    shared = f"Shared with {' and '.join(indicator.shared_with)}." if indicator.shared_with else ""
    also = f"Also in the {' and the '.join(indicator.also_in)}." if indicator.also_in else ""
    develop = (
        "The framework names the indicator and leaves it to be developed." if indicator.placeholder else ""
    )
    title = indicator.name if not indicator.placeholder or heading is None else f"{heading}: {indicator.name}"
    return RequirementShape(
        ref=indicator.ref,
        domain=str(domain.n),
        position=position,
        title=title,
        text=indicator.name,
        quoted=True,
        guidance=heading,
        answered=Answering.MEASURED,
        scale=_MEASURED.id,
        expects=(),
        mark=domain.mark,
        source=domain.source,
        note=" ".join(part for part in (shared, also, develop) if part) or None,
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

    @cached_property
    def reading(self) -> FrameworkReading:
        """The steps to approval and the duties to report, as requirements that are judged."""
        parts = (
            ("step", "Steps to approval", self.approval_steps),
            ("duty", "Duties to report", self.reporting_duties),
        )
        position = 0
        domains: list[DomainShape] = []
        for ref, name, asked in parts:
            shapes = []
            for each in asked:
                position += 1
                shapes.append(_duty(ref, position, each))
            if shapes:
                domains.append(DomainShape(ref, len(domains) + 1, name, None, tuple(shapes)))
        return FrameworkReading(key=self.key, domains=tuple(domains), scales=(_DONE,))

    @property
    def requirements(self) -> tuple[RequirementShape, ...]:
        return self.reading.requirements


def _duty(domain: str, position: int, each: Function | ApprovalStep) -> RequirementShape:
    when = each.when if isinstance(each, ApprovalStep) else None
    return RequirementShape(
        ref=f"{domain}.{each.id}",
        domain=domain,
        position=position,
        title=each.text if len(each.text) <= 300 else f"{each.text[:299]}…",
        text=each.text,
        quoted=False,
        guidance=f"When: {when}." if when else None,
        answered=Answering.JUDGED,
        scale=_DONE.id,
        expects=(),
        mark=each.mark,
        source=each.source,
        note=each.note,
    )


AskingFramework = AssuranceFramework | OutcomesFramework | DelegationFramework
"""The kinds that ask something which is answered: each has a `reading`."""

FrameworkDocument = Annotated[
    AssuranceFramework
    | OutcomesFramework
    | DelegationFramework
    | InterestRuleSet
    | RetentionSchedule
    | StatementTemplate
    | AuditStandards
    | InformationRules,
    Field(discriminator="type"),
]
