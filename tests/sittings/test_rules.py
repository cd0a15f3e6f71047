"""What makes a decision irregular, how a vote stands, and what may settle an irregular decision."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.meetings.rules import Outcome
from backend.sittings import rules, timing
from backend.sittings.rules import Choice, Fault, Power, Settlement, Step, Tally, Test

REGULAR = Test(outcome=Outcome.AGREED, quorate=True, power=Power.WITHIN)
WHEN = datetime(2015, 6, 3, 14, 0, tzinfo=UTC)
SETTLES = rules.Settling(
    taken_at=WHEN + timedelta(days=28),
    outcome=Outcome.AGREED,
    open_faults=0,
    tested=True,
    same_committee=True,
)


def test_regular_decision_has_no_fault() -> None:
    assert rules.faults_of(REGULAR) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quorate": False, "unmet": ("Needs at least two members; one present.",)}, Fault.INQUORATE),
        ({"power": Power.BEYOND, "upward_to": "the Governing Body"}, Fault.BEYOND_POWER),
        ({"power": Power.NEEDS_CONSENT, "consent_from": "NHS England"}, Fault.WITHOUT_CONSENT),
        ({"power": Power.NO_FUNCTION}, Fault.NO_FUNCTION),
        ({"gates": ("The paper was not signed off.",)}, Fault.PAST_GATE),
        ({"barred": ("Ann",)}, Fault.BARRED_VOTE),
    ],
)
def test_decision_with_one_fault_says_what_was_wrong_and_what_puts_it_right(
    change: dict[str, Any], fault: Fault
) -> None:
    (found,) = rules.faults_of(replace(REGULAR, **change))
    assert found.fault is fault
    assert found.words.endswith(".") and found.way.endswith(".")


def test_consent_that_is_recorded_carries_the_decision() -> None:
    needs = replace(REGULAR, power=Power.NEEDS_CONSENT, consent="NHS England, letter of 3 June 2015")
    assert rules.faults_of(needs) == ()


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.DEFERRED, Outcome.REFERRED])
def test_inquorate_meeting_may_note_put_off_and_refer(outcome: Outcome) -> None:
    assert rules.faults_of(replace(REGULAR, outcome=outcome, quorate=False, power=Power.BEYOND)) == ()


@given(
    st.builds(
        Test,
        outcome=st.sampled_from(Outcome),
        quorate=st.sampled_from([True, False, None]),
        power=st.sampled_from(Power),
        consent=st.sampled_from(["", " ", "NHS England"]),
        gates=st.sampled_from([(), ("Not signed off.",)]),
        barred=st.sampled_from([(), ("Ann",), ("Ann", "Bob")]),
    )
)
def test_every_decision_is_within_power_carries_consent_or_is_irregular_with_its_way(test: Test) -> None:
    faults = rules.faults_of(test)
    fine = (
        test.quorate is not False
        and not test.gates
        and not test.barred
        and (
            test.power in (Power.WITHIN, Power.PROCEDURE)
            or (test.power is Power.NEEDS_CONSENT and bool(test.consent.strip()))
        )
    )
    assert bool(faults) is (test.outcome in rules.BINDING and not fine)
    assert all(fault.words and fault.way for fault in faults)
    assert len({fault.fault for fault in faults}) == len(faults)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.sampled_from([None, *Choice]))
def test_vote_is_carried_by_more_for_than_against_and_a_casting_vote_counts_when_level(
    votes_for: int, against: int, abstained: int, casting: Choice | None
) -> None:
    tally = Tally(votes_for=votes_for, against=against, abstained=abstained, casting=casting)
    if votes_for != against:
        assert tally.carried is (votes_for > against)
    else:
        assert tally.carried is {Choice.FOR: True, Choice.AGAINST: False}.get(casting)  # type: ignore[arg-type]  # none casts none
    assert tally.in_words.endswith(".")


def test_decision_that_the_votes_do_not_carry_is_doubted_and_not_refused() -> None:
    assert rules.doubt_of(Outcome.AGREED, Tally(votes_for=1, against=3))
    assert rules.doubt_of(Outcome.AGREED, Tally(votes_for=2, against=2))
    assert not rules.doubt_of(Outcome.NOT_AGREED, Tally(votes_for=1, against=3))
    assert not rules.doubt_of(Outcome.AGREED, Tally())


def settle(to: Settlement = Settlement.RATIFIED, fault: Fault = Fault.INQUORATE, **change: object) -> None:
    by = replace(SETTLES, **change)  # type: ignore[arg-type]  # fields of Settling
    rules.check_can_settle(state=Settlement.OPEN, fault=fault, decided_at=WHEN, to=to, by=by)


def test_later_regular_decision_ratifies_or_reverses() -> None:
    settle()
    settle(Settlement.REVERSED)


@pytest.mark.parametrize(
    "change",
    [{"taken_at": WHEN}, {"outcome": Outcome.NOTED}, {"open_faults": 1}, {"tested": False}],
)
def test_decision_that_is_earlier_or_irregular_itself_settles_nothing(change: dict[str, Any]) -> None:
    with pytest.raises(rules.UnableToSettle):
        settle(**change)


def test_committee_cannot_ratify_what_was_beyond_its_own_power() -> None:
    with pytest.raises(rules.UnableToSettle, match="body that holds it"):
        settle(fault=Fault.BEYOND_POWER)
    settle(fault=Fault.BEYOND_POWER, same_committee=False)
    settle(Settlement.REVERSED, fault=Fault.BEYOND_POWER)


@pytest.mark.parametrize("state", [Settlement.RATIFIED, Settlement.REVERSED])
def test_settled_irregularity_is_settled_once(state: Settlement) -> None:
    with pytest.raises(rules.UnableToSettle, match="already"):
        rules.check_can_settle(
            state=state, fault=Fault.INQUORATE, decided_at=WHEN, to=Settlement.RATIFIED, by=SETTLES
        )


def test_minutes_go_from_agreed_to_public_and_no_step_is_left_out() -> None:
    way = [
        None,
        Step.AGREED,
        Step.REOPENED,
        Step.AGREED,
        Step.APPROVED,
        Step.SIGNED,
        Step.PUBLISHED,
        Step.RECALLED,
    ]
    for last, step in itertools.pairwise(way):
        assert step is not None
        rules.check_can_take_step(step, last=last)
    for last, step in (
        (None, Step.APPROVED),
        (Step.AGREED, Step.SIGNED),
        (Step.APPROVED, Step.PUBLISHED),
        (Step.SIGNED, Step.AGREED),
    ):
        with pytest.raises(rules.UnableToMinute):
            rules.check_can_take_step(step, last=last)


ZONE = "Europe/London"


def moment(clock: time, starts_at: datetime) -> datetime:
    return timing.moment_of(clock, day=starts_at.date(), starts_at=starts_at, zone=ZONE)


def test_time_after_midnight_is_of_the_next_day() -> None:
    starts = datetime(2015, 6, 3, 19, 0, tzinfo=UTC)
    assert moment(time(0, 30), starts) == datetime(2015, 6, 3, 23, 30, tzinfo=UTC)
    assert moment(time(19, 50), starts) == datetime(2015, 6, 3, 18, 50, tzinfo=UTC)


def test_hour_that_comes_twice_is_the_first_unless_the_meeting_had_not_begun() -> None:
    night = datetime(2015, 10, 25, 0, 15, tzinfo=UTC)  # 01:15 in summer time; clocks go back at 01:00 UTC
    assert moment(time(1, 30), night) == datetime(2015, 10, 25, 0, 30, tzinfo=UTC)
    late = datetime(2015, 10, 25, 1, 10, tzinfo=UTC)  # 01:10 in winter time
    assert moment(time(1, 30), late) == datetime(2015, 10, 25, 1, 30, tzinfo=UTC)


def test_hour_that_clocks_skip_is_the_time_an_hour_on() -> None:
    night = datetime(2015, 3, 29, 0, 30, tzinfo=UTC)
    found = moment(time(1, 30), night)
    assert found == datetime(2015, 3, 29, 1, 30, tzinfo=UTC)
    assert timing.clock_of(found, zone=ZONE) == "2:30am"
    assert timing.clock_of(datetime(2015, 10, 25, 0, 30, tzinfo=UTC), zone=ZONE) == "1:30am BST"
    assert timing.clock_of(datetime(2015, 6, 3, 11, 0, tzinfo=UTC), zone=ZONE) == "midday"


@given(st.lists(st.sampled_from(Step), max_size=8))
def test_nothing_that_was_agreed_before_minutes_were_opened_again_still_stands(steps: list[Step]) -> None:
    found = rules.standing(steps)
    assert len(found) == len(steps)
    for place, step in enumerate(steps):
        opened_later = Step.REOPENED in steps[place:]
        assert not (found[place] and opened_later)
        if step is Step.PUBLISHED and Step.RECALLED in steps[place:]:
            assert not found[place]
    if Step.REOPENED not in steps and Step.RECALLED not in steps:
        assert all(found)


@pytest.mark.parametrize("last", [Step.APPROVED, Step.SIGNED, Step.PUBLISHED, Step.RECALLED])
def test_minutes_that_were_approved_are_opened_again_for_a_reason_alone(last: Step) -> None:
    with pytest.raises(rules.UnableToMinute, match="Say why"):
        rules.check_reason(Step.REOPENED, last=last, because=" ")
    rules.check_reason(Step.REOPENED, last=last, because="A name was wrong")
    rules.check_reason(Step.REOPENED, last=Step.AGREED, because=None)


def test_struck_decision_settles_nothing() -> None:
    with pytest.raises(rules.UnableToSettle, match="struck out"):
        settle(struck=True)
