"""Who is conflicted, and whether the committee would be quorate without them."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from backend.catalogue import quorum as quorums
from backend.catalogue.quorum import Capacity, Office, Quorum, SeatHeld
from backend.meetings import conflicts
from backend.meetings.conflicts import Member, Touch

QUORUM: Quorum = TypeAdapter(Quorum).validate_python(
    {
        "all": [
            {"at_least": 3},
            {"at_least": 1, "of": {"capacity": ["lay"]}},
            {
                "any": [
                    {"at_least": 1, "of": {"office": ["chair"]}},
                    {"at_least": 1, "of": {"office": ["vice-chair"]}},
                ]
            },
        ]
    }
)
CASTLE_HILL, GLASSWORKS = UUID(int=101), UUID(int=102)


def a_member(
    number: int,
    capacity: Capacity = Capacity.GP,
    *,
    office: Office | None = None,
    voting: bool = True,
    away: bool = False,
) -> Member:
    seat = SeatHeld(str(UUID(int=number)), f"seat-{number}", capacity, office, voting)
    return Member(person_id=UUID(int=number), name=f"Member {number}", seats=(seat,), away=away)


def a_touch(number: int, organisation: UUID = CASTLE_HILL) -> Touch:
    return Touch(
        person_id=UUID(int=number),
        organisation_id=organisation,
        organisation="Castle Hill (invented)",
        words="financial interest in Castle Hill (invented): partner",
    )


MEMBERS = (
    a_member(1, Capacity.LAY, office=Office.CHAIR),
    a_member(2, Capacity.LAY, office=Office.VICE_CHAIR),
    a_member(3),
    a_member(4),
)


@pytest.mark.parametrize(
    ("touching", "away", "quorate"),
    [
        ([], [], True),
        ([3], [], True),
        ([3, 4], [], False),
        ([3], [4], False),
        ([1], [], True),
        ([1, 2], [], False),
        ([], [1, 2], False),
        ([1], [2], False),
        ([1, 2, 3, 4], [], False),
    ],
)
def test_quorum_is_judged_without_the_conflicted_and_the_absent(
    touching: list[int], away: list[int], quorate: bool
) -> None:
    members = [
        Member(person_id=m.person_id, name=m.name, seats=m.seats, away=m.person_id.int in away)
        for m in MEMBERS
    ]

    found = conflicts.forecast(
        quorum=QUORUM,
        members=members,
        touches=[a_touch(number) for number in touching],
        organisation_ids={CASTLE_HILL},
    )

    assert found.quorate is quorate
    assert [each.person_id.int for each in found.conflicted] == sorted(touching)
    assert bool(found.unmet) is not quorate


def test_interest_in_another_organisation_is_no_conflict() -> None:
    found = conflicts.forecast(
        quorum=QUORUM, members=MEMBERS, touches=[a_touch(3, GLASSWORKS)], organisation_ids={CASTLE_HILL}
    )

    assert found.conflicted == ()
    assert found.in_words.startswith("Nothing found: no member has declared an interest")


def test_item_that_touches_nobody_conflicts_nobody() -> None:
    found = conflicts.forecast(quorum=QUORUM, members=MEMBERS, touches=[a_touch(3)], organisation_ids=())

    assert found.conflicted == ()
    assert found.in_words == (
        "No organisation is named on this item, so nothing was compared with the register. "
        "The committee would be quorate."
    )


def test_sentence_says_that_the_committee_would_not_be_quorate() -> None:
    found = conflicts.forecast(
        quorum=QUORUM, members=MEMBERS, touches=[a_touch(3), a_touch(4)], organisation_ids={CASTLE_HILL}
    )

    assert found.in_words == (
        "Member 3 and Member 4 have declared interests that touch this item. "
        "Without them, the committee would not be quorate."
    )


def test_committee_without_a_quorum_is_never_called_quorate() -> None:
    found = conflicts.forecast(quorum=None, members=MEMBERS, touches=[], organisation_ids=())

    assert found.quorate is None
    assert "No quorum is laid down" in found.in_words


def test_person_in_two_seats_leaves_with_both() -> None:
    both = Member(
        person_id=UUID(int=9),
        name="Member 9",
        seats=(
            SeatHeld("9", "gp", Capacity.GP),
            SeatHeld("9", "clinical-lead", Capacity.GP, Office.CLINICAL_LEAD, False),
        ),
    )
    quorum: Quorum = TypeAdapter(Quorum).validate_python(
        {"at_least": 1, "of": {"office": ["clinical-lead"], "vote": "either"}}
    )

    found = conflicts.forecast(
        quorum=quorum, members=[both], touches=[a_touch(9)], organisation_ids={CASTLE_HILL}
    )

    assert found.quorate is False


# Any clause that a committee may write, over any membership, with anybody away and anybody conflicted.
_groups = st.fixed_dictionaries(
    {},
    optional={
        "capacity": st.lists(
            st.sampled_from(["lay", "gp", "executive"]), min_size=1, max_size=2, unique=True
        ),
        "office": st.lists(st.sampled_from(["chair", "vice-chair"]), min_size=1, max_size=2, unique=True),
        "vote": st.sampled_from(["voting", "non-voting", "either"]),
    },
).filter(lambda group: set(group) - {"vote"} or group.get("vote", "voting") != "voting")
_leaves = st.one_of(
    st.fixed_dictionaries({"at_least": st.integers(1, 5)}, optional={"of": _groups}),
    st.fixed_dictionaries({"majority_of": _groups}),
)
_clauses = st.lists(_leaves, min_size=1, max_size=4)
_members = st.lists(
    st.tuples(
        st.sampled_from([Capacity.LAY, Capacity.GP, Capacity.EXECUTIVE]),
        st.sampled_from([None, Office.CHAIR, Office.VICE_CHAIR]),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=9,
)


@given(_clauses, _members)
def test_never_quorate_when_any_clause_fails(
    clauses: list[dict[str, object]],
    people: list[tuple[Capacity, Office | None, bool, bool, bool]],
) -> None:
    quorum: Quorum = TypeAdapter(Quorum).validate_python({"all": clauses})
    members = [
        a_member(number, capacity, office=office, voting=voting, away=away)
        for number, (capacity, office, voting, away, _) in enumerate(people, start=1)
    ]
    touches = [a_touch(number) for number, person in enumerate(people, start=1) if person[4]]

    found = conflicts.forecast(
        quorum=quorum, members=members, touches=touches, organisation_ids={CASTLE_HILL}
    )

    # judged again from the seats alone, clause by clause, with no help from the rule
    staying = [
        seat
        for member, (_, _, _, away, conflicted) in zip(members, people, strict=True)
        if not away and not conflicted
        for seat in member.seats
    ]
    held = [quorums.is_met(TypeAdapter(Quorum).validate_python(clause), staying).met for clause in clauses]
    assert found.quorate is all(held)
    assert {each.person_id for each in found.conflicted} == {touch.person_id for touch in touches}
