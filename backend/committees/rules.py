"""What a committee may look like, who may sit on it, and what the guidance would have said of its composition."""

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.catalogue.committees import Committee, CommitteeKind, Seat
from backend.catalogue.quorum import OFFICE_IN_WORDS, Office
from backend.catalogue.voting import faults_in
from backend.scope import Refusal

KIND_IN_WORDS = {
    CommitteeKind.GOVERNING_BODY: "Governing body",
    CommitteeKind.BOARD: "Board",
    CommitteeKind.AUDIT: "Audit committee",
    CommitteeKind.REMUNERATION: "Remuneration committee",
    CommitteeKind.PRIMARY_CARE_COMMISSIONING: "Primary care commissioning committee",
    CommitteeKind.PRIMARY_CARE_DEVELOPMENT: "Primary care development committee",
    CommitteeKind.QUALITY_SAFETY: "Quality and safety committee",
    CommitteeKind.FINANCE_PERFORMANCE: "Finance and performance committee",
    CommitteeKind.COMMUNICATIONS_ENGAGEMENT: "Communications and engagement committee",
    CommitteeKind.INTERFACE_GROUP: "Interface group",
    CommitteeKind.PARTNERSHIP: "Partnership body",
    CommitteeKind.LOCALITY_GROUP: "Locality group",
    CommitteeKind.PATIENT_PANEL: "Patient panel",
    CommitteeKind.WORKING_GROUP: "Working group",
    CommitteeKind.OTHER: "Other",
}


class UnableToShapeCommittee(Refusal):
    """A committee that could not be lived as it was given."""


class UnableToRetireCommittee(Refusal):
    """A committee on which people still sit, or to which others still report."""


class UnableToRetireSeat(Refusal):
    """A seat that somebody still holds."""


class UnableToAppoint(Refusal):
    """A person who may not take the seat for those days."""


class UnableToEndTerm(Refusal):
    """A term that can't end on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlace:
    """One place of a committee, as the rules of appointing see it."""

    id: UUID
    name: str
    office: Office | None
    voting: bool
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTerm:
    """A term on the same committee: who, where, and the days, both included. `office` is the seat's or the term's."""

    seat_id: UUID
    seat_name: str
    person_id: UUID
    person_name: str
    office: Office | None
    voting: bool
    from_on: date
    last_on: date | None


def check_shape(committee: Committee) -> None:
    """One name a seat, one holder an office, each vote in one class, a quorum that all seats filled would meet."""
    slugs = [seat.id for seat in committee.seats]
    twice = next((slug for slug in slugs if slugs.count(slug) > 1), None)
    if twice is not None:
        raise UnableToShapeCommittee(f"Two seats have the short name “{twice}”.", field="name")
    for office, words in OFFICE_IN_WORDS.items():
        if sum(seat.count for seat in committee.seats if seat.office is office) > 1:
            raise UnableToShapeCommittee(
                f"“{committee.name}” would have more than one seat for the {words}; there can be one.",
                field="office",
            )
    _check_voting(committee)
    if committee.quorum is None:
        return
    unknown = {slug for group in quorums.groups_in(committee.quorum) for slug in group.seat} - set(slugs)
    if unknown:
        raise UnableToShapeCommittee(
            f"The quorum of “{committee.name}” names the seat “{min(unknown)}”, which would not be there.",
            field="quorum",
        )
    reasons = quorums.out_of_reach(committee.quorum, committee.all_filled)
    if reasons:
        raise UnableToShapeCommittee(
            f"The quorum of “{committee.name}” {reasons[0]}: it could never be met.", field="quorum"
        )


def _check_voting(committee: Committee) -> None:
    """Every seat with a vote belongs to exactly one class, and every class has a seat."""
    if committee.voting is None:
        return
    faults = faults_in(committee.voting, committee.all_filled, committee.seat_names)
    if faults:
        told = "; ".join(faults)
        raise UnableToShapeCommittee(f"“{committee.name}” could not vote by class: {told}.", field="voting")


def check_reporting(slug: str, parents: Collection[str], lines: Mapping[str, Collection[str]]) -> None:
    """`lines` says to whom each committee reports. Reporting never comes round to where it started."""
    ahead, seen = list(parents), set[str]()
    while ahead:
        here = ahead.pop()
        if here == slug:
            raise UnableToShapeCommittee(
                "A committee can’t report to itself, or to one that reports to it.", field="reports_to"
            )
        if here not in seen:
            seen.add(here)
            ahead.extend(lines.get(here, ()))


def check_can_retire(name: str, *, sitting: Sequence[str], reporting: Sequence[str]) -> None:
    """`sitting` are the names of those whose terms run or are to come, `reporting` the committees below."""
    if sitting:
        raise UnableToRetireCommittee(
            f"“{name}” can’t be retired while people sit on it: {_some(sitting)}. End their terms first."
        )
    if reporting:
        raise UnableToRetireCommittee(
            f"“{name}” can’t be retired while others report to it: {_some(reporting)}. "
            "Say first to whom they report instead."
        )


def can_retire(name: str, *, sitting: Sequence[str], reporting: Sequence[str]) -> bool:
    try:
        check_can_retire(name, sitting=sitting, reporting=reporting)
    except UnableToRetireCommittee:
        return False
    return True


def check_can_retire_seat(name: str, *, holder: str | None) -> None:
    """`holder` is the name of whoever holds the place today or is to hold it."""
    if holder is not None:
        raise UnableToRetireSeat(
            f"The seat “{name}” can’t be retired while {holder} holds it. End the term first."
        )


def check_can_appoint(
    seat: SeatPlace,
    terms: Iterable[HeldTerm],
    *,
    person_id: UUID,
    person_name: str,
    office: Office | None,
    from_on: date,
    last_on: date | None,
) -> None:
    """`terms` are the committee's terms that were not withdrawn. Every refusal names who stands in the way."""
    if last_on is not None and last_on < from_on:
        raise UnableToAppoint("The last day must not be before the first day.", field="last_on")
    if seat.retired_on is not None and (last_on is None or last_on >= seat.retired_on):
        raise UnableToAppoint(f"The seat “{seat.name}” was retired on {_day(seat.retired_on)}.", field="seat")
    if office is not None and seat.office is not None:
        raise UnableToAppoint(
            f"The seat “{seat.name}” carries the office of {OFFICE_IN_WORDS[seat.office]} already.",
            field="office",
        )
    carried = seat.office or office
    for term in terms:
        if not overlap(term.from_on, term.last_on, from_on, last_on):
            continue
        if term.seat_id == seat.id:
            raise UnableToAppoint(
                f"{term.person_name} holds the seat “{seat.name}” {_days(term)}.", field="from_on"
            )
        if term.person_id == person_id and term.voting and seat.voting:
            raise UnableToAppoint(
                f"{person_name} holds the voting seat “{term.seat_name}” {_days(term)}. "
                "Nobody holds two votes on one committee.",
                field="person_id",
            )
        if carried is not None and term.office is carried:
            raise UnableToAppoint(
                f"{term.person_name} is {OFFICE_IN_WORDS[carried]} {_days(term)}.", field="office"
            )
        if term.person_id == person_id and {carried, term.office} == {Office.CHAIR, Office.VICE_CHAIR}:
            raise UnableToAppoint(
                f"{person_name} is {OFFICE_IN_WORDS[term.office or Office.CHAIR]} {_days(term)}. "
                "The Chair and the Vice-Chair must be two people.",
                field="person_id",
            )


def can_appoint(
    seat: SeatPlace,
    terms: Iterable[HeldTerm],
    *,
    person_id: UUID,
    person_name: str,
    office: Office | None,
    from_on: date,
    last_on: date | None,
) -> bool:
    try:
        check_can_appoint(
            seat,
            terms,
            person_id=person_id,
            person_name=person_name,
            office=office,
            from_on=from_on,
            last_on=last_on,
        )
    except UnableToAppoint:
        return False
    return True


def check_can_end(person_name: str, *, from_on: date, ended_on: date | None, last_on: date) -> None:
    """A term ends on a day of its own, and only earlier than it already does."""
    if last_on < from_on:
        raise UnableToEndTerm(
            f"The term of {person_name} began on {_day(from_on)}; its last day can’t be before that. "
            "If it was entered by mistake, withdraw it.",
            field="last_on",
        )
    if ended_on is not None and last_on > ended_on:
        raise UnableToEndTerm(
            f"The term of {person_name} ends on {_day(ended_on)} already. Appoint them again for a further term.",
            field="last_on",
        )


def overlap(a_from: date, a_last: date | None, b_from: date, b_last: date | None) -> bool:
    """Whether two periods, with both their ends included, share a day; no last day means that it runs on."""
    return (b_last is None or a_from <= b_last) and (a_last is None or b_from <= a_last)


def with_seat(committee: Committee, seat: Seat) -> Committee:
    """The committee with the seat of this name added or replaced."""
    if committee.seat(seat.id) is None:
        return committee.model_copy(update={"seats": (*committee.seats, seat)})
    seats = tuple(seat if each.id == seat.id else each for each in committee.seats)
    return committee.model_copy(update={"seats": seats})


def without_place(committee: Committee, seat_slug: str) -> Committee:
    """The committee with one place fewer of that seat."""
    seats = tuple(
        seat.model_copy(update={"count": seat.count - 1}) if seat.id == seat_slug else seat
        for seat in committee.seats
        if seat.id != seat_slug or seat.count > 1
    )
    return committee.model_copy(update={"seats": seats})


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _days(term: HeldTerm) -> str:
    if term.last_on is None:
        return f"since {_day(term.from_on)}"
    return f"from {_day(term.from_on)} to {_day(term.last_on)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
