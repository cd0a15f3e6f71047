"""A demonstration's cast: invented people, their invented interests, and meetings with real paper files."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from backend.catalogue.organisations import Organisation
from backend.catalogue.quorum import Office
from backend.catalogue.rulesets import InterestType
from backend.catalogue.shapes import Flag, Line, Slug, Strict, Text

InventedAddress = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+@[a-z0-9.-]+\.invalid$")]


class TenantRole(StrEnum):
    """Roles that stand beside seats. `none` is said, never left out."""

    GOVERNANCE_OFFICER = "governance-officer"
    REGULATOR = "regulator"
    INTERNAL_AUDIT = "internal-audit"
    EXECUTIVE_OWNER = "executive-owner"
    COI_GUARDIAN = "coi-guardian"
    FINANCE = "finance"
    REVIEWER = "reviewer"
    NONE = "none"


class SeatHolding(Strict):
    committee: Slug
    seat: Slug
    office: Office | None = None
    """Only for a seat that carries no office itself."""


class CastMember(Strict):
    id: Slug
    name: Line
    email: InventedAddress
    job_title: Line
    roles: tuple[TenantRole, ...]
    seats: tuple[SeatHolding, ...] = ()
    serves_also: tuple[Slug, ...] = ()
    """Other tenants in whose cast the same person stands, under the same name and address."""


class InventedInterest(Strict):
    id: Slug
    person: Slug
    organisation: Slug
    type: InterestType
    indirect: Flag = False
    relationship: Line | None = None
    nature: Text
    from_date: date = Field(alias="from")
    to_date: date | None = Field(default=None, alias="to")
    declared_on: date
    mitigation: Text | None = None


class NilReturn(Strict):
    person: Slug
    declared_on: date


class OfferKind(StrEnum):
    GIFT = "GIFT"
    CASH = "CASH"
    HOSPITALITY = "HOSPITALITY"
    TRAVEL = "TRAVEL"
    SPONSORED_EVENT = "SPONSORED_EVENT"
    SPONSORED_POST = "SPONSORED_POST"
    SPONSORED_RESEARCH = "SPONSORED_RESEARCH"


class OfferOutcome(StrEnum):
    ACCEPTED = "ACCEPTED"
    PASSED_ON = "PASSED_ON"
    DECLINED = "DECLINED"


class InventedOffer(Strict):
    """A gift, hospitality or sponsorship that an invented organisation offered an invented person."""

    id: Slug
    person: Slug
    giver: Slug
    supplier: Flag
    kind: OfferKind
    description: Text
    pounds: Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
    offered_on: date
    declared_on: date
    outcome: OfferOutcome
    reason: Text | None = None


class Purpose(StrEnum):
    DECISION = "DECISION"
    APPROVE = "APPROVE"
    RATIFY = "RATIFY"
    DISCUSSION = "DISCUSSION"
    INFORMATION = "INFORMATION"
    ASSURANCE = "ASSURANCE"
    NOTE = "NOTE"
    RECEIVE = "RECEIVE"


class Part(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


class PaperState(StrEnum):
    """How an item comes before its committee."""

    PAPERS = "papers"
    VERBAL = "verbal"
    TO_FOLLOW = "to-follow"
    TABLED = "tabled"


class PaperFile(Strict):
    """A paper beside the cast, named relative to the demonstration's folder.

    `cover` fills fields of the tenant's cover sheet by their ids. Yes or no is written as “no”, or as the words that
    go with yes; freedom of information as “public”, or as the sections of the exemption.
    """

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9./-]*\.(md|docx|pdf)$")]
    author: Slug
    title: Line
    sponsor: Slug | None = None
    cover: dict[Slug, Text] = {}


class AgendaItem(Strict):
    number: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?(\.[1-9][0-9]?)?$")]
    title: Line
    purpose: Purpose
    part: Part = Part.PUBLIC
    private_reason: Text | None = None
    lead: Slug
    minutes: Annotated[int, Field(strict=True, ge=1, le=240)]
    organisations: tuple[Slug, ...] = ()
    """Organisations that the item touches."""
    paper: PaperFile | None = None
    paper_state: PaperState = PaperState.PAPERS


class DemonstrationMeeting(Strict):
    id: Slug
    committee: Slug
    title: Line
    day: date = Field(alias="date")
    start: time
    venue: Line
    items: tuple[AgendaItem, ...]


class DemonstrationAction(Strict):
    id: Slug
    text: Text
    owner: Slug
    due_on: date
    meeting: Slug | None = None


class DemonstrationDocument(Strict):
    """`demonstration/cast.toml`."""

    says: Line
    """The banner: it must hold the word DEMONSTRATION."""
    clock_starts: datetime
    at_start: Flag = True
    """Whether `probity run` shows it without being asked."""
    people: tuple[CastMember, ...]
    stand_in: Slug | None = None
    """Who handles a concern about the Guardian or the governance lead."""
    organisations: tuple[Organisation, ...] = ()
    interests: tuple[InventedInterest, ...] = ()
    nil_returns: tuple[NilReturn, ...] = ()
    offers: tuple[InventedOffer, ...] = ()
    meetings: tuple[DemonstrationMeeting, ...] = ()
    actions: tuple[DemonstrationAction, ...] = ()

    def person(self, person_id: str) -> CastMember | None:
        return next((person for person in self.people if person.id == person_id), None)
