"""An edition's life, and the scales on which its requirements are judged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
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
    """One level of a scale. `key` is what an answer keeps, `counts_as` what tallies count it as."""

    key: str
    words: str
    meaning: str
    counts_as: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of an edition, from the level that assures least to the one that assures most."""

    key: str
    name: str
    levels: tuple[Level, ...]

    def level(self, key: str) -> Level | None:
        return next((level for level in self.levels if level.key == key), None)


MET_OR_NOT = Scale(
    key="met",
    name="Met, partly met or not met",
    levels=(
        Level(key="not-met", words="Not met", meaning="Nothing shows it.", counts_as=Standing.NOT_MET),
        Level(
            key="partly-met",
            words="Partly met",
            meaning="Some of it is shown, and what is missing is named.",
            counts_as=Standing.PARTLY,
        ),
        Level(key="met", words="Met", meaning="Records show all of it.", counts_as=Standing.MET),
        Level(
            key="not-applicable",
            words="Does not apply",
            meaning="It does not arise here, for a reason that is given.",
            counts_as=Standing.NOT_APPLICABLE,
        ),
    ),
)
"""What an own framework begins with."""


def scales_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Scale, ...]:
    """The scales, from how an edition's row keeps them."""
    return tuple(
        Scale(
            key=scale["key"],
            name=scale["name"],
            levels=tuple(
                Level(
                    key=level["key"],
                    words=level["words"],
                    meaning=level["meaning"],
                    counts_as=Standing(level["counts_as"]),
                )
                for level in scale["levels"]
            ),
        )
        for scale in kept
    )


def kept_scales(scales: Iterable[Scale]) -> list[dict[str, Any]]:
    """The scales as an edition's row keeps them."""
    return [asdict(scale) for scale in scales]


_REF = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
_LONGEST_REF = 60


def check_ref(ref: str, *, what: str = "requirement") -> None:
    """A ref is letters and digits, parted by points or hyphens, such as `P1` or `2.3.ii`."""
    if len(ref) > _LONGEST_REF or not _REF.fullmatch(ref):
        raise UnableToKeepFramework(
            f"“{ref[:70]}” can’t be the ref of a {what}: use letters and digits, parted by points or hyphens, such as "
            "2.3 or P1.",
            field="ref",
        )


def check_scales(scales: Sequence[Scale]) -> None:
    """Every edition has a scale, every scale two levels at least, one of them met. Raises UnableToKeepFramework."""
    if not scales:
        raise UnableToKeepFramework("A framework needs a scale on which it is answered.", field="levels")
    for scale in scales:
        if not 2 <= len(scale.levels) <= _MOST_LEVELS:
            raise UnableToKeepFramework(
                f"The scale “{scale.name}” has {len(scale.levels)} levels; it needs 2 to {_MOST_LEVELS}.",
                field="levels",
            )
        for noun, found in (
            ("key", [level.key for level in scale.levels]),
            ("name", [level.words.casefold() for level in scale.levels]),
        ):
            if len(set(found)) < len(found):
                raise UnableToKeepFramework(
                    f"Two levels of the scale “{scale.name}” have the same {noun}.", field="levels"
                )
        if all(level.counts_as is not Standing.MET for level in scale.levels):
            raise UnableToKeepFramework(
                f"No level of the scale “{scale.name}” counts as met: say which does.", field="levels"
            )


_MOST_LEVELS = 12


def slug_of(words: str) -> str:
    """`Our own framework (2015/16)` as `our-own-framework-2015-16`."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:80].strip("-")
