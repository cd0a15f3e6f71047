"""An edition's life, and the scales on which its requirements are judged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.scope import Refusal


class State(StrEnum):
    """Where an edition stands in its life. A draft is edited; every other is read alone."""

    DRAFT = "draft"
    IN_USE = "in-use"
    SUPERSEDED = "superseded"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


STATE_IN_WORDS = {
    State.DRAFT: "Draft",
    State.IN_USE: "In use",
    State.SUPERSEDED: "Superseded",
    State.RETIRED: "Retired",
    State.WITHDRAWN: "Draft withdrawn",
}


class Origin(StrEnum):
    SHIPPED = "shipped"
    OWN = "own"


class Standing(StrEnum):
    """What a level of a scale says of the requirement: tallies are counted by it, whatever the scale's own words."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


STANDING_IN_WORDS = {
    Standing.MET: "met",
    Standing.PARTLY: "partly met",
    Standing.NOT_MET: "not met",
    Standing.NOT_APPLICABLE: "does not apply",
}


class UnableToKeepFramework(Refusal):
    """A framework can't be written, taken into use or changed as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a scale. `slug` is what an answer keeps."""

    slug: str
    words: str
    standing: Standing
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of an edition, best level first."""

    slug: str
    name: str
    levels: tuple[Level, ...]

    def level(self, slug: str) -> Level | None:
        return next((level for level in self.levels if level.slug == slug), None)


MET_OR_NOT = Scale(
    slug="met",
    name="Met, partly met or not met",
    levels=(
        Level(slug="met", words="Met", standing=Standing.MET),
        Level(slug="partly-met", words="Partly met", standing=Standing.PARTLY),
        Level(slug="not-met", words="Not met", standing=Standing.NOT_MET),
        Level(slug="not-applicable", words="Does not apply", standing=Standing.NOT_APPLICABLE),
    ),
)
"""The scale of a framework that names none: ours, and said to be."""


def scales_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Scale, ...]:
    """The scales as an edition's row keeps them."""
    return tuple(
        Scale(
            slug=scale["slug"],
            name=scale["name"],
            levels=tuple(
                Level(
                    slug=level["slug"],
                    words=level["words"],
                    standing=Standing(level["standing"]),
                    note=level.get("note"),
                )
                for level in scale["levels"]
            ),
        )
        for scale in kept
    )


def kept_scales(scales: Iterable[Scale]) -> list[dict[str, Any]]:
    """The scales as an edition's row keeps them."""
    return [
        {
            "slug": scale.slug,
            "name": scale.name,
            "levels": [
                {"slug": level.slug, "words": level.words, "standing": level.standing.value}
                | ({"note": level.note} if level.note else {})
                for level in scale.levels
            ],
        }
        for scale in scales
    ]


def slug_of(words: str) -> str:
    """`Our own framework (2015/16)` as `our-own-framework-2015-16`."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:80].strip("-")
