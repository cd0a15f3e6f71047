"""Definitions of returns: what a commissioner reports to the body that reviews it, figure by figure, by which rules.

Figures of two returns compare only where both were made by the same definition, so an edition never changes once it is
published: a figure that is to be counted otherwise makes a new edition.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from backend.catalogue.conditions import (
    Condition,
    Count,
    Counted,
    FactKey,
    Selection,
    Share,
    SharedOut,
)
from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Line, Slug, Sourced, Strict, Text


class FigureKind(StrEnum):
    """What a figure is."""

    NUMBER = "number"
    MONEY = "money"
    """Pounds, to the penny."""
    PERCENT = "percent"
    YES_NO = "yes-no"
    WORDS = "words"


class Rhythm(StrEnum):
    """How often a return is asked for."""

    QUARTER = "quarter"
    YEAR = "year"
    ASKED = "asked"
    """When somebody asks for it."""


class Drawn(Selection):
    """How a figure is filled in from facts: how many there are, which share passes a test, or a sum.

    Facts are read as they stand on the last day of the period, or today while it runs. `during` keeps only those whose
    day lies in the period.
    """

    during: FactKey | None = None
    test: Condition | None = None
    """With a test it is the share, in per cent, that passes it."""
    sum: FactKey | None = None
    """With a fact it is the sum of that fact over the set."""

    @model_validator(mode="after")
    def _draws_one_thing(self) -> "Drawn":
        if self.test is not None and self.sum is not None:
            raise ValueError("takes a test, for a share, or a fact to sum, but not both")
        return self

    @property
    def condition(self) -> Count | Share:
        """The set with its test, as rules over facts are judged."""
        chosen = {"of": self.of, "where": self.where, "latest": self.latest}
        if self.test is not None:
            return Share(share=SharedOut(**chosen, test=self.test, at_least=0))
        return Count(count=Counted(**chosen, at_least=0))


class Red(Strict):
    """When a figure is shown as red before anybody has looked: above or below a value, or a yes or no."""

    above: Decimal | None = Field(None, max_digits=18, decimal_places=4)
    below: Decimal | None = Field(None, max_digits=18, decimal_places=4)
    answered: Flag | None = None

    @field_validator("above", "below", mode="before")
    @classmethod
    def _no_float(cls, value: object) -> object:
        return Decimal(repr(value)) if isinstance(value, float) else value

    @model_validator(mode="after")
    def _says_when(self) -> "Red":
        if (self.above is None) and (self.below is None) and (self.answered is None):
            raise ValueError("says nothing; give above, below or answered")
        return self


class ReturnFigure(Sourced):
    """One figure that is asked for. `needed`: the return can't go without it, or without saying why it is missing."""

    key: Slug
    label: Line
    kind: FigureKind
    unit: Line | None = None
    definition: Text
    needed: Flag = True
    draw: Drawn | None = None
    red: Red | None = None


class ReturnSection(Strict):
    id: Slug
    title: Line
    about: Text | None = None
    figures: tuple[ReturnFigure, ...]


class ReturnDefinition(Edition):
    """`frameworks/<id>/<edition>/return.yaml`."""

    rule_set: Line
    """By which rules its figures are reckoned, such as the edition of a framework."""
    rhythm: Rhythm
    due_within_days: int | None = Field(None, ge=1, le=366)
    """Days after the end of the period by which it is asked for."""
    statement: Text | None = None
    """What the words that go with it are to say."""
    sections: tuple[ReturnSection, ...]

    @model_validator(mode="after")
    def _named_once(self) -> "ReturnDefinition":
        keys = [figure.key for figure in self.figures]
        sections = [section.id for section in self.sections]
        for what, names in (("figure", keys), ("section", sections)):
            again = next((name for name in names if names.count(name) > 1), None)
            if again is not None:
                raise ValueError(f"has the {what} “{again}” twice")
        return self

    @property
    def figures(self) -> tuple[ReturnFigure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    def figure(self, key: str) -> ReturnFigure | None:
        return next((figure for figure in self.figures if figure.key == key), None)

    def placed(self) -> Iterator[tuple[ReturnSection, ReturnFigure]]:
        """Every figure with its section, in order."""
        for section in self.sections:
            for figure in section.figures:
                yield section, figure

    def content(self) -> dict[str, object]:
        """What makes two definitions the same: the rules, and every figure with all that is said of it."""
        return self.model_dump(mode="json", include={"id", "edition", "rule_set", "sections"})
