"""The list of staff compared with the people, their seats and roles: findings, each with what could be done.

Nothing is done by itself: a finding is a line with a box, and an officer ticks it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from backend.interests.rules import declarants
from backend.kit.calendar import in_words
from backend.organisations.rules import folded
from backend.registers.rules.staff_list import StaffRow
from backend.scope import Refusal

Thing = TypeVar("Thing")


class UnableToCarryOut(Refusal):
    """What was ticked can't be carried out."""


class Kind(StrEnum):
    """The kinds of finding, in the order of the page."""

    STARTER = "STARTER"
    LEAVER = "LEAVER"
    SEAT = "SEAT"
    ROLE = "ROLE"
    DECIDES = "DECIDES"
    MOVER = "MOVER"
    PARTICULARS = "PARTICULARS"
    SILENT = "SILENT"
    ABSENT = "ABSENT"


TITLES = {
    Kind.STARTER: ("New starters", "In the list, and not in Probity."),
    Kind.LEAVER: ("Leavers", "The list gives their last day, and Probity has them as still here."),
    Kind.SEAT: ("Leavers who still hold a seat", "The seat goes on after their last day."),
    Kind.ROLE: (
        "Leavers who still hold a role",
        "The role for the organisation goes on after their last day.",
    ),
    Kind.DECIDES: (
        "Newly decision-making",
        "Their band is 8d or above. They would be on the public register.",
    ),
    Kind.MOVER: ("Changed job titles", "The list gives another job title."),
    Kind.PARTICULARS: ("Staff numbers and bands", "Known in the list and not in Probity, or changed since."),
    Kind.SILENT: (
        "People without a declaration",
        "They have not declared yet, and are reminded by the usual ladder.",
    ),
    Kind.ABSENT: (
        "Not in this list",
        "They stood in an earlier list by their staff number. They may have left.",
    ),
}
ACTS = {
    Kind.STARTER: "Add them",
    Kind.LEAVER: "Record that they left",
    Kind.SEAT: "End the seat on their last day",
    Kind.ROLE: "End the role after their last day",
    Kind.DECIDES: "Record the band",
    Kind.MOVER: "Change the job title",
    Kind.PARTICULARS: "Record them",
}
"""What is done with a kind that is ticked; the last two kinds are for looking at alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A seat or a role that somebody holds: the id by which it is ended, in words, and the last day if it has one."""

    id: UUID
    words: str
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person of Probity, as the comparison needs them."""

    id: UUID
    name: str
    email: str | None
    job_title: str | None
    staff_number: str | None
    band: str | None
    left_on: date | None
    decision_making: bool
    has_declared: bool
    paused: bool
    seats: tuple[Held, ...] = ()
    roles: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference. `key` names it in the form, the same as long as the difference is; `row` is its row, if any."""

    kind: Kind
    key: str
    name: str
    words: str
    row: StaffRow | None = None
    person_id: UUID | None = None
    held_id: UUID | None = None


def compare(rows: Sequence[StaffRow], people: Sequence[KnownPerson], *, today: date) -> tuple[Finding, ...]:
    """Every difference, by kind and then by name. A row is matched by staff number, else address, else exact name."""
    matched = _matched(rows, people)
    found: list[Finding] = []
    for row in rows:
        person = matched.get(row.number)
        if person is None:
            if row.end is None or row.end >= today:
                found.append(_starter(row))
        else:
            found += _of(row, person, today=today)
    seen = {person.id for person in matched.values()}
    found += [
        Finding(
            kind=Kind.ABSENT,
            key=f"absent:{person.id}",
            name=person.name,
            words=f"Staff number {person.staff_number}",
            person_id=person.id,
        )
        for person in people
        if person.staff_number and person.id not in seen and person.left_on is None
    ]
    order = {kind: number for number, kind in enumerate(Kind)}
    return tuple(sorted(found, key=lambda each: (order[each.kind], each.name.casefold(), each.key)))


def _matched(rows: Sequence[StaffRow], people: Sequence[KnownPerson]) -> dict[int, KnownPerson]:
    numbers = {person.staff_number: person for person in people if person.staff_number}
    addresses = _unique([(person.email, person) for person in people if person.email])
    names = _unique([(folded(person.name), person) for person in people if person.left_on is None])
    repeated = _unique([(folded(row.name), row) for row in rows])
    found: dict[int, KnownPerson] = {}
    taken: set[UUID] = set()
    for row in rows:
        name = folded(row.name)
        person = numbers.get(row.staff_number) if row.staff_number else None
        if person is None and row.email:
            person = addresses.get(row.email)
        if person is None and name in repeated:
            person = names.get(name)
        other_number = person and person.staff_number and row.staff_number not in {None, person.staff_number}
        if person is not None and not other_number and person.id not in taken:
            found[row.number] = person
            taken.add(person.id)
    return found


def _unique(pairs: Sequence[tuple[str | None, Thing]]) -> dict[str, Thing]:
    """Only what one alone is called: namesakes are never guessed between."""
    counts = Counter(key for key, _ in pairs)
    return {key: each for key, each in pairs if key and counts[key] == 1}


def _starter(row: StaffRow) -> Finding:
    told = [row.job_title, f"band {declarants.plain_band(row.band)}" if row.band else None, row.department]
    return Finding(
        kind=Kind.STARTER,
        key=f"starter:{row.number}",
        name=row.name,
        words=", ".join(filter(None, told)) or "No job title is given",
        row=row,
    )


def _of(row: StaffRow, person: KnownPerson, *, today: date) -> list[Finding]:
    def finding(kind: Kind, words: str, held: UUID | None = None) -> Finding:
        key = f"{kind.lower()}:{held or person.id}"
        return Finding(
            kind=kind, key=key, name=person.name, words=words, row=row, person_id=person.id, held_id=held
        )

    found = []
    if row.end is not None:
        first_without = row.end + timedelta(days=1)
        if person.left_on is None or person.left_on > first_without:
            found.append(finding(Kind.LEAVER, f"Last day {in_words(row.end)}"))
        for kind, holdings in ((Kind.SEAT, person.seats), (Kind.ROLE, person.roles)):
            found += [
                finding(kind, each.words, each.id)
                for each in holdings
                if each.last_on is None or each.last_on > row.end
            ]
        if row.end < today:
            return found
    decides = row.band is not None and declarants.makes_decisions(band=row.band, seated=False)
    if decides and not person.decision_making:
        found.append(finding(Kind.DECIDES, f"Band {declarants.plain_band(str(row.band))}"))
    if row.job_title and folded(row.job_title) != folded(person.job_title or ""):
        found.append(finding(Kind.MOVER, f"{person.job_title or 'No job title'} becomes {row.job_title}"))
    new = [
        words
        for words, said, kept in (
            (f"staff number {row.staff_number}", row.staff_number, person.staff_number),
            (f"band {row.band}", row.band, person.band),
        )
        if said and said != kept and not (decides and not person.decision_making and said == row.band)
    ]
    if new:
        found.append(finding(Kind.PARTICULARS, " and ".join(new)))
    if not person.has_declared and not person.paused:
        found.append(finding(Kind.SILENT, row.job_title or person.job_title or ""))
    return found
