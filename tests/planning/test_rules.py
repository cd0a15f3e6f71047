"""Months, cycles, the last day for questions, and when names are forgotten."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.planning import QuestionRules, RefusalGround
from backend.meetings.rules import MeetingState
from backend.planning import rules
from backend.planning.rules import cycles, questions
from backend.planning.rules.cycles import Cycle

MAY = date(2014, 5, 1)


@pytest.mark.parametrize(
    ("cycle", "months"),
    [
        (Cycle.ONCE, [5]),
        (Cycle.MONTHLY, list(range(5, 13))),
        (Cycle.QUARTERLY, [5, 8, 11]),
        (Cycle.HALF_YEARLY, [5, 11]),
        (Cycle.YEARLY, [5]),
        (Cycle.EVERY_MEETING, [6, 9]),
    ],
)
def test_business_falls_in_its_months(cycle: Cycle, months: list[int]) -> None:
    met = {date(2014, 3, 1), date(2014, 6, 1), date(2014, 9, 1)}
    found = [
        month
        for month in range(1, 13)
        if cycles.falls_in(cycle, first=MAY, month=date(2014, month, 1), meeting_months=met)
    ]
    assert found == months


def test_business_that_ended_comes_no_more() -> None:
    assert not cycles.falls_in(
        Cycle.MONTHLY, first=MAY, month=date(2014, 9, 1), meeting_months=(), last=date(2014, 8, 1)
    )


@given(day=st.dates(date(1950, 1, 1), date(2150, 1, 1)), first_month=st.integers(1, 12))
def test_every_day_lies_in_the_year_that_it_is_given(day: date, first_month: int) -> None:
    begins = cycles.year_of(day, first_month=first_month)
    assert begins <= day < cycles.later(begins, 12) and begins.month == first_month


@given(month=st.dates(date(1950, 1, 1), date(2150, 1, 1)).map(cycles.month_of), by=st.integers(-300, 300))
def test_months_are_counted_forth_and_back(month: date, by: int) -> None:
    assert cycles.apart(month, cycles.later(month, by)) == by
    assert cycles.month_from(cycles.code_of(month)) == month


@pytest.mark.parametrize("code", ["", "2014", "2014-13", "14-05", "2014-5", "2014-05-01", "x-y"])
def test_what_is_no_month_is_a_sentence(code: str) -> None:
    with pytest.raises(cycles.UnableToReadMonth):
        cycles.month_from(code)


@pytest.mark.parametrize(
    ("traits", "shown"),
    [
        ({"meeting_state": MeetingState.HELD}, rules.Shown.TAKEN),
        ({"meeting_state": MeetingState.HELD, "abandoned": True}, rules.Shown.OFF),
        ({"meeting_state": MeetingState.CANCELLED}, rules.Shown.OFF),
        ({"meeting_state": MeetingState.PLANNED, "withdrawn": True}, rules.Shown.OFF),
        ({"meeting_state": MeetingState.AGENDA_PUBLISHED}, rules.Shown.ON_AGENDA),
    ],
)
def test_row_on_an_agenda_follows_its_meeting(traits: dict[str, object], shown: rules.Shown) -> None:
    found = rules.shown(rules.RowState.ON_AGENDA, accepted=True, month=MAY, today=MAY, **traits)  # type: ignore[arg-type]  # each case gives some
    assert found is shown


def test_questions_close_three_clear_working_days_before_across_a_bank_holiday() -> None:
    # Wednesday 27 August 2014: Monday the 25th is the summer bank holiday
    assert questions.closes_on(QuestionRules(), date(2014, 8, 27)) == date(2014, 8, 20)


def test_names_are_kept_for_whole_months_only() -> None:
    asking = QuestionRules(keep_months=6)
    assert questions.forget_on(asking, closed_on=date(2014, 8, 31)) == date(2015, 2, 28)


def test_question_is_refused_on_a_ground_of_the_organisation_alone() -> None:
    asking = QuestionRules(grounds=(RefusalGround(id="not-ours", words="It is not ours"),))
    state = questions.QuestionState.RECEIVED
    assert questions.check_refusal(asking, state, ground="not-ours") == "It is not ours"
    with pytest.raises(questions.UnableToHandle):
        questions.check_refusal(asking, state, ground="we-dislike-it")
    with pytest.raises(questions.UnableToHandle):
        questions.check_refusal(asking, questions.QuestionState.ANSWERED, ground="not-ours")


def test_name_stands_in_public_only_by_consent() -> None:
    assert questions.shown_name("Ash Invented", consents=False) == "A member of the public"
    assert questions.shown_name("Ash Invented", consents=True) == "Ash Invented"
