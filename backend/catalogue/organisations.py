"""Organisations as they stand in a tenant's file: practices in their localities, and everybody else."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from backend.catalogue.shapes import Line, Slug, Sourced, Strict, Text


class OrganisationType(StrEnum):
    PRACTICE = "practice"
    BRANCH = "branch"
    TRUST = "trust"
    COUNCIL = "council"
    COMPANY = "company"
    CHARITY = "charity"
    SUPPLIER = "supplier"
    FEDERATION = "federation"
    NETWORK = "network"
    NHS_BODY = "nhs-body"
    REPRESENTATIVE_BODY = "representative-body"
    OTHER = "other"


class Level(Sourced):
    """A level of the place at which care is organised, such as neighbourhood, locality and borough."""

    id: Slug
    name: Line
    within: Slug | None = None
    """The next wider level; the widest has none."""
    people: Line | None = None
    """How many people it is for, as the source says it, such as `20-30,000 people`."""


class Locality(Sourced):
    """A part of the area. With levels, each says of which it is, and to which wider part it belongs."""

    id: Slug
    name: Line
    level: Slug | None = None
    part_of: Slug | None = None


class ListSize(Sourced):
    """Registered patients, where the source's text can be defended."""

    patients: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    as_at: Line
    """As the source says it, such as `April 2013`."""


class Organisation(Sourced):
    id: Slug
    name: Line
    type: OrganisationType
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}[A-Z]?$")] | None = None
    """The number that the source's own list gives it."""
    locality: Slug | None = None
    part_of: Slug | None = None
    ods_code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,10}$")] | None = None
    company_number: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|[0-9]{2})[0-9]{6}$")] | None = None
    """Companies House: eight digits, or two letters and six digits."""
    charity_number: Annotated[str, StringConstraints(pattern=r"^(SC)?[0-9]{5,8}(-[0-9]{1,2})?$")] | None = (
        None
    )
    also_known_as: tuple[Line, ...] = ()
    formerly: tuple[Line, ...] = ()
    """Former names; interests declared under them still find the organisation."""
    started_on: date | None = None
    ended_on: date | None = None
    """The last day on which it was there."""
    list_size: ListSize | None = None


class Strength(StrEnum):
    """How strong the evidence is that stands behind a statement, as we read it; the strongest first."""

    COMPARED = "compared with others"
    EVALUATED = "evaluated"
    BEFORE_AND_AFTER = "before and after"
    FIGURE_ALONE = "figure alone"
    TOLD = "told"
    UNDER_WAY = "under way"
    NOTHING = "nothing found"


STRENGTH_IN_WORDS = {
    Strength.COMPARED: "compared with others who went without",
    Strength.EVALUATED: "evaluated; the figures are not printed",
    Strength.BEFORE_AND_AFTER: "figures before and after, with no comparison",
    Strength.FIGURE_ALONE: "a figure alone, with nothing to hold it against",
    Strength.TOLD: "told, without a figure",
    Strength.UNDER_WAY: "under way, so that nothing could be found yet",
    Strength.NOTHING: "nothing found",
}


class CountStated(Sourced):
    """What the source states: a count, kept beside what its own lists give; or a finding, with how strong it is."""

    what: Line
    says: Line
    so: Text | None = None
    """What the reader should know about it, such as that two pages disagree."""
    strength: Strength | None = None
    """Of a finding in a log of evidence: our grade, never the source's."""


class OrganisationsFile(Strict):
    """`organisations.toml`."""

    levels: tuple[Level, ...] = ()
    localities: tuple[Locality, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    counts: tuple[CountStated, ...] = ()


def wider_than(level: str, levels: Mapping[str, Level]) -> tuple[str, ...]:
    """The levels above one, from the next to the widest; it stops where they go round in a circle."""
    found: list[str] = []
    here = levels.get(level)
    while here is not None and here.within is not None and here.within not in found:
        found.append(here.within)
        here = levels.get(here.within)
    return tuple(found)


def level_faults(levels: Iterable[Level]) -> tuple[tuple[str, str], ...]:
    """What is wrong with levels: the id of each with a sentence."""
    known = {each.id: each for each in levels}
    found = []
    for each in known.values():
        if each.within is not None and each.within not in known:
            found.append((each.id, f"There is no level “{each.within}”."))
        elif each.id in wider_than(each.id, known):
            found.append((each.id, f"The level “{each.name}” lies within itself."))
    return tuple(found)


def locality_faults(levels: Iterable[Level], localities: Iterable[Locality]) -> tuple[tuple[str, str], ...]:
    """What is wrong with the levels of localities and what belongs to what: the id of each with a sentence."""
    by_level = {each.id: each for each in levels}
    known = {each.id: each for each in localities}
    found = []
    for each in known.values():
        if each.level is not None and each.level not in by_level:
            found.append((each.id, f"There is no level “{each.level}”."))
            continue
        if each.part_of is None:
            continue
        whole = known.get(each.part_of)
        if whole is None:
            found.append((each.id, f"There is no locality “{each.part_of}”."))
        elif each.id in _above(each, known):
            found.append((each.id, f"The locality “{each.name}” is part of itself."))
        elif each.level and whole.level and whole.level not in wider_than(each.level, by_level):
            own, other = by_level[each.level].name, whole.level
            other = by_level[other].name if other in by_level else other
            found.append(
                (
                    each.id,
                    f"“{each.name}” ({own}) can’t be part of “{whole.name}” ({other}): that is no wider level.",
                )
            )
    return tuple(found)


def _above(locality: Locality, known: Mapping[str, Locality]) -> set[str]:
    found: set[str] = set()
    here: Locality | None = locality
    while here is not None and here.part_of is not None and here.part_of not in found:
        found.add(here.part_of)
        here = known.get(here.part_of)
    return found
