"""Who is conflicted on an item, and whether the committee would be quorate without them. Pure: values in, answers out.

A conflict here is a declared interest in exactly an organisation that the item touches, or what a search found beside.
Nothing is decided by it: the chair decides what to do, and members must still declare. Until that is decided, whoever
is conflicted is counted out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.catalogue import quorum as quorums
from backend.catalogue.quorum import Office, Quorum, SeatHeld
from backend.meetings.treating import EFFECTS, Effect, Treatment, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who sits on the committee on the day, with every seat that they hold on it.

    `deputies` are those named for these seats, with the seats in which they would sit; `expected_deputy` which of them
    comes where the member is away.
    """

    person_id: UUID
    name: str
    seats: tuple[SeatHeld, ...]
    away: bool = False
    deputies: tuple["Member", ...] = ()
    expected_deputy: UUID | None = None

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
    interest_id: UUID | None = None
    kind: str | None = None
    indirect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictedMember:
    """A member with the interests that touch the item; `treatment` is how they are handled, where that is decided.

    `others` are sentences of what was found or said beside exact interests.
    """

    person_id: UUID
    name: str
    votes: bool
    away: bool
    interests: tuple[Touch, ...]
    treatment: Treatment | None = None
    effect: Effect | None = None
    """What the treatment brings on the meeting's day."""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """An item's conflicts and the quorum without them. `quorate` is `None` where no quorum is laid down.

    `unmet` holds a sentence for each part of the quorum that would fail; `remaining` counts the members who
    would be left with a vote.
    """

    conflicted: tuple[ConflictedMember, ...]
    away: tuple[str, ...]
    quorate: bool | None
    unmet: tuple[str, ...]
    quorum: str | None
    remaining: int
    compared: bool = True
    """Whether the item names any organisation, so that there was something to compare the register with."""
    restores: tuple[str, ...] = ()
    """Where the quorum would be lost, what would restore it; a sentence each."""
    leaving: tuple[str, ...] = ()
    """The names of those who are expected and would not count for the item."""
    standing_in: tuple[tuple[str, str], ...] = ()
    """Deputies who are expected and would count, each with the name of whom they stand in for."""

    @property
    def in_words(self) -> str:
        """One plain sentence: what is known, and what would follow."""
        names = listed([member.name for member in self.conflicted])
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
        if self.compared and any(member.others and not member.interests for member in self.conflicted):
            found = f"{names} may have an interest in this item."
        return f"{found} {self._quorum_in_words}"

    @property
    def _quorum_in_words(self) -> str:
        without = "Without them, the" if self.conflicted else "The"
        if any(member.treatment for member in self.conflicted):
            without = f"Without {listed(self.leaving)}, the" if self.leaving else "As it was decided, the"
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
    treatments: Mapping[UUID, Treatment] | None = None,
    effects: Mapping[Treatment, Effect] = EFFECTS,
    others: Mapping[UUID, tuple[str, ...]] | None = None,
    dismissed: Collection[UUID] = (),
    refer_to: Sequence[str] = (),
) -> Forecast:
    """Judge one item: everybody is expected but those who sent apologies, and less those who are conflicted.

    An expected deputy of somebody who is away is counted in their seat, unless the deputy is conflicted in turn.
    `treatments` are those decided, by person, and `effects` what each brings on the meeting's day: they say who counts.
    `others` are what was found beside exact interests,
    by person; `dismissed` the interests (by id) that were found to be no matter for this item. `refer_to` are the
    committees that this one reports to.
    """
    decided, more = treatments or {}, others or {}
    coming = _expected_deputies(members)
    conflicted = tuple(
        ConflictedMember(
            person_id=member.person_id,
            name=member.name,
            votes=member.votes,
            away=member.away,
            interests=found,
            treatment=(treatment := decided.get(member.person_id)),
            effect=effects[treatment] if treatment else None,
            others=more.get(member.person_id, ()),
        )
        for member in (*members, *(deputy for _, deputy in coming))
        if (found := _touching(member, touches, organisation_ids, dismissed))
        or member.person_id in decided
        or more.get(member.person_id)
    )
    out = {each.person_id for each in conflicted if each.effect is None or not each.effect.counts}
    out |= {
        deputy.person_id
        for member in members
        for deputy in member.deputies
        if deputy.person_id not in decided
        and (more.get(deputy.person_id) or _touching(deputy, touches, organisation_ids, dismissed))
    }
    mute = {each.person_id for each in conflicted if each.effect is not None and not each.effect.votes}
    staying = [member for member in members if not member.away and member.person_id not in out]
    standing_in = [(name, deputy) for name, deputy in coming if deputy.person_id not in out]
    staying += [deputy for _, deputy in standing_in]
    answer = quorums.is_met(quorum, _seats(staying)) if quorum else None
    lost = quorum is not None and answer is not None and not answer.met
    return Forecast(
        conflicted=conflicted,
        away=tuple(member.name for member in members if member.away),
        quorate=None if answer is None else answer.met,
        unmet=() if answer is None else answer.unmet,
        quorum=quorums.quorum_in_words(quorum) if quorum else None,
        remaining=len(
            {member.person_id for member in staying if member.votes and member.person_id not in mute}
        ),
        compared=bool(organisation_ids) or bool(conflicted),
        restores=_restoring(quorum, members, staying, out, refer_to) if quorum and lost else (),
        leaving=tuple(member.name for member in members if not member.away and member.person_id in out),
        standing_in=tuple((deputy.name, name) for name, deputy in standing_in),
    )


def deputised(seat: SeatHeld, *, by: str, may_vote: bool) -> SeatHeld:
    """A seat as a deputy sits in it: with the vote only where that was said, and never as chair or vice-chair."""
    office = None if seat.office in (Office.CHAIR, Office.VICE_CHAIR) else seat.office
    return replace(seat, holder=by, office=office, voting=seat.voting and may_vote)


def _expected_deputies(members: Sequence[Member]) -> list[tuple[str, Member]]:
    """Who comes for whom, each deputy once: nobody sits in two seats of others."""
    found: dict[UUID, tuple[str, Member]] = {}
    for member in members:
        for deputy in member.deputies:
            if member.away and deputy.person_id == member.expected_deputy:
                found.setdefault(deputy.person_id, (member.name, deputy))
    return list(found.values())


def _touching(
    member: Member,
    touches: Sequence[Touch],
    organisation_ids: Collection[UUID],
    dismissed: Collection[UUID],
) -> tuple[Touch, ...]:
    wanted = set(organisation_ids)
    return tuple(
        touch
        for touch in touches
        if touch.person_id == member.person_id
        and touch.organisation_id in wanted
        and touch.interest_id not in dismissed
    )


def _seats(members: Sequence[Member]) -> list[SeatHeld]:
    return [seat for member in members for seat in member.seats]


def _restoring(
    quorum: Quorum,
    members: Sequence[Member],
    staying: Sequence[Member],
    out: Collection[UUID],
    refer_to: Sequence[str],
) -> tuple[str, ...]:
    """What would make the committee quorate for the item: who could come, whose deputy, or another way."""

    def met_with(more: Sequence[Member]) -> bool:
        return quorums.is_met(quorum, _seats([*staying, *more])).met

    found = []
    away = [member for member in members if member.away and member.person_id not in out]
    if names := _enough(away, met_with):
        found.append(f"{names} could come after all.")
    sitting = {each.person_id for each in staying}
    gone = [
        member
        for member in members
        if member.votes
        and (member.away or member.person_id in out)
        and not (member.away and member.expected_deputy in sitting)
    ]
    named = [
        replace(deputy, name=f"{deputy.name} (deputy for {member.name})")
        for member in gone
        for deputy in member.deputies
        if deputy.votes and deputy.person_id not in out and deputy.person_id not in sitting
    ]
    if names := _enough(named, met_with):
        found.append(f"{names} could come.")
    deputies = {member.person_id: _deputy(member) for member in gone}
    if names := _enough(gone, lambda several: met_with([deputies[each.person_id] for each in several])):
        unnamed = "" if named else " Nobody free is named for the day: name a deputy on the page of the seat."
        found.append(f"A deputy without an interest could sit for {names}.{unnamed}")
    found += [f"The item could be referred to {name}, if that is quorate for it." for name in refer_to]
    found.append(
        "The item could be deferred; or be discussed, with a decision that needs ratification afterwards."
    )
    return tuple(found)


def _enough(candidates: Sequence[Member], met_with: Callable[[Sequence[Member]], bool]) -> str:
    """Any one of these who would do, by name; else all that it takes; nothing where it never does."""
    alone = [member.name for member in candidates if met_with([member])]
    if alone:
        return alone[0] if len(alone) == 1 else f"{', '.join(alone[:-1])} or {alone[-1]}"
    taken: list[Member] = []
    for member in candidates:
        taken.append(member)
        if met_with(taken):
            needed = [each for each in taken if not met_with([other for other in taken if other is not each])]
            return listed([each.name for each in (needed if met_with(needed) else taken)])
    return ""


def _deputy(member: Member) -> Member:
    """Somebody else in the same seats: one who counts for themselves, and not for whoever they sit for."""
    holder = f"deputy of {member.person_id}"
    seats = tuple(deputised(seat, by=holder, may_vote=True) for seat in member.seats)
    return replace(member, away=False, seats=seats)
