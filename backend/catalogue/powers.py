"""The scheme of reservation and delegation as it stands in a tenant's file: functions, and who holds each, up to what.

A folder holds no people: what a person holds by name is kept in the app alone.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from backend.catalogue.quorum import Office
from backend.catalogue.shapes import Line, Slug, Sourced, Strict, Text

OF_ONE_COMMITTEE = frozenset({Office.CHAIR, Office.VICE_CHAIR, Office.CLINICAL_LEAD, Office.SECRETARY})
"""Offices that every committee has its own of, so that one alone says nobody."""

Pounds = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000_000)]


class Holder(Strict):
    """A committee, an office (of a committee, where it names one), or a body outside that keeps the function."""

    committee: Slug | None = None
    office: Office | None = None
    outside: Line | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Holder":
        if self.outside is not None and (self.committee or self.office):
            raise ValueError("names a body outside and one of ours; use a holder for each")
        if not (self.outside or self.committee or self.office):
            raise ValueError("names nobody; write committee, office or outside")
        if self.office in OF_ONE_COMMITTEE and self.committee is None:
            raise ValueError("names an office that every committee has; add the committee")
        return self


class PowerFunction(Sourced):
    """Something that somebody must have the power to decide."""

    id: Slug
    name: Line
    authority: Line
    """The statute or the agreement that the function comes from."""
    about: Text | None = None


class PowerEntry(Sourced):
    """One line of the scheme. Several holders hold it jointly: all of them, or nobody."""

    id: Slug
    function: Slug
    held_by: Annotated[tuple[Holder, ...], Field(min_length=1, max_length=6)]
    limit: Pounds | None = None
    """In whole pounds; no limit where left out."""
    conditions: Text | None = None
    clause: Line
    needs_consent_of: Annotated[tuple[Holder, ...], Field(max_length=6)] = ()
    upward_to: Holder | None = None
    """To whom a recommendation goes where the matter is beyond this power."""
    effective_from: date
    effective_until: date | None = None
    """The last day with it."""


class SchemeFile(Strict):
    """`scheme.toml`."""

    about: Text | None = None
    functions: tuple[PowerFunction, ...] = ()
    entries: tuple[PowerEntry, ...] = ()
