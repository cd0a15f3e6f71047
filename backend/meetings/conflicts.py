"""Who is conflicted on an item, and whether the committee would be quorate without them. Pure: values in, answers out.

A conflict here is a declared interest in exactly an organisation that the item touches. Nothing is decided by it: the
chair decides what to do, and members must still declare.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.catalogue.quorum import Quorum, SeatHeld


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who sits on the committee on the day, with every seat that they hold on it."""

    person_id: UUID
    name: str
    seats: tuple[SeatHeld, ...]
    away: bool = False

    @property
    def votes(self) -> bool:
        return any(seat.voting for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A declared interest of a person in an organisation; `words` say it in one sentence without a full stop."""

    person_id: UUID
    organisation_id: UUID
    organisation: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictedMember:
    """A member with the interests that touch the item."""

    person_id: UUID
    name: str
    votes: bool
    away: bool
    interests: tuple[Touch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """An item's conflicts and the quorum without them. `quorate` is `None` where no quorum is laid down.

    `unmet` holds a sentence for each part of the quorum that would fail; `remaining` counts the members with a vote who
    would be left.
    """

    conflicted: tuple[ConflictedMember, ...]
    away: tuple[str, ...]
    quorate: bool | None
    unmet: tuple[str, ...]
    quorum: str | None
    remaining: int
    compared: bool = True
    """Whether the item names any organisation, so that there was something to compare the register with."""

    @property
    def in_words(self) -> str:
        """One plain sentence: what is known, and what would follow."""
        names = _listed([member.name for member in self.conflicted])
        if not self.compared:
            found = "No organisation is named on this item, so nothing was compared with the register."
        elif not self.conflicted:
            found = (
                "Nothing found: no member has declared an interest in an organisation that this item touches."
            )
        elif len(self.conflicted) == 1:
            found = f"{names} has a declared interest that touches this item."
        else:
            found = f"{names} have declared interests that touch this item."
        return f"{found} {self._quorum_in_words}"

    @property
    def _quorum_in_words(self) -> str:
        without = "Without them, the" if self.conflicted else "The"
        if self.quorate is None:
            return "No quorum is laid down for this committee, so nothing can be said about it."
        if self.quorate:
            return f"{without} committee would be quorate."
        return f"{without} committee would not be quorate."


def forecast(
    *,
    quorum: Quorum | None,
    members: Sequence[Member],
    touches: Sequence[Touch],
    organisation_ids: Collection[UUID],
) -> Forecast:
    """Judge one item: everybody is expected but those who sent apologies, and less those who are conflicted."""
    conflicted = tuple(
        ConflictedMember(
            person_id=member.person_id,
            name=member.name,
            votes=member.votes,
            away=member.away,
            interests=found,
        )
        for member in members
        if (found := _touching(member, touches, organisation_ids))
    )
    out = {each.person_id for each in conflicted}
    staying = [member for member in members if not member.away and member.person_id not in out]
    answer = quorums.is_met(quorum, [seat for member in staying for seat in member.seats]) if quorum else None
    return Forecast(
        conflicted=conflicted,
        away=tuple(member.name for member in members if member.away),
        quorate=None if answer is None else answer.met,
        unmet=() if answer is None else answer.unmet,
        quorum=quorums.quorum_in_words(quorum) if quorum else None,
        remaining=sum(member.votes for member in staying),
        compared=bool(organisation_ids),
    )


def _touching(
    member: Member, touches: Sequence[Touch], organisation_ids: Collection[UUID]
) -> tuple[Touch, ...]:
    wanted = set(organisation_ids)
    return tuple(
        touch for touch in touches if touch.person_id == member.person_id and touch.organisation_id in wanted
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
