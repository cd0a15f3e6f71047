"""What the plan is made of: persons, things that are owed, and what was written before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.notices.topics import Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may be written to. `away` are periods, both days included; an open one has no end."""

    id: UUID
    name: str
    address: str | None
    joined_on: date = date.min
    left_on: date | None = None
    away: tuple[tuple[date, date | None], ...] = ()
    manager_id: UUID | None = None
    wishes: Wishes = field(default_factory=Wishes)

    def is_here(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)

    def is_away(self, day: date) -> bool:
        return bool(self.away) and any(
            start <= day and (end is None or day <= end) for start, end in self.away
        )

    def takes_letters(self, day: date) -> bool:
        return self.is_here(day) and not self.is_away(day)

    def back_on(self, day: date) -> date | None:
        """The first day, from `day` on, without an absence; None where nobody knows one."""
        while self.is_away(day):
            ends = [end for start, end in self.away if start <= day and (end is None or day <= end)]
            known = [end for end in ends if end is not None]
            if len(known) < len(ends):
                return None
            day = max(known) + timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that is owed. `key` is `room.kind/id`, with which the keys of its letters begin.

    `holders`: who is to do it, the owner first, then who stands in. `posts`: who holds a role for this very thing;
    a line manager and an executive owner are otherwise the owner's, other roles the organisation's. `instead`: the
    role to which it falls when no holder can be written to; without one, it falls to nobody. `answering`: a question
    about it waits for an answer, so it falls to `instead`. `not_to`: who is not written to for a role, because it is
    about them. `look_on`: when it is next looked at; None: whenever its newest rung has not been dealt with. `more` is
    for the words of the room that owns it.
    """

    key: str
    id: UUID
    ladder: str
    title: str
    state: str
    owner: str
    due_on: date | None
    holders: tuple[UUID, ...]
    posts: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    instead: str | None = None
    answering: bool = False
    not_to: tuple[UUID, ...] = ()
    look_on: date | None = None
    last_on: date | None = None
    """The last day on which it is owed, such as that of its meeting."""
    places: Mapping[str, str] = field(default_factory=dict)
    more: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """How things stand from a day on, until the next such day: who is here, in which role, and what is owed."""

    from_on: date
    people: Mapping[UUID, Person]
    roles: Mapping[str, tuple[UUID, ...]]
    things: tuple[Thing, ...]


class Fate(StrEnum):
    SEND = "send"
    MOVED = "moved"
    SUPPRESSED = "suppressed"
    """Nobody could get it; it is not made up later."""
    RESTS = "rests"
    """Its owner is away and nobody stands in; it comes back when they do."""


@dataclass(slots=True)
class History:
    """What was dealt with before, by key, and how many lines each person had on a day.

    A key is `thing/rung/recipient/due day`; a rung of a thing is dealt with once, whoever it reached.
    """

    handled: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    written: dict[tuple[UUID, date], int] = field(default_factory=dict)
    _rungs: set[str] = field(default_factory=set)
    _waiting_rungs: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        handled: Iterable[str] = (),
        waiting: Iterable[str] = (),
        written: Mapping[tuple[UUID, date], int] | None = None,
    ) -> "History":
        made = cls(set(handled), set(waiting), dict(written or {}))
        made._rungs = {_without_recipient(key) for key in made.handled}
        made._waiting_rungs = {_without_recipient(key) for key in made.waiting}
        return made

    def handle(self, key: str) -> None:
        self.handled.add(key)
        self.waiting.discard(key)
        self._rungs.add(_without_recipient(key))

    def wait(self, key: str) -> None:
        self.waiting.add(key)
        self._waiting_rungs.add(_without_recipient(key))

    def write(self, person_id: UUID, day: date) -> None:
        self.written[person_id, day] = self.written.get((person_id, day), 0) + 1

    def is_open(self, rung_key: str) -> bool:
        """Whether a rung (`thing/rung/due day`) is still to be dealt with, for anybody."""
        if rung_key not in self._rungs:
            return True
        return rung_key in self._waiting_rungs and any(
            _without_recipient(key) == rung_key for key in self.waiting
        )


def _without_recipient(key: str) -> str:
    thing_and_rung, _recipient, due = key.rsplit("/", 2)
    return f"{thing_and_rung}/{due}"
