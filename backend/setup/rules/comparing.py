"""A list of people against those who are here: who is new, who is here already, and what an officer must say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.names import folded
from backend.scope import Refusal
from backend.setup.rules.people_list import Fault, PeopleList, PersonRow

REST = "rest"
"""The answer for every question that has none of its own."""


class ListState(StrEnum):
    OPEN = "OPEN"
    WRITING = "WRITING"
    DONE = "DONE"
    UNDONE = "UNDONE"
    GIVEN_UP = "GIVEN_UP"


class Meant(StrEnum):
    """Whom a row means whose name somebody else has."""

    SAME = "same"
    NEW = "new"


class UnableToBringPeople(Refusal):
    """A list that can't be brought in as it stands."""


class UnableToTakeBack(Refusal):
    """A list that can't be taken back any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who is here, or was."""

    id: UUID
    name: str
    email: str | None
    gone_on: date | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A seat of a committee: the ids of its places in which nobody sits, and those who sit in the others."""

    name: str
    slug: str
    free: tuple[UUID, ...]
    held_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A committee with its seats."""

    name: str
    slug: str
    seats: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A name that somebody else has: `like` says who. `person_id` of whoever is here, or `row` of the file."""

    row: int
    name: str
    email: str | None
    like: str
    person_id: UUID | None = None
    twin: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A row of which everything is known: `person_id` of whoever is here already, and the places to sit in."""

    row: PersonRow
    person_id: UUID | None
    seats: tuple[UUID, ...]


@dataclass(slots=True)
class Plan:
    """What bringing the list in would do."""

    settled: list[Settled] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: list[Question] = field(default_factory=list)
    """Rows that are the same person as an earlier row of the file."""

    @property
    def new(self) -> list[Settled]:
        return [each for each in self.settled if each.person_id is None]

    @property
    def here(self) -> list[Settled]:
        return [each for each in self.settled if each.person_id is not None]

    @property
    def bad_rows(self) -> int:
        return len({fault.row for fault in self.faults})

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "here": len(self.here),
            "roles": sum(len(each.row.roles) for each in self.settled),
            "seats": sum(len(each.seats) for each in self.settled),
        }


def compared(
    listed: PeopleList,
    *,
    known: Sequence[Known],
    bodies: Sequence[Body],
    answers: Mapping[str, str],
    today: date,
) -> Plan:
    """The list held against those who are here. Rows of the same person are told by address; by name, asked."""
    plan = Plan(faults=list(listed.faults))
    here = [each for each in known if each.gone_on is None or each.gone_on > today]
    gone = {
        each.email: each
        for each in known
        if each.email and each.gone_on is not None and each.gone_on <= today
    }
    by_email = {each.email: each for each in here if each.email}
    by_name = _by_name(here)
    seating = _Seating(bodies)
    rows_by_name: dict[str, PersonRow] = {}
    namesakes = Counter(folded(row.name) for row in listed.rows)
    for row in listed.rows:
        name = folded(row.name)
        person = by_email.get(row.email) if row.email else None
        twin = rows_by_name.get(name) if namesakes[name] > 1 else None
        if person is None and row.email in gone and row.email not in by_email:
            plan.faults.append(_left(row, gone[row.email]))
            continue
        rows_by_name.setdefault(name, row)
        if person is None and (question := _question(row, by_name.get(name), twin)):
            answer = answers.get(str(row.number)) or answers.get(REST)
            if answer is None:
                plan.questions.append(question)
                continue
            if answer == Meant.SAME and question.person_id is None:
                plan.left_out.append(question)
                continue
            if answer == Meant.SAME:
                person = by_name[name]
        seats, wrong = seating.take(row, person.id if person else None)
        if wrong:
            plan.faults.extend(wrong)
            continue
        plan.settled.append(Settled(row=row, person_id=person.id if person else None, seats=seats))
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _by_name(here: Sequence[Known]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for person in here:
        found.setdefault(folded(person.name), person)
    return found


def _left(row: PersonRow, gone: Known) -> Fault:
    sentence = (
        f"{row.email} is the address of {gone.name}, who has left. Let them come back on their own page."
    )
    return Fault(row=row.number, field="email", sentence=sentence)


def _question(row: PersonRow, person: Known | None, twin: PersonRow | None) -> Question | None:
    if person is not None:
        like = f"{person.name}, {person.email or 'without an address'}, is here already"
        return Question(row=row.number, name=row.name, email=row.email, like=like, person_id=person.id)
    if twin is not None:
        like = f"row {twin.number} is {twin.name}, {twin.email or 'without an address'}"
        return Question(row=row.number, name=row.name, email=row.email, like=like, twin=twin.number)
    return None


class _Seating:
    """Places as the rows take them, one after the other."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = {word: body for body in bodies for word in (folded(body.name), body.slug)}
        self._names = ", ".join(body.name for body in bodies[:8])
        self._taken: set[UUID] = set()

    def take(self, row: PersonRow, person_id: UUID | None) -> tuple[tuple[UUID, ...], list[Fault]]:
        """The places of a row, or everything that is wrong with them."""
        places: list[UUID] = []
        wrong: list[str] = []
        for named in row.seats:
            body = self._bodies.get(folded(named.committee))
            if body is None:
                there = f"The committees are: {self._names}." if self._names else "There is none yet."
                wrong.append(f"There is no committee “{named.committee[:80]}”. {there}")
                continue
            word = folded(named.seat)
            seat = next((each for each in body.seats if word in (folded(each.name), each.slug)), None)
            if seat is None:
                seats = ", ".join(dict.fromkeys(each.name for each in body.seats)) or "none"
                wrong.append(f"“{body.name}” has no seat “{named.seat[:80]}”. Its seats are: {seats}.")
                continue
            if person_id in seat.held_by:
                continue
            free = next(
                (place for place in seat.free if place not in self._taken and place not in places), None
            )
            if free is None:
                wrong.append(f"Nobody more can sit as {seat.name} on “{body.name}”: every place is taken.")
                continue
            places.append(free)
        if wrong:
            return (), [Fault(row=row.number, field="seats", sentence=sentence) for sentence in wrong]
        self._taken.update(places)
        return tuple(places), []
