"""The scheme as values: functions, entries, parties, and whoever would decide. Money is whole pence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from backend.catalogue.quorum import OFFICE_IN_WORDS, Office
from backend.powers.rules.holding import Held

Key = tuple[str, ...]
"""What a party is told apart by; names may change."""


class PartyKind(StrEnum):
    COMMITTEE = "committee"
    OFFICE = "office"
    PERSON = "person"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body, an office, a person or a body outside. `name` is that of the committee or the person, for sentences."""

    kind: PartyKind
    committee_id: UUID | None = None
    office: Office | None = None
    person_id: UUID | None = None
    outside: str | None = None
    name: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        if self.kind is PartyKind.COMMITTEE:
            return ("committee", str(self.committee_id))
        if self.kind is PartyKind.OFFICE:
            return ("office", str(self.office), str(self.committee_id or ""))
        if self.kind is PartyKind.PERSON:
            return ("person", str(self.person_id))
        return ("outside", (self.outside or "").casefold())

    @property
    def label(self) -> str:
        """As a list names it: `Chief Finance Officer`, `Chair of the Governing Body`."""
        if self.kind is PartyKind.OFFICE and self.office is not None:
            words = OFFICE_IN_WORDS[self.office]
            return f"{words} of the {self.name}" if self.committee_id else words
        return self.outside or self.name or "Somebody who is no longer known here"

    @property
    def said(self) -> str:
        """As a sentence names it: offices and committees carry an article."""
        return f"the {self.label}" if self.kind in {PartyKind.COMMITTEE, PartyKind.OFFICE} else self.label

    @property
    def is_outside(self) -> bool:
        return self.kind is PartyKind.OUTSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """`retired_on` is the first day without it."""

    id: UUID
    name: str
    authority: str = ""
    retired_on: date | None = None

    def there(self, on: date) -> bool:
        return self.retired_on is None or on < self.retired_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the scheme. More than one holder hold it jointly. `until_on` is the last day with it."""

    id: UUID
    function_id: UUID
    holders: tuple[Party, ...]
    clause: str
    from_on: date
    until_on: date | None = None
    limit: int | None = None
    conditions: str | None = None
    consent: tuple[Party, ...] = ()
    upward: Party | None = None

    def in_force(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def reaches(self, value: int | None) -> bool:
        """Whether the value is one that the entry covers. No value is covered only where there is no limit."""
        return self.limit is None or (value is not None and value <= self.limit)

    @property
    def is_outside(self) -> bool:
        return any(holder.is_outside for holder in self.holders)

    @property
    def held_in_words(self) -> str:
        return and_words([holder.said for holder in self.holders])

    @property
    def limit_in_words(self) -> str:
        """`up to £50,000`, or `without a limit`."""
        return "without a limit" if self.limit is None else f"up to {pounds(self.limit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Whoever would decide: a committee by its key, or a person by their own key and those of their offices."""

    name: str
    keys: frozenset[Key]
    committee_id: UUID | None = None

    def is_among(self, parties: Collection[Party]) -> bool:
        return any(party.key in self.keys for party in parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Everything that a finding is made of.

    `retired`: committees that are no longer there, and `left`: persons who left, each with the first day without.
    `above`: to whom a committee reports. `held`: by function, who holds what it decides within, where that is known.
    """

    functions: Mapping[UUID, Function]
    entries: tuple[Entry, ...]
    retired: Mapping[UUID, date] = field(default_factory=dict)
    left: Mapping[UUID, date] = field(default_factory=dict)
    above: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)
    held: Mapping[UUID, Sequence[Held]] = field(default_factory=dict)

    def of(self, function_id: UUID) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.function_id == function_id)

    def standing(self, function_id: UUID, on: date) -> tuple[Entry, ...]:
        """The entries of a function that count on a day: in force, and none of their holders retired."""
        return tuple(
            entry for entry in self.of(function_id) if entry.in_force(on) and not self.gone(entry.holders, on)
        )

    def gone(self, parties: Collection[Party], on: date) -> tuple[Party, ...]:
        """Those whose committee is not there any more on a day, and persons who left."""
        return tuple(each for each in parties if self._is_gone(each, on))

    def _is_gone(self, party: Party, on: date) -> bool:
        ended = self.retired.get(party.committee_id) if party.committee_id else None
        if party.person_id is not None:
            ended = self.left.get(party.person_id)
        return ended is not None and on >= ended


def pounds(pence: int) -> str:
    """`£50,000`, with pence only where there are any."""
    rest = f".{pence % 100:02}" if pence % 100 else ""
    return f"£{pence // 100:,}{rest}"


def pence_of(value: int | Decimal | None) -> int | None:
    """A value in whole pence: a whole number is pence already, a decimal is pounds."""
    return int((value * 100).to_integral_value()) if isinstance(value, Decimal) else value


def and_words(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
