"""Who was in the room, who counted and whether that was a quorum: never quorate when any clause fails."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backend.catalogue.quorum import Capacity, Office, Quorum, SeatHeld
from backend.sittings import presence
from backend.sittings.presence import Event, Handling, Member, room_at
from backend.sittings.rules import Kind

START = datetime(2015, 6, 3, 14, 0, tzinfo=UTC)
ITEM, OTHER = UUID(int=1), UUID(int=2)
OUT = Handling(in_words="Leaves for the item", in_room=False, votes=False, counts=False)
QUORUM: TypeAdapter[Any] = TypeAdapter(Quorum)


def seat(
    who: str, capacity: Capacity = Capacity.LAY, office: Office | None = None, voting: bool = True
) -> SeatHeld:
    return SeatHeld(who, capacity.value, capacity, office, voting)


def member(who: str, *seats: SeatHeld) -> Member:
    return Member(who=who, name=who.title(), seats=seats or (seat(who),))


def event(number: int, kind: Kind, who: str, minutes: int = 0, **traits: Any) -> Event:
    at = START + timedelta(minutes=minutes)
    return Event(id=UUID(int=1000 + number), kind=kind, who=who, name=who.title(), at=at, **traits)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def there(events: list[Event], members: list[Member], minutes: int, item: UUID | None = None) -> set[str]:
    return {present.who for present in room_at(events, members, {}, at=at(minutes), item_id=item)}


def test_member_who_left_for_one_item_is_in_for_the_others_and_back_when_they_return() -> None:
    events = [
        event(1, Kind.ARRIVED, "ann"),
        event(2, Kind.LEFT, "ann", 10, item_id=ITEM),
        event(3, Kind.RETURNED, "ann", 20, item_id=ITEM),
    ]
    members = [member("ann")]
    assert there(events, members, 15, ITEM) == set()
    assert there(events, members, 15, OTHER) == {"ann"} == there(events, members, 15)
    assert there(events, members, 25, ITEM) == {"ann"}
    assert presence.stays_of(events, "ann", item_id=ITEM) == ((at(10), at(20)),)


def test_member_who_goes_home_is_out_of_an_item_they_had_returned_to() -> None:
    events = [
        event(1, Kind.ARRIVED, "ann"),
        event(2, Kind.LEFT, "ann", 10, item_id=ITEM),
        event(3, Kind.RETURNED, "ann", 20, item_id=ITEM),
        event(4, Kind.LEFT, "ann", 30),
    ]
    assert there(events, [member("ann")], 35, ITEM) == set()


def test_guest_who_came_for_one_item_is_in_for_it_alone_and_counts_for_nothing() -> None:
    events = [event(1, Kind.ARRIVED, "guest Gil", 5, item_id=ITEM)]
    (found,) = room_at(events, [], {}, at=at(6), item_id=ITEM)
    assert not found.seats and not found.may_vote
    assert there(events, [], 6) == set()


def test_deputy_counts_in_the_seat_until_the_member_comes_and_never_as_the_chair() -> None:
    chair = member("ann", seat("ann", Capacity.GP, Office.CHAIR))
    events = [event(1, Kind.ARRIVED, "dee", stands_for="ann"), event(2, Kind.ARRIVED, "ann", 10)]
    (deputy,) = room_at(events, [chair], {}, at=at(5))
    assert [(held.holder, held.capacity, held.office) for held in deputy.seats] == [
        ("dee", Capacity.GP, None)
    ]
    later = {present.who: present for present in room_at(events, [chair], {}, at=at(11))}
    assert not later["dee"].seats and later["ann"].seats


def test_two_deputies_for_one_member_count_once() -> None:
    events = [
        event(1, Kind.ARRIVED, "dee", stands_for="ann"),
        event(2, Kind.ARRIVED, "dan", stands_for="ann"),
    ]
    room = room_at(events, [member("ann")], {}, at=at(1))
    assert sum(bool(present.seats) for present in room) == 1


def test_person_in_two_capacities_counts_once() -> None:
    both = member("ann", seat("ann", Capacity.GP), seat("ann", Capacity.LAY))
    found = presence.quorum_of(
        QUORUM.validate_python({"at_least": 2}),
        room_at([event(1, Kind.ARRIVED, "ann")], [both], {}, at=at(1)),
    )
    assert found.quorate is False and found.counted == 1


def test_member_whose_seat_has_ended_is_in_the_room_and_counts_for_nothing() -> None:
    (found,) = room_at([event(1, Kind.ARRIVED, "ann")], [], {}, at=at(1))
    assert not found.seats and not found.may_vote


def test_vice_chair_chairs_where_the_chair_has_left_for_the_item() -> None:
    members = [
        member("ann", seat("ann", Capacity.LAY, Office.CHAIR)),
        member("vic", seat("vic", Capacity.LAY, Office.VICE_CHAIR)),
        member("bob"),
    ]
    events = [event(n, Kind.ARRIVED, each.who) for n, each in enumerate(members)]
    events.append(event(9, Kind.LEFT, "ann", 10, item_id=ITEM))
    assert presence.who_chairs(events, members, at=at(11), item_id=ITEM) == "Vic"
    assert presence.who_chairs(events, members, at=at(11), item_id=None) == "Ann"
    events.append(event(10, Kind.TOOK_CHAIR, "bob", 12, item_id=ITEM))
    assert presence.who_chairs(events, members, at=at(13), item_id=ITEM) == "Bob"
    assert presence.who_chairs(events, members, at=at(13), item_id=None) == "Ann"


def named_for(
    who: str, capacity: Capacity, deputies: list[tuple[str, bool]]
) -> tuple[presence.NamedDeputy, ...]:
    return tuple(
        presence.NamedDeputy(
            who=deputy, name=deputy.title(), seats=(replace(seat(deputy, capacity), voting=may_vote),)
        )
        for deputy, may_vote in deputies
        if deputy != who
    )


def test_named_deputy_sits_in_the_seats_they_were_named_for_with_or_without_the_vote() -> None:
    both = member("ann", seat("ann", Capacity.GP), seat("ann", Capacity.LAY))
    for may_vote in (True, False):
        chair = replace(both, deputies=named_for("ann", Capacity.GP, [("dee", may_vote)]))
        (deputy,) = room_at([event(1, Kind.ARRIVED, "dee", stands_for="ann")], [chair], {}, at=at(1))
        assert [each.capacity for each in deputy.seats] == [Capacity.GP]
        assert deputy.may_vote is may_vote


# -- for every quorum and every course of a meeting

NAMES = ("ann", "bob", "cat", "dee", "eve")
CAPACITIES = (Capacity.LAY, Capacity.GP, Capacity.EXECUTIVE)
groups = st.builds(
    lambda c: {"capacity": [each.value for each in c]}, st.sets(st.sampled_from(CAPACITIES), min_size=1)
)
leaves = st.one_of(
    st.builds(lambda n: {"at_least": n}, st.integers(1, 4)),
    st.builds(lambda n, g: {"at_least": n, "of": g}, st.integers(1, 3), groups),
    st.builds(lambda g: {"majority_of": g}, groups),
)
clauses = st.lists(leaves, min_size=1, max_size=4)
courses = st.lists(
    st.tuples(
        st.sampled_from([Kind.ARRIVED, Kind.LEFT, Kind.RETURNED, Kind.APOLOGIES]),
        st.sampled_from(NAMES),
        st.integers(0, 60),
        st.sampled_from([None, ITEM, OTHER]),
        st.sampled_from([None, *NAMES]),
    ),
    max_size=14,
)


def holds(part: dict[str, Any], seats: list[SeatHeld]) -> bool:
    """One clause, counted by hand."""
    voters = {each.holder for each in seats if each.voting}
    group = part.get("of") or part.get("majority_of")
    inside = {
        each.holder
        for each in seats
        if each.voting and (group is None or each.capacity.value in group["capacity"])
    }
    if "at_least" in part:
        return len(inside) >= part["at_least"]
    return 2 * len(inside) > len(voters)


@settings(max_examples=150, deadline=None)
@given(
    clauses,
    courses,
    st.sets(st.sampled_from(NAMES)),
    st.lists(st.sampled_from(CAPACITIES), min_size=4, max_size=4),
    st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=4),
)
def test_committee_is_never_quorate_when_any_clause_fails(
    parts: list[dict[str, Any]],
    course: list[Any],
    barred: set[str],
    held: list[Capacity],
    named: list[tuple[str, bool]],
) -> None:
    members = [
        replace(member(who, seat(who, capacity)), deputies=named_for(who, capacity, deputies))
        for who, capacity, deputies in zip(NAMES[:4], held, (named[n : n + 1] for n in range(4)), strict=True)
    ]
    events = [
        event(n, kind, who, minutes, item_id=item, stands_for=stands_for)
        for n, (kind, who, minutes, item, stands_for) in enumerate(course)
    ]
    room = room_at(events, members, dict.fromkeys(barred, OUT), at=at(30), item_id=ITEM)
    whole = QUORUM.validate_python({"all": parts})
    found = presence.quorum_of(whole, room)
    seats = [each for present in room for each in present.seats]
    each_alone = [holds(part, seats) for part in parts]
    # a deputy who was named without a vote has none, and counts to no clause, in that seat
    mute = {(one.who, each.who) for each in members for one in each.deputies if not one.votes}
    for present in room:
        stood_for = next((each.who for each in members if each.name == present.stands_for), None)
        if (present.who, stood_for) in mute and present.who not in {each.who for each in members}:
            assert not present.may_vote
    assert found.quorate is all(each_alone)
    assert found.quorate or found.unmet
    # whoever counts is in the room, takes part in the item, sits here or deputises for somebody who does
    counting = {each.holder for each in seats}
    assert not counting & barred
    assert counting <= there(events, members, 30, ITEM)
    # nobody counts twice, and no seat is counted for both its member and a deputy
    assert found.counted <= len(members)
    # taking somebody out never adds to those who count
    assert presence.quorum_of(whole, room[1:]).counted <= found.counted
