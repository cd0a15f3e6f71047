"""What a slip does to what follows, and what the reviewing body's answer does: rules without rows."""

from datetime import date

import pytest

from backend.catalogue import shelf
from backend.catalogue.programmes import ring_in, ring_in_words
from backend.delegation.rules import following, reviews
from backend.delegation.rules.dates import ends_on, later_than, months_between, moved_by, parse_when
from backend.delegation.rules.following import How, Node
from backend.kit.calendar import MonthDate

V2 = shelf.catalogue().workflows["milestone-acceptance/v2"]
JULY, SEPTEMBER, NOVEMBER = MonthDate(2014, 7), MonthDate(2014, 9), MonthDate(2014, 11)
PLAN = [
    Node(slug="M01", when=JULY, after=()),
    Node(slug="M02", when=SEPTEMBER, after=("M01",)),
    Node(slug="M03", when=date(2014, 11, 15), after=("M02",)),
    Node(slug="M04", when=None, after=("M02",)),
    Node(slug="M05", when=SEPTEMBER, after=("M01",), stays="It is “Lapsed”"),
    Node(slug="M06", when=MonthDate(2015, 4), after=()),
]


def test_slip_uses_up_time_to_spare_or_keeps_it_as_somebody_says() -> None:
    found = {each.slug: each for each in following.what_follows(PLAN, slug="M01", to=MonthDate(2014, 10))}
    assert list(found) == ["M02", "M05", "M03", "M04"] or set(found) == {"M02", "M03", "M04", "M05"}
    second = found["M02"]
    assert (second.spare, second.pressed) == (-1, True)
    assert (second.goes_to(How.LEAST), second.goes_to(How.AS_MUCH)) == (
        MonthDate(2014, 10),
        MonthDate(2014, 12),
    )
    third = found["M03"]
    assert (third.spare, third.pressed, third.least) == (2, False, date(2014, 11, 15))
    assert third.as_much == date(2015, 2, 15), "a day stays a day"
    assert (found["M04"].stays, found["M04"].as_much) == ("No date is given for it", None)
    assert (found["M05"].stays, found["M05"].as_much) == ("It is “Lapsed”", SEPTEMBER)


def test_moving_to_an_earlier_date_moves_nothing_else() -> None:
    assert following.what_follows(PLAN, slug="M02", to=JULY) == ()
    assert following.what_follows(PLAN, slug="M02", to=None) == ()


def test_plan_that_can_not_be_kept_is_told() -> None:
    moved = [Node(slug="M01", when=NOVEMBER, after=()), *PLAN[1:]]
    assert following.clashes(moved) == {"M02": ("M01",)}
    assert following.clashes(PLAN) == {}


def test_months_and_days_are_told_apart() -> None:
    assert (parse_when("2014-09"), parse_when("2014-09-15"), parse_when(None)) == (
        SEPTEMBER,
        date(2014, 9, 15),
        None,
    )
    assert (ends_on(SEPTEMBER), ends_on(date(2014, 9, 15))) == (date(2014, 9, 30), date(2014, 9, 15))
    assert not later_than(date(2014, 9, 30), SEPTEMBER)
    assert later_than(date(2014, 9, 16), date(2014, 9, 15))
    assert months_between(SEPTEMBER, date(2015, 1, 2)) == 4
    assert moved_by(date(2014, 1, 31), 1) == date(2014, 2, 28)
    assert moved_by(MonthDate(2014, 11), 3) == MonthDate(2015, 2)


@pytest.mark.parametrize(
    ("after", "ring"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, ()),
        ({"a": ["a"]}, ("a",)),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ("b", "c")),
        ({"a": ["x"]}, ()),
    ],
)
def test_rings_are_found(after: dict[str, list[str]], ring: tuple[str, ...]) -> None:
    assert ring_in(after) == ring


def test_ring_is_told_in_words() -> None:
    assert ring_in_words(("M01", "M02")) == "M01 comes after M02 and M02 after M01"


@pytest.mark.parametrize(
    ("outcome", "state", "goes_to"),
    [
        ("accepted", "commissioner-accepted", "accepted"),
        ("conditional", "commissioner-accepted", "conditional"),
        ("refused", "commissioner-accepted", "planned"),
        ("accepted", "conditional", "accepted"),
        ("refused", "conditional", "planned"),
        ("accepted", "submitted", None),
        ("accepted", "planned", None),
        ("accepted", "lapsed", None),
    ],
)
def test_answer_of_the_reviewing_body_moves_what_we_accepted_and_nothing_else(
    outcome: str, state: str, goes_to: str | None
) -> None:
    step = reviews.step_for(reviews.Outcome(outcome), V2, state=state)
    assert (step.to_state if step else None) == goes_to
    assert step is None or reviews.is_theirs(step)


def test_no_step_of_ours_leads_to_the_reviewing_bodys_acceptance() -> None:
    ours = [step for step in V2.steps if not reviews.is_theirs(step)]
    assert {step.to_state for step in ours} == {"planned", "submitted", "commissioner-accepted", "lapsed"}
