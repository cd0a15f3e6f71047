"""An assurance framework's edition: domains of requirements, how each is answered, and what it follows from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from backend.catalogue.conditions import Condition
from backend.catalogue.editions import Edition
from backend.catalogue.requirements import (
    Answering,
    DomainShape,
    FrameworkReading,
    RequirementRef,
    RequirementShape,
    Scale,
)
from backend.catalogue.shapes import Count, Flag, Line, Slug, Sourced, Strict, Text

EditionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[0-9]{4}(-[0-9]{2})?$")]


class LicenceKind(StrEnum):
    OPEN_GOVERNMENT = "open-government"
    """Crown copyright, under the Open Government Licence: may be copied with its source named."""
    QUOTED = "quoted-in-short"
    """Not openly licensed: quoted in short for criticism, review and use, the rest in our own words."""
    OWN_WORDS = "own-words"
    """Nobody's text: facts of others in our own words."""


LICENCE_IN_WORDS = {
    LicenceKind.OPEN_GOVERNMENT: "Crown copyright, Open Government Licence",
    LicenceKind.QUOTED: "Not openly licensed; quoted in short for criticism, review and use",
    LicenceKind.OWN_WORDS: "Our own words over facts that others published",
}


class Licence(Sourced):
    """Under what right the words stand here."""

    kind: LicenceKind
    words: Text


class Requirement(Sourced):
    """One thing that must be so. Its `ref` is permanent: a new edition says what became of it."""

    ref: RequirementRef
    title: Line
    text: Text
    quoted: Flag = False
    """Whether `text` is the source's own words; otherwise it is a paraphrase."""
    guidance: Text | None = None
    answered: Answering = Answering.JUDGED
    scale: Slug | None = None
    """One of the edition's scales; the first where left out."""
    expects: tuple[Text, ...] = ()
    rule: Condition | None = None
    """A condition over facts of the tenant; it judges beside a person and never instead of one."""


class RequirementDomain(Sourced):
    ref: RequirementRef
    name: Line
    about: Text | None = None
    requirements: tuple[Requirement, ...]


class StatedCount(Sourced):
    """A number that the source states of itself; the sense gate counts again."""

    of: Literal["domains", "requirements"]
    within: RequirementRef | None = None
    """The domain whose requirements are counted; the whole edition where left out."""
    stated: Count


class Became(StrEnum):
    """What became of a requirement of the edition before."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class SuccessionStep:
    """One requirement's way from the edition before: `same` and `reworded` one to one, `split` one to many,
    `merged` many to one, `new` from nothing, `dropped` to nothing."""

    how: Became
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str | None


class Follows(Sourced):
    """Requirements that fared alike. With `same` and `reworded` the two lists pair off in their order."""

    how: Became
    before: tuple[RequirementRef, ...] = ()
    after: tuple[RequirementRef, ...] = ()

    @model_validator(mode="after")
    def _has_both_ends(self) -> "Follows":
        before, after = len(self.before), len(self.after)
        wrong = {
            Became.SAME: (not before or before != after, "needs as many refs in “before” as in “after”"),
            Became.REWORDED: (not before or before != after, "needs as many refs in “before” as in “after”"),
            Became.SPLIT: (before != 1 or after < 2, "needs one ref in “before” and two or more in “after”"),
            Became.MERGED: (
                before < 2 or after != 1,
                "needs two or more refs in “before” and one in “after”",
            ),
            Became.NEW: (bool(before) or not after, "needs refs in “after” alone"),
            Became.DROPPED: (bool(after) or not before, "needs refs in “before” alone"),
        }
        refused, why = wrong[self.how]
        if refused:
            raise ValueError(f"is “{self.how}”, which {why}")
        return self

    @property
    def steps(self) -> Iterator[SuccessionStep]:
        if self.how in {Became.SAME, Became.REWORDED}:
            for old, new in zip(self.before, self.after, strict=True):
                yield SuccessionStep(self.how, (old,), (new,), self.note)
        elif self.how is Became.NEW:
            yield from (SuccessionStep(self.how, (), (ref,), self.note) for ref in self.after)
        elif self.how is Became.DROPPED:
            yield from (SuccessionStep(self.how, (ref,), (), self.note) for ref in self.before)
        else:
            yield SuccessionStep(self.how, self.before, self.after, self.note)


class Succession(Strict):
    """How this edition follows from another, each requirement of both accounted for once."""

    edition: EditionKey
    """The edition before, which may be of a framework of another name."""
    follows: tuple[Follows, ...]

    @property
    def steps(self) -> tuple[SuccessionStep, ...]:
        return tuple(step for each in self.follows for step in each.steps)


class AssuranceFramework(Edition):
    type: Literal["assurance"]
    provenance: Text
    """In plain words: what was read, what is paraphrased, what is from memory, what could not be read."""
    licence: Licence
    scales: tuple[Scale, ...]
    counts: tuple[StatedCount, ...] = ()
    domains: tuple[RequirementDomain, ...]
    succeeds: Succession | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> "AssuranceFramework":
        if not self.scales:
            raise ValueError("has no scale to answer on")
        empty = [domain.ref for domain in self.domains if not domain.requirements]
        if empty or not self.domains:
            raise ValueError(f"has no requirement{' in domain ' + empty[0] if empty else ''}")
        return self

    @cached_property
    def reading(self) -> FrameworkReading:
        position = 0
        domains = []
        for number, domain in enumerate(self.domains, start=1):
            shapes = []
            for each in domain.requirements:
                position += 1
                shapes.append(self._shape(domain, position, each))
            domains.append(DomainShape(domain.ref, number, domain.name, domain.about, tuple(shapes)))
        return FrameworkReading(key=self.key, domains=tuple(domains), scales=self.scales)

    @property
    def requirements(self) -> tuple[RequirementShape, ...]:
        """Every requirement, in the order of the edition."""
        return self.reading.requirements

    def _shape(self, domain: RequirementDomain, position: int, each: Requirement) -> RequirementShape:
        return RequirementShape(
            ref=each.ref,
            domain=domain.ref,
            position=position,
            title=each.title,
            text=each.text,
            quoted=each.quoted,
            guidance=each.guidance,
            answered=each.answered,
            scale=each.scale or self.scales[0].id,
            expects=each.expects,
            mark=each.mark,
            source=each.source,
            note=each.note,
            rule=each.rule,
        )
