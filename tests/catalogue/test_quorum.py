"""Quorum over seats: what is met, what is said, and laws that hold for every expression."""

from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue import quorum
from backend.catalogue.quorum import (
    All,
    Any_,
    AtLeast,
    Capacity,
    Group,
    MajorityOf,
    Office,
    Quorum,
    SeatHeld,
    Vote,
)

_GROUPS = st.builds(
    Group,
    capacity=st.lists(st.sampled_from(list(Capacity)), min_size=1, max_size=3, unique=True).map(tuple),
    office=st.one_of(
        st.just(()), st.lists(st.sampled_from(list(Office)), max_size=2, unique=True).map(tuple)
    ),
    vote=st.sampled_from(list(Vote)),
)
_AT_LEAST = st.builds(AtLeast, at_least=st.integers(1, 6), of=st.one_of(st.none(), _GROUPS))
_LEAVES: st.SearchStrategy[Quorum] = st.one_of(_AT_LEAST, st.builds(MajorityOf, majority_of=_GROUPS))


def _joined(parts: st.SearchStrategy[Quorum]) -> st.SearchStrategy[Quorum]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, all=several), st.builds(Any_, any=several))


_QUORA = st.recursive(_LEAVES, _joined, max_leaves=6)
_MONOTONE = st.recursive(_AT_LEAST, _joined, max_leaves=6)
_SEATS = st.lists(
    st.builds(
        SeatHeld,
        holder=st.sampled_from("abcdefgh"),
        seat=st.just("seat"),
        capacity=st.sampled_from(list(Capacity)),
        office=st.one_of(st.none(), st.sampled_from(list(Office))),
        voting=st.booleans(),
    ),
    max_size=10,
)

_DUDLEY = All(
    all=(
        AtLeast(at_least=4),
        AtLeast(at_least=1, of=Group(office=(Office.ACCOUNTABLE_OFFICER, Office.CHIEF_FINANCE_OFFICER))),
        AtLeast(at_least=2, of=Group(capacity=(Capacity.LAY, Capacity.NURSE, Capacity.SECONDARY_CARE))),
        AtLeast(at_least=1, of=Group(office=(Office.CHAIR, Office.VICE_CHAIR))),
    )
)


def _seat(holder: str, capacity: Capacity, office: Office | None = None, *, voting: bool = True) -> SeatHeld:
    return SeatHeld(holder, holder, capacity, office, voting)


_CHAIR = _seat("chair", Capacity.LAY, Office.CHAIR)
_NURSE = _seat("nurse", Capacity.NURSE)
_FINANCE = _seat("finance", Capacity.EXECUTIVE, Office.CHIEF_FINANCE_OFFICER)
_GP = _seat("gp", Capacity.GP)


def test_words_of_a_real_quorum() -> None:
    assert quorum.quorum_in_words(_DUDLEY) == (
        "at least four members, among them the Accountable Officer or the Chief Finance Officer, "
        "two of the lay, nurse and secondary care members, and the Chair or the Vice-Chair"
    )


def test_words_of_other_shapes() -> None:
    assert quorum.quorum_in_words(AtLeast(at_least=1)) == "at least one member"
    assert quorum.quorum_in_words(AtLeast(at_least=3, of=Group(capacity=(Capacity.GP,)))) == (
        "at least three of the GP members"
    )
    either = Any_(any=(AtLeast(at_least=2), AtLeast(at_least=1, of=Group(office=(Office.CHAIR,)))))
    assert quorum.quorum_in_words(either) == "either at least two members, or the Chair"
    most = MajorityOf(majority_of=Group(capacity=(Capacity.LAY, Capacity.EXECUTIVE)))
    assert (
        quorum.quorum_in_words(most) == "lay or executive members as a majority of the voting members present"
    )
    quiet = AtLeast(at_least=2, of=Group(vote=Vote.NON_VOTING))
    assert quorum.quorum_in_words(quiet) == "at least two of the non-voting members"


def test_quorum_is_met_and_then_lost_when_one_leaves() -> None:
    assert quorum.is_met(_DUDLEY, [_CHAIR, _NURSE, _FINANCE, _GP]).met
    without = quorum.is_met(_DUDLEY, [_CHAIR, _FINANCE, _GP])
    assert not without.met
    assert without.unmet == (
        "Needs at least four members; three present.",
        "Needs at least two of the lay, nurse and secondary care members; one present.",
    )


def test_one_person_in_two_seats_counts_once() -> None:
    twice = [_seat("a", Capacity.LAY), _seat("a", Capacity.GP)]
    assert not quorum.is_met(AtLeast(at_least=2), twice).met


def test_seat_without_vote_does_not_count() -> None:
    assert not quorum.is_met(AtLeast(at_least=1), [_seat("a", Capacity.LMC, voting=False)]).met
    assert quorum.is_met(
        AtLeast(at_least=1, of=Group(vote=Vote.EITHER)), [_seat("a", Capacity.LMC, voting=False)]
    ).met


def test_majority_is_more_than_half() -> None:
    most = MajorityOf(majority_of=Group(capacity=(Capacity.LAY, Capacity.EXECUTIVE)))
    assert quorum.is_met(most, [_CHAIR, _FINANCE, _GP]).met
    half = quorum.is_met(most, [_CHAIR, _FINANCE, _GP, _NURSE])
    assert not half.met
    assert half.unmet[0].endswith("two of four voting members present are.")
    assert not quorum.is_met(most, []).met


@given(_QUORA, _SEATS)
def test_answer_says_why_exactly_when_not_met(asked: Quorum, present: list[SeatHeld]) -> None:
    answer = quorum.is_met(asked, present)
    assert answer.met is (answer.unmet == ())
    assert all(sentence.startswith("Needs ") and sentence.endswith(".") for sentence in answer.unmet)


@given(_MONOTONE, _SEATS, _SEATS)
def test_more_people_never_undo_a_quorum_without_majorities(
    asked: Quorum, present: list[SeatHeld], arrived: list[SeatHeld]
) -> None:
    if quorum.is_met(asked, present).met:
        assert quorum.is_met(asked, present + arrived).met


@given(_QUORA, _SEATS)
def test_met_quorum_is_within_reach(asked: Quorum, seats: list[SeatHeld]) -> None:
    if quorum.is_met(asked, seats).met:
        assert quorum.out_of_reach(asked, seats) == ()


@given(_MONOTONE, _SEATS)
def test_monotone_quorum_is_out_of_reach_exactly_when_all_are_not_enough(
    asked: Quorum, seats: list[SeatHeld]
) -> None:
    assert bool(quorum.out_of_reach(asked, seats)) is not quorum.is_met(asked, seats).met


@given(st.lists(_QUORA, min_size=1, max_size=3), _SEATS)
def test_all_and_any_are_what_they_say(parts: list[Quorum], present: list[SeatHeld]) -> None:
    answers = [quorum.is_met(part, present).met for part in parts]
    assert quorum.is_met(All(all=tuple(parts)), present).met is all(answers)
    assert quorum.is_met(Any_(any=tuple(parts)), present).met is any(answers)


@given(_QUORA)
def test_quorum_reads_back_from_its_data(asked: Quorum) -> None:
    kind = type(asked)
    again = kind.model_validate(asked.model_dump(mode="json", exclude_defaults=True))
    assert again == asked
    assert quorum.quorum_in_words(again) == quorum.quorum_in_words(asked)
