"""A demonstration's returns: what invented commissioners submitted to an invented reviewing body, and what it did."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backend.catalogue.shapes import Line, Slug, Strict, Text

Typed = Annotated[str, Field(pattern=r"^(-?[0-9]{1,12}(\.[0-9]{1,2})?|unknown)$")]
"""A figure as it is written, or `unknown`."""


class InventedFigure(Strict):
    key: Slug
    section: Line
    label: Line
    kind: Literal["number", "money", "percent", "yes-no"]
    unit: Line | None = None
    definition: Text


class InventedDefinition(Strict):
    """One edition of the invented return: which of the figures it asks for."""

    edition: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]
    rule_set: Line
    figures: tuple[InventedFigure, ...]


class InventedPeriod(Strict):
    id: Slug
    words: Line
    from_on: date = Field(alias="from")
    until_on: date = Field(alias="until")
    due_on: date


class InventedCommissioner(Strict):
    organisation: Slug
    """In `organisations.toml`; its name is the commissioner's."""
    lead: Slug | None = None
    second: Slug | None = None


class InventedReturn(Strict):
    """One issue as it came by letter. `reds`: the figures that its commissioner calls red, each with why."""

    commissioner: Slug
    period: Slug
    edition: Line
    issue: Annotated[int, Field(strict=True, ge=1, le=9)] = 1
    received_on: date
    values: dict[Slug, Typed]
    reds: dict[Slug, Text] = {}
    statement: Text
    what_changed: Text | None = None
    prepared_by: Line
    approved_by: Line


class InventedCondition(Strict):
    words: Text
    due_on: date | None = None


class InventedAct(Strict):
    """What a reviewer of the cast did with the newest issue of a return, on a day."""

    commissioner: Slug
    period: Slug
    on: date
    by: Slug
    act: Literal["claim", "ask", "decide"]
    words: Text | None = None
    figure: Slug | None = None
    due_on: date | None = None
    verdict: Literal["accepted", "conditional", "refused"] | None = None
    conditions: tuple[InventedCondition, ...] = ()
    second: Slug | None = None
    """Who agreed on the same day, where a second reviewer must; nobody yet where it is left out."""


class InventedCover(Strict):
    person: Slug
    cover: Slug
    from_on: date = Field(alias="from")
    until_on: date = Field(alias="until")
    said_on: date


class InventedReturns(Strict):
    """`demonstration/returns.toml`."""

    says: Line
    """What is said of them: it must hold the word DEMONSTRATION."""
    framework: Slug
    title: Line
    since: date
    entered_by: Slug
    definitions: tuple[InventedDefinition, ...]
    periods: tuple[InventedPeriod, ...]
    commissioners: tuple[InventedCommissioner, ...]
    returns: tuple[InventedReturn, ...]
    acts: tuple[InventedAct, ...] = ()
    covers: tuple[InventedCover, ...] = ()

    def definition(self, edition: str) -> InventedDefinition | None:
        return next((each for each in self.definitions if each.edition == edition), None)
