"""What was declared at a meeting and has to be on the register: awaited, overdue, or entered. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

BEFORE = timedelta(days=7)
"""How long before the last day the person is reminded, and on the day once more."""


class Entry(StrEnum):
    """Where the register stands on something declared at a meeting."""

    AWAITED = "awaited"
    OVERDUE = "overdue"
    ENTERED = "entered"


ENTRY_IN_WORDS = {
    Entry.AWAITED: "Entry awaited",
    Entry.OVERDUE: "Overdue",
    Entry.ENTERED: "On the register",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Something new that somebody declared at a meeting."""

    id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An interest that came onto the register, and when it first did."""

    interest_id: UUID
    person_id: UUID
    at: datetime


def paired(
    declared: Sequence[Declared],
    made: Sequence[Made],
    *,
    is_it: Mapping[tuple[UUID, UUID], bool],
) -> dict[UUID, Made]:
    """Which entry answers which declaration: one that the same person made since, each of them once, in order.

    `is_it` is what an officer said of a declaration and an interest, and comes before the order.
    """
    found: dict[UUID, Made] = {}
    taken: set[UUID] = set()
    by_id = {each.interest_id: each for each in made}
    for (declaration_id, interest_id), yes in is_it.items():
        if yes and interest_id in by_id and declaration_id in {each.id for each in declared}:
            found[declaration_id] = by_id[interest_id]
            taken.add(interest_id)
    for each in sorted(declared, key=lambda one: (one.at, one.id)):
        if each.id in found:
            continue
        for entry in sorted(made, key=lambda one: (one.at, one.interest_id)):
            if (
                entry.person_id == each.person_id
                and entry.at >= each.at
                and entry.interest_id not in taken
                and is_it.get((each.id, entry.interest_id), True)
            ):
                found[each.id] = entry
                taken.add(entry.interest_id)
                break
    return found


def state_of(*, entered: bool, due_on: date, today: date) -> Entry:
    if entered:
        return Entry.ENTERED
    return Entry.OVERDUE if today > due_on else Entry.AWAITED


def rungs_of(due_on: date) -> tuple[tuple[str, date], ...]:
    """On which days somebody is reminded: a week before, on the last day, and on the day after it was missed."""
    return (
        ("before", due_on - BEFORE),
        ("on-the-day", due_on),
        ("missed", due_on + timedelta(days=1)),
    )


def rung_due(due_on: date, *, today: date) -> str | None:
    """The last rung that has come; one that was missed while nobody looked is not made up for by three letters."""
    come = [name for name, day in rungs_of(due_on) if day <= today]
    return come[-1] if come else None


def next_day(due: Collection[date], *, today: date) -> date | None:
    """The next day on which somebody is to be reminded of any of these."""
    return min((day for due_on in due for _, day in rungs_of(due_on) if day > today), default=None)
