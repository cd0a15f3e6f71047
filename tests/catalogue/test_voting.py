"""Voting by class, and levels of the place: what fits and what is said where it does not."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.catalogue.loader import load_catalogue
from backend.catalogue.organisations import Level, Locality, level_faults, locality_faults
from backend.catalogue.quorum import Capacity, Group, SeatHeld
from backend.catalogue.voting import Voting, VotingClass, faults_in, voting_in_words
from backend.meetings.rules import Outcome
from backend.sittings.rules import Choice, ClassTally, Tally, doubt_of

ROOT = Path(__file__).resolve().parents[2]
GP, LAY = Group(capacity=(Capacity.GP,)), Group(capacity=(Capacity.LAY,))
VOTING = Voting(
    classes=(VotingClass(id="gp", name="Practices", of=GP), VotingClass(id="lay", name="People", of=LAY))
)


def a_seat(slug: str, capacity: Capacity, *, voting: bool = True) -> SeatHeld:
    return SeatHeld(slug, slug, capacity, None, voting)


def test_every_vote_belongs_to_one_class() -> None:
    seats = [a_seat("a", Capacity.GP), a_seat("b", Capacity.LAY), a_seat("c", Capacity.NURSE, voting=False)]
    assert faults_in(VOTING, seats, {}) == ()
    assert VOTING.class_of(seats[:1]) == VOTING.classes[0]
    assert VOTING.class_of(seats[2:]) is None
    assert voting_in_words(VOTING) == "a majority in each of these classes: Practices and People"
    assert faults_in(VOTING, [a_seat("a", Capacity.GP), a_seat("n", Capacity.NURSE)], {"n": "Nurse"}) == (
        "the seat “Nurse” has a vote and belongs to no class",
        "the class “People” has no seat with a vote",
    )
    with pytest.raises(ValidationError, match="two classes of one name"):
        Voting(classes=(VOTING.classes[0], VotingClass(id="other", name="practices", of=LAY)))
    with pytest.raises(ValidationError, match="at least 2"):
        Voting(classes=VOTING.classes[:1])


@pytest.mark.parametrize(
    ("practices", "people", "casting", "carried"),
    [
        ((2, 0, 0), (1, 0, 3), None, True),
        ((9, 0, 0), (1, 2, 0), None, False),
        ((9, 0, 0), (1, 1, 0), Choice.FOR, False),  # a casting vote gives no class the word
        ((9, 0, 0), (0, 0, 0), None, False),  # nor do those who did not vote
    ],
)
def test_decision_needs_a_majority_in_each_class(
    practices: tuple[int, int, int], people: tuple[int, int, int], casting: Choice | None, carried: bool
) -> None:
    tally = Tally.by_class(
        [
            ClassTally(id=each, name=each, votes_for=pro, against=con, abstained=none)
            for each, (pro, con, none) in (("practices", practices), ("people", people))
        ],
        casting=casting,
    )
    assert tally.carried is carried
    assert tally.votes_for == practices[0] + people[0]
    assert ("Lost" in tally.in_words) is not carried
    assert (doubt_of(Outcome.AGREED, tally) is None) is carried


def test_agreement_without_votes_is_doubted_where_classes_vote() -> None:
    empty = Tally.by_class([ClassTally(id="a", name="A"), ClassTally(id="b", name="B")])
    assert "no votes are recorded" in (doubt_of(Outcome.AGREED, empty) or "")
    assert doubt_of(Outcome.NOTED, empty) is doubt_of(Outcome.AGREED, Tally()) is None


def test_levels_and_what_belongs_to_what() -> None:
    def level(name: str, within: str | None = None) -> Level:
        return Level(id=name, name=name.title(), within=within, mark="setting")

    def place(name: str, of: str | None = None, part_of: str | None = None) -> Locality:
        return Locality(id=name, name=name.title(), level=of, part_of=part_of, mark="setting")

    levels = [level("street", "town"), level("town", "county"), level("county")]
    assert level_faults(levels) == ()
    assert level_faults([level("a", "b"), level("b", "a")])[0] == ("a", "The level “A” lies within itself.")
    assert level_faults([level("a", "b")]) == (("a", "There is no level “b”."),)
    sound = [
        place("kent", "county"),
        place("deal", "town", "kent"),
        place("high", "street", "kent"),
        place("x"),
    ]
    assert locality_faults(levels, sound) == ()
    found = dict(
        locality_faults(
            levels,
            [
                place("kent", "county", "deal"),
                place("deal", "town"),
                place("a", part_of="b"),
                place("b", part_of="a"),
                place("c", "parish"),
                place("d", part_of="nowhere"),
            ],
        )
    )
    assert found == {
        "kent": "“Kent” (County) can’t be part of “Deal” (Town): that is no wider level.",
        "a": "The locality “A” is part of itself.",
        "b": "The locality “B” is part of itself.",
        "c": "There is no level “parish”.",
        "d": "There is no locality “nowhere”.",
    }


def test_unitingcare_s_own_programme_asks_what_the_shipped_plan_asks() -> None:
    catalogue = load_catalogue(ROOT)
    own = catalogue.tenants["cambridgeshire-peterborough"].delegation
    shipped = catalogue.plans["unitingcare-through-the-gates/2015"]
    assert own is not None

    def asked(gates: tuple[object, ...]) -> str:
        return repr(gates).replace("review-2016", "review")

    assert asked(own.gates) == asked(shipped.gates)
    assert asked(own.milestones) == asked(shipped.milestones)
    criteria = [each.id for gate in own.gates for each in gate.conditions if each.id.startswith("U")]
    assert criteria == [f"U{number}" for number in range(1, 12)]
