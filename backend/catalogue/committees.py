"""Committees as they stand in a tenant's file: seats, quorum, terms and reporting lines."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from backend.catalogue.quorum import Capacity, Office, Quorum, SeatHeld
from backend.catalogue.shapes import Flag, Line, Positive, Provenance, Slug, Sourced, Strict, Text
from backend.catalogue.voting import Voting


class CommitteeKind(StrEnum):
    GOVERNING_BODY = "governing-body"
    BOARD = "board"
    AUDIT = "audit"
    REMUNERATION = "remuneration"
    PRIMARY_CARE_COMMISSIONING = "primary-care-commissioning"
    PRIMARY_CARE_DEVELOPMENT = "primary-care-development"
    QUALITY_SAFETY = "quality-safety"
    FINANCE_PERFORMANCE = "finance-performance"
    COMMUNICATIONS_ENGAGEMENT = "communications-engagement"
    INTERFACE_GROUP = "interface-group"
    PARTNERSHIP = "partnership"
    LOCALITY_GROUP = "locality-group"
    PATIENT_PANEL = "patient-panel"
    WORKING_GROUP = "working-group"
    OTHER = "other"


class ReportingLine(Sourced):
    """To which committee this one reports."""

    to: Slug
    through: Line | None = None
    """By whom, where the line runs through a person, such as `the Area Team representative`."""


class Seat(Strict):
    """A seat, or several alike (`count`)."""

    id: Slug
    name: Line
    capacity: Capacity
    office: Office | None = None
    voting: Flag = True
    count: Annotated[int, Field(strict=True, ge=1, le=200)] = 1


class Terms(Sourced):
    """Terms of reference in short, and how often they are reviewed."""

    summary: Text
    review_months: Positive = 12


class Committee(Sourced):
    """A committee, group or panel. A partner's own body names the organisation that holds it."""

    id: Slug
    name: Line
    kind: CommitteeKind
    held_by: Slug | None = None
    """The organisation (in `organisations.toml`) whose body this is; ours where left out."""
    reports_to: tuple[ReportingLine, ...] = ()
    purpose: Text
    meets_in_public: Flag = False
    meets_every_months: Positive | None = None
    seats: tuple[Seat, ...] = ()
    seats_from: Provenance | None = None
    quorum: Quorum | None = None
    quorum_from: Provenance | None = None
    voting: Voting | None = None
    """Where members vote by class; by a single majority where left out."""
    voting_from: Provenance | None = None
    terms: Terms | None = None

    def seat(self, seat_id: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    @property
    def seat_names(self) -> dict[str, str]:
        return {seat.id: seat.name for seat in self.seats}

    @property
    def all_filled(self) -> tuple[SeatHeld, ...]:
        """Every seat with somebody different in it."""
        return tuple(self._places())

    def _places(self) -> Iterator[SeatHeld]:
        for seat in self.seats:
            for number in range(seat.count):
                yield SeatHeld(f"{seat.id}/{number}", seat.id, seat.capacity, seat.office, seat.voting)


class CommitteesFile(Strict):
    """`committees.toml`. It may say that there is none: a source may name no body."""

    committees: tuple[Committee, ...] = ()
