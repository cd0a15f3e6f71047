"""Organisations as they stand in a tenant's file: practices in their localities, and everybody else."""

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


class Locality(Sourced):
    id: Slug
    name: Line


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

    localities: tuple[Locality, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    counts: tuple[CountStated, ...] = ()
