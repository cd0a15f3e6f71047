"""What the queries of committees answer with: frozen, and saying in words what a page needs to say."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.catalogue.committees import CommitteeKind, Seat, Terms
from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, Capacity, Office
from backend.catalogue.shapes import Provenance
from backend.catalogue.voting import Voting, voting_in_words
from backend.committees import composition, rules
from backend.organisations import queries as organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """One line of what another room tells of a committee; `path` lies in the tenant."""

    words: str
    note: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a room above this one tells of a committee on its page: `app` hands down the functions that make these."""

    heading: str
    lead: str
    rows: tuple[BesideRow, ...]
    empty: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeLine:
    """One line of the list. `held_by` is the organisation whose own body it is; none where it is ours."""

    id: UUID
    slug: str
    name: str
    kind: CommitteeKind
    held_by: str | None
    meets_in_public: bool
    seats: int
    filled: int
    retired_on: date | None

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def vacancies(self) -> int:
        return self.seats - self.filled


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """`committee_id` reports to `parent_id`."""

    committee_id: UUID
    committee: str
    parent_id: UUID
    parent: str
    through: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Every living committee and every line of reporting: what the picture and its table are made of."""

    committees: tuple[CommitteeLine, ...]
    lines: tuple[LineView, ...]

    def above(self, committee_id: UUID) -> tuple[LineView, ...]:
        return tuple(line for line in self.lines if line.committee_id == committee_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A person in a seat. `office` is the seat's, or the term's where the seat carries none."""

    term_id: UUID
    committee_id: UUID
    seat_id: UUID
    seat: str
    seat_name: str
    person_id: UUID
    name: str
    capacity: Capacity
    office: Office | None
    voting: bool
    from_on: date
    last_on: date | None

    @property
    def capacity_in_words(self) -> str:
        return CAPACITY_IN_WORDS[self.capacity]

    @property
    def office_in_words(self) -> str:
        return OFFICE_IN_WORDS[self.office] if self.office else ""

    @property
    def as_seat_held(self) -> quorums.SeatHeld:
        """The member as the quorum counts them."""
        return quorums.SeatHeld(str(self.person_id), self.seat, self.capacity, self.office, self.voting)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """One place and who holds it on the day; `member` is none where it is vacant."""

    id: UUID
    slug: str
    place: int
    name: str
    capacity: Capacity
    office: Office | None
    voting: bool
    member: MemberView | None

    @property
    def capacity_in_words(self) -> str:
        return CAPACITY_IN_WORDS[self.capacity]

    @property
    def office_in_words(self) -> str:
        return OFFICE_IN_WORDS[self.office] if self.office else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeView:
    """One committee as its page shows it, on a day."""

    id: UUID
    slug: str
    name: str
    kind: CommitteeKind
    held_by: organisations.OrganisationLine | None
    purpose: str
    meets_in_public: bool
    meets_every_months: int | None
    places: tuple[SeatView, ...]
    seats: tuple[Seat, ...]
    seats_from: Provenance | None
    quorum: Any
    quorum_from: Provenance | None
    voting: Voting | None
    voting_from: Provenance | None
    terms: Terms | None
    terms_reviewed_on: date | None
    provenance: Provenance
    formed_on: date
    retired_on: date | None
    reports_to: tuple[LineView, ...]
    reported_by: tuple[LineView, ...]
    other_terms: tuple[MemberView, ...]
    """Terms that are over or still to come, latest first."""
    advice: tuple[composition.Advice, ...]

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def members(self) -> tuple[MemberView, ...]:
        return tuple(place.member for place in self.places if place.member is not None)

    @property
    def vacancies(self) -> tuple[SeatView, ...]:
        return tuple(place for place in self.places if place.member is None)

    @property
    def quorum_in_words(self) -> str | None:
        return None if self.quorum is None else quorums.quorum_in_words(self.quorum)

    @property
    def voting_in_words(self) -> str | None:
        return None if self.voting is None else voting_in_words(self.voting)

    @property
    def review_due_on(self) -> date | None:
        """When the terms of reference are to be reviewed next."""
        if self.terms is None:
            return None
        return rules.months_after(self.terms_reviewed_on or self.formed_on, self.terms.review_months)

    @property
    def can_retire(self) -> bool:
        return self.retired_on is None and rules.can_retire(
            self.name,
            sitting=[member.name for member in self.members],
            reporting=[line.committee for line in self.reported_by],
        )
