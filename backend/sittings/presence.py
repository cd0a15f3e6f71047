"""Who was in the room for an item at a moment, who of them counted, and whether that was a quorum. Pure.

An event without an item is about the whole meeting, one with an item about that item alone. Whoever left for an item is
out for it until they return for it, whatever they do at the meeting; whoever came for an item alone is in for it alone.
A deputy counts in the seat of the member whom they stand for while that member is not in the room, and never as a chair
or vice-chair: the chair of an item is whoever took it. Whoever is named for a seat counts as that was said, with or
without the vote; of whoever is not, the secretary says whether the terms of reference let them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.catalogue.quorum import Office, Quorum, SeatHeld
from backend.sittings.rules import Kind

_CHAIRS = frozenset({Office.CHAIR, Office.VICE_CHAIR})
_IN = frozenset({Kind.ARRIVED, Kind.RETURNED})
_OUT = frozenset({Kind.LEFT, Kind.APOLOGIES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What was decided about somebody's conflict on an item, as the quorum and the vote feel it."""

    in_words: str
    in_room: bool
    votes: bool
    counts: bool
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What somebody did, and when. `who` is a person's id, or the name of a guest who is nobody here."""

    id: UUID
    kind: Kind
    who: str
    name: str
    at: datetime
    item_id: UUID | None = None
    stands_for: str | None = None
    counts: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who sits on the committee on the day, with every seat that they hold on it.

    `deputies` are those named for these seats, by person, with the seats as they would sit in them.
    """

    who: str
    name: str
    seats: tuple[SeatHeld, ...]
    seat_names: tuple[str, ...] = ()
    deputies: tuple["NamedDeputy", ...] = ()

    @property
    def votes(self) -> bool:
        return any(seat.voting for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDeputy:
    """Somebody named on the committee's page for seats of a member."""

    who: str
    name: str
    seats: tuple[SeatHeld, ...]
    seat_names: tuple[str, ...] = ()

    @property
    def votes(self) -> bool:
        return any(seat.voting for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody in the room for an item. `seats` are those that count for its quorum; `may_vote` whether they may."""

    who: str
    name: str
    seats: tuple[SeatHeld, ...]
    may_vote: bool
    stands_for: str | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumFound:
    """Whether the members who count make a quorum; `quorate` is `None` where none is laid down."""

    quorate: bool | None
    unmet: tuple[str, ...]
    counted: int

    @property
    def in_words(self) -> str:
        if self.quorate is None:
            return "No quorum is laid down"
        members = f"{self.counted} voting {'member counts' if self.counted == 1 else 'members count'}"
        return f"{'Quorate' if self.quorate else 'Not quorate'}: {members}"


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """As they happened; what was typed with the same time stands as it was recorded (ids grow with time)."""
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def is_in(events: Sequence[Event], who: str, *, at: datetime, item_id: UUID | None = None) -> bool:
    """Whether `who` was in the room at a moment: for an item, or for the meeting where none is given."""
    whole = _last(events, who, at, None)
    inside = whole is not None and whole.kind in _IN
    if item_id is None:
        return inside
    own = _last(events, who, at, item_id)
    if own is None:
        return inside
    if own.kind in _OUT:
        return False
    gone_since = whole is not None and whole.kind in _OUT and (whole.at, whole.id) > (own.at, own.id)
    return not gone_since


def has_apologised(events: Sequence[Event], who: str) -> bool:
    """Whether the last that is known of somebody who never came is that they apologised."""
    own = [event for event in events if event.who == who and event.item_id is None]
    return bool(own) and own[-1].kind is Kind.APOLOGIES


def room_at(
    events: Sequence[Event],
    members: Sequence[Member],
    handlings: Mapping[str, Handling],
    *,
    at: datetime,
    item_id: UUID | None = None,
) -> tuple[Present, ...]:
    """Everybody in the room, each with the seats in which they count. `handlings` are those of the item, by person."""
    ordered = in_order(events)
    seated = {member.who: member for member in members}
    names = {
        event.who: event.name for event in ordered if event.at <= at and event.kind is not Kind.APOLOGIES
    }
    inside = [who for who in names if is_in(ordered, who, at=at, item_id=item_id)]
    stood_for: set[str] = set()
    found = []
    for who in inside:
        deputy = _stands_for(ordered, who, at, item_id)
        member = seated.get(deputy.stands_for) if deputy and deputy.stands_for else None
        seats = seated[who].seats if who in seated else ()
        stands_for = None
        if deputy and member and member.who != who:
            taken = member.who in stood_for or member.who in inside
            if deputy.counts and not taken:
                stood_for.add(member.who)
                seats = (*seats, *_in_seat_of(member, who))
            stands_for = member.name
        found.append(_treated(who, names[who], seats, stands_for, handlings.get(who)))
    return tuple(found)


def quorum_of(quorum: Quorum | None, room: Sequence[Present]) -> QuorumFound:
    """Judge the seats of those who count."""
    seats = [seat for present in room for seat in present.seats]
    counted = len({seat.holder for seat in seats if seat.voting})
    if quorum is None:
        return QuorumFound(quorate=None, unmet=(), counted=counted)
    answer = quorums.is_met(quorum, seats)
    return QuorumFound(quorate=answer.met, unmet=answer.unmet, counted=counted)


def who_chairs(
    events: Sequence[Event], members: Sequence[Member], *, at: datetime, item_id: UUID | None
) -> str | None:
    """Who is in the chair: whoever took it, for the item or the meeting, and is there; else chair, then vice-chair."""
    ordered = in_order(events)
    for wanted in dict.fromkeys((item_id, None)):
        took = [e for e in ordered if e.kind is Kind.TOOK_CHAIR and e.item_id == wanted and e.at <= at]
        if took and is_in(ordered, took[-1].who, at=at, item_id=item_id):
            return took[-1].name
    for office in (Office.CHAIR, Office.VICE_CHAIR):
        for member in members:
            if any(seat.office is office for seat in member.seats) and is_in(
                ordered, member.who, at=at, item_id=item_id
            ):
                return member.name
    return None


def chairs_of(events: Sequence[Event], members: Sequence[Member]) -> tuple[str, ...]:
    """Whoever was in the chair of the whole meeting: who took it; else the chair who came, or the vice-chair who did.

    Where nobody is recorded as there, whoever held those offices.
    """
    took = [event.who for event in events if event.kind is Kind.TOOK_CHAIR and event.item_id is None]
    if took:
        return tuple(dict.fromkeys(took))
    came = {event.who for event in events if event.kind in _IN}
    offices = {
        office: [member.who for member in members if any(seat.office is office for seat in member.seats)]
        for office in (Office.CHAIR, Office.VICE_CHAIR)
    }
    for held in offices.values():
        if there := [who for who in held if who in came]:
            return tuple(there)
    return tuple(who for held in offices.values() for who in held)


def stays_of(
    events: Sequence[Event], who: str, *, item_id: UUID
) -> tuple[tuple[datetime | None, datetime | None], ...]:
    """When somebody left for an item and when they returned, in pairs; the second is `None` where they did not."""
    pairs: list[tuple[datetime | None, datetime | None]] = []
    for event in in_order(events):
        if event.who != who or event.item_id != item_id or event.kind not in _IN | _OUT:
            continue
        if event.kind is Kind.LEFT:
            pairs.append((event.at, None))
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], event.at)
    return tuple(pairs)


def _last(events: Sequence[Event], who: str, at: datetime, item_id: UUID | None) -> Event | None:
    own = [
        event
        for event in events
        if event.who == who and event.item_id == item_id and event.at <= at and event.kind in _IN | _OUT
    ]
    return max(own, key=lambda event: (event.at, event.id), default=None)


def _stands_for(events: Sequence[Event], who: str, at: datetime, item_id: UUID | None) -> Event | None:
    """For whom somebody stands: as they last arrived, for the item or for the meeting."""
    own = [
        event
        for event in events
        if event.who == who and event.at <= at and event.kind in _IN and event.item_id in (None, item_id)
    ]
    named = [event for event in own if event.stands_for]
    return named[-1] if named else None


def _in_seat_of(member: Member, who: str) -> tuple[SeatHeld, ...]:
    """The seats in which a deputy sits: those they are named for, or, where nobody named them, all of the member's."""
    named = next((deputy for deputy in member.deputies if deputy.who == who), None)
    if named is not None:
        return named.seats
    return tuple(
        replace(seat, holder=who, office=None if seat.office in _CHAIRS else seat.office)
        for seat in member.seats
    )


def _treated(
    who: str, name: str, seats: tuple[SeatHeld, ...], stands_for: str | None, handling: Handling | None
) -> Present:
    votes = any(seat.voting for seat in seats)
    if handling is None:
        return Present(who=who, name=name, seats=seats, may_vote=votes, stands_for=stands_for)
    return Present(
        who=who,
        name=name,
        seats=seats if handling.counts else (),
        may_vote=votes and handling.votes,
        stands_for=stands_for,
        why_not=None if handling.counts and handling.votes else handling.in_words,
    )
