"""A demonstration's risks: invented objectives, risks, scores over months, controls, assurances and gaps."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backend.catalogue.shapes import Line, Slug, Strict, Text

Step = Annotated[int, Field(strict=True, ge=1, le=5)]
"""Of the five steps of likelihood or consequence."""


class InventedObjective(Strict):
    title: Line
    words: Text | None = None
    lead: Slug | None = None


class InventedAppetite(Strict):
    """Of a category that is shipped. `most` is the highest score within it."""

    category: Slug
    appetite: Literal["averse", "minimal", "cautious", "open", "eager"]
    most: Annotated[int, Field(strict=True, ge=1, le=25)]


class InventedScore(Strict):
    on: date
    likelihood: Step
    consequence: Step
    because: Text | None = None


class InventedPoint(Strict):
    """A score that is planned for a day."""

    on: date
    score: Annotated[int, Field(strict=True, ge=1, le=25)]


class InventedAssurance(Strict):
    """`given_on` is left out where it is planned and was not given yet."""

    line: Annotated[int, Field(strict=True, ge=1, le=3)]
    words: Text
    level: Literal["substantial", "reasonable", "limited", "none"] | None = None
    finding: Literal["positive", "mixed", "negative"] | None = None
    given_on: date | None = None
    next_on: date | None = None


class InventedControl(Strict):
    words: Text
    strength: Literal["strong", "adequate", "weak"] | None = None
    owner: Slug | None = None
    assurances: tuple[InventedAssurance, ...] = ()


class InventedGap(Strict):
    kind: Literal["control", "assurance"]
    words: Text
    since: date
    due_on: date | None = None
    owner: Slug | None = None


class InventedAction(Strict):
    words: Text
    owner: Slug
    due_on: date


class InventedRisk(Strict):
    """`objectives` are counted from 1. Of `scores`, the inherent one is the first; `current` follow month by month."""

    id: Slug
    called: Line
    title: Line
    cause: Text
    event: Text
    effect: Text
    category: Slug
    directorate: Line
    level: Literal["corporate", "baf"] = "baf"
    objectives: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    owner: Slug
    lead: Slug
    committee: Slug | None = None
    opened_on: date
    reviewed_on: date | None = None
    closed_on: date | None = None
    target_on: date | None = None
    inherent: InventedScore
    current: tuple[InventedScore, ...]
    target: InventedScore
    points: tuple[InventedPoint, ...] = ()
    controls: tuple[InventedControl, ...] = ()
    gaps: tuple[InventedGap, ...] = ()
    actions: tuple[InventedAction, ...] = ()


class InventedRisks(Strict):
    """`demonstration/risks.toml`: the risks of a demonstration, each plainly invented."""

    says: Line
    """It must hold the word DEMONSTRATION; it stands with each risk as where it came from."""
    settled_from: date
    appetites: tuple[InventedAppetite, ...] = ()
    objectives: tuple[InventedObjective, ...]
    risks: tuple[InventedRisk, ...]
