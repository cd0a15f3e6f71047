"""The rules of declaring, without a database."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.interests.rules import declaring
from backend.interests.rules.declaring import DeclarationStatus, InterestType, Period, Relationship
from backend.scope import NotPermitted, Refusal

TODAY = date(2014, 9, 1)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda: declaring.check_period(
                Period(since=date(2014, 5, 2), until=date(2014, 5, 1)), today=TODAY
            ),
            "can't end before",
        ),
        (
            lambda: declaring.check_period(Period(since=date(2016, 1, 1)), today=TODAY),
            "more than a year from now",
        ),
        (lambda: declaring.check_indirect(is_indirect=True, relationship=None), "whose interest it is"),
        (
            lambda: declaring.check_indirect(is_indirect=False, relationship=Relationship.SPOUSE),
            "indirect interest only",
        ),
        (lambda: declaring.check_can_declare_nil(open_interests=1), "You have an interest on the register"),
        (lambda: declaring.check_can_declare_nil(open_interests=3), "You have 3 interests on the register"),
        (lambda: declaring.check_can_confirm_unchanged(ever_declared=False), "nothing to confirm"),
        (
            lambda: declaring.check_end(
                Period(since=date(2014, 5, 2)), ended_on=date(2014, 5, 1), today=TODAY
            ),
            "can't end before",
        ),
        (
            lambda: declaring.check_end(
                Period(since=date(2014, 5, 2)), ended_on=date(2014, 9, 2), today=TODAY
            ),
            "still to come",
        ),
        (
            lambda: declaring.check_end(
                Period(since=date(2014, 1, 1), until=date(2014, 2, 1)), ended_on=TODAY, today=TODAY
            ),
            "ended already",
        ),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence(act: Callable[[], None], sentence: str) -> None:
    with pytest.raises(declaring.UnableToDeclare, match=sentence):
        act()


def test_people_declare_for_themselves_and_an_officer_for_anybody() -> None:
    declaring.check_can_declare_for(declarant="a", actor="a", may_review=False)
    declaring.check_can_declare_for(declarant="a", actor="b", may_review=True)
    with pytest.raises(NotPermitted):
        declaring.check_can_declare_for(declarant="a", actor="b", may_review=False)


@pytest.mark.parametrize("status", DeclarationStatus)
@pytest.mark.parametrize("into", DeclarationStatus)
def test_button_and_guard_say_the_same_of_every_review(
    status: DeclarationStatus, into: DeclarationStatus
) -> None:
    can = declaring.can_review(declarant="a", reviewer="b", status=status, into=into)
    if can:
        declaring.check_can_review(declarant="a", reviewer="b", status=status, into=into)
    else:
        with pytest.raises(Refusal):
            declaring.check_can_review(declarant="a", reviewer="b", status=status, into=into)
    assert not declaring.can_review(declarant="a", reviewer="a", status=status, into=into)


def test_reviewed_declaration_stays_reviewed() -> None:
    assert declaring.NEXT_STATUSES[DeclarationStatus.APPROVED] == frozenset()
    assert set(declaring.NEXT_STATUSES) == set(DeclarationStatus)


def test_every_value_has_its_words() -> None:
    assert set(declaring.TYPE_IN_WORDS) == set(declaring.TYPE_MEANING) == set(InterestType)
    assert set(declaring.RELATIONSHIP_IN_WORDS) == set(Relationship)
    assert set(declaring.KIND_IN_WORDS) == set(declaring.DeclarationKind)
    assert set(declaring.STATUS_IN_WORDS) == set(DeclarationStatus)


def test_twenty_eighth_day_is_in_time_and_the_next_is_late() -> None:
    known = date(2014, 8, 1)
    assert not declaring.declared_late(known_on=known, declared_on=known + timedelta(days=28), within_days=28)
    assert declaring.declared_late(known_on=known, declared_on=known + timedelta(days=29), within_days=28)


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        (date(2014, 5, 1), date(2014, 5, 10), 30),  # over before they knew
        (date(2014, 5, 25), date(2014, 6, 1), 30),  # the day of knowing itself is counted in no case
        (date(2014, 5, 25), date(2014, 6, 2), 29),
        (date(2014, 6, 10), date(2014, 6, 19), 20),
        (date(2014, 6, 27), None, 25),  # they declared while they were paused
        (date(2014, 6, 10), date(2014, 6, 9), 30),  # taken back
        (date(2014, 7, 2), None, 30),
    ],
)
def test_no_day_of_a_pause_is_counted_towards_the_28(since: date, until: date | None, counted: int) -> None:
    """Known on 1 June 2014, declared on 1 July: thirty days, less those on which the person was paused."""
    said = {"known_on": date(2014, 6, 1), "declared_on": date(2014, 7, 1)}
    pauses = [Period(since=since, until=until)]
    assert declaring.days_to_declare(**said, pauses=pauses) == counted
    assert declaring.declared_late(**said, pauses=pauses, within_days=28) is (counted > 28)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2014, 8, 31), 1, date(2014, 9, 30)),
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2014, 11, 30), 3, date(2015, 2, 28)),
        (date(2014, 3, 15), 6, date(2014, 9, 15)),
    ],
)
def test_months_are_counted_as_people_count_them(day: date, months: int, expected: date) -> None:
    assert declaring.months_after(day, months) == expected


@given(DAYS, st.integers(0, 120))
def test_months_never_go_past_the_month_meant(day: date, months: int) -> None:
    later = declaring.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(DAYS, st.one_of(st.none(), DAYS), DAYS)
def test_period_holds_its_own_ends_and_nothing_outside(since: date, until: date | None, day: date) -> None:
    period = Period(since=since, until=until)
    assert period.holds(day) == (day >= since and (until is None or day <= until))
