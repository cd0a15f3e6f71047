"""Templates of annual statements and reports, and the standards of internal audit, as dated editions."""

from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Line, Slug, Sourced, Text


class StatementKind(StrEnum):
    """What a template makes: one a year, or one a year for each committee."""

    GOVERNANCE = "governance-statement"
    COMMITTEE = "committee-report"
    CONFLICTS_AUDIT = "conflicts-audit"
    READINESS = "readiness-statement"
    """Before services are delegated: it waits for no freeze of the year."""


class FactBlock(StrEnum):
    """What a section is filled with by itself, from what the year's freeze kept."""

    BODIES = "bodies"
    MEMBERSHIP = "membership"
    ATTENDANCE = "attendance"
    BUSINESS = "business"
    HIGHLIGHTS = "highlights"
    DECISIONS = "decisions"
    REGISTERS = "registers"
    CONFLICTS_RULES = "conflicts-rules"
    """Policy, processes, the guardian and the lay members."""
    DECLARATIONS = "declarations"
    TRAINING = "training"
    BREACHES = "breaches"
    PROCUREMENT = "procurement"
    RISKS = "risks"
    DELEGATION = "delegation"
    CONFLICTS_AUDIT = "conflicts-audit"
    """The areas of the year's audit of conflicts of interest, as they were rated."""
    AUDIT_STANDARDS = "audit-standards"
    """The standards of internal audit in force on the last day of the year."""


class StatementSection(Sourced):
    """One section: what fills it by itself, and the place where a person judges.

    `place` asks for the judgement; without it the section holds facts alone. `ratings` are the answers of which one is
    chosen beside the words. A place that is not `needed` may stay empty.
    """

    id: Slug
    title: Line
    about: Text | None = None
    facts: tuple[FactBlock, ...] = ()
    place: Text | None = None
    ratings: tuple[Line, ...] = ()
    needed: Flag = True

    @model_validator(mode="after")
    def _holds_something(self) -> "StatementSection":
        if not self.facts and self.place is None:
            raise ValueError("holds neither facts nor a place for words")
        if self.ratings and self.place is None:
            raise ValueError("has ratings, but no place in which one is chosen")
        if len(self.ratings) == 1 or len(set(self.ratings)) < len(self.ratings):
            raise ValueError("needs two ratings or more, each of them once")
        return self


class StatementTemplate(Edition):
    """An edition of a template."""

    type: Literal["statement"]
    statement: StatementKind
    signs: Line
    """Who signs it, such as `Accountable officer`."""
    sections: tuple[StatementSection, ...]

    def section(self, section_id: str) -> StatementSection | None:
        return next((each for each in self.sections if each.id == section_id), None)

    @property
    def places(self) -> tuple[StatementSection, ...]:
        """The sections in which somebody writes."""
        return tuple(each for each in self.sections if each.place is not None)


class OpinionLevel(Sourced):
    """A level of assurance that an opinion may give. Names differ between audit firms."""

    id: Slug
    name: Line


class AuditStandards(Edition):
    """The standards under which a head of internal audit gives an opinion, while they are in force."""

    type: Literal["audit-standards"]
    levels: tuple[OpinionLevel, ...]
