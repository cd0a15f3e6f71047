"""Days are counted as statute, standing orders and people count them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit import calendar
from backend.kit.calendar import MonthDate, in_words

DAY = timedelta(days=1)
days = st.dates(min_value=date(2011, 1, 1), max_value=date(2035, 12, 31))
counts = st.integers(min_value=0, max_value=60)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2011, 4, 29), "Wedding of William and Catherine"),
        (date(2012, 6, 5), "Diamond Jubilee of Elizabeth II"),
        (date(2014, 4, 18), "Good Friday"),
        (date(2014, 8, 25), "Late Summer Bank Holiday"),
        (date(2015, 12, 28), "Boxing Day (observed)"),
        (date(2020, 5, 8), "May Day"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2014, 1, 2), None),  # Scotland's
        (date(2014, 3, 17), None),  # Northern Ireland's
        (date(2020, 5, 4), None),  # moved to the 8th for VE Day
    ],
)
def test_bank_holidays_are_those_of_england(day: date, name: str | None) -> None:
    assert calendar.bank_holiday(day) == name


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2014, 6, 3), 1, date(2014, 6, 4)),
        (date(2014, 6, 6), 1, date(2014, 6, 9)),
        (date(2014, 4, 17), 1, date(2014, 4, 22)),  # over Easter
        (date(2014, 12, 24), 2, date(2014, 12, 30)),  # over Christmas
        (date(2014, 6, 3), 20, date(2014, 7, 1)),
        (date(2014, 6, 3), 0, date(2014, 6, 3)),
        (date(2014, 6, 7), 0, date(2014, 6, 9)),
    ],
)
def test_working_day_after(start: date, count: int, end: date) -> None:
    assert calendar.working_day_after(start, count) == end


@given(start=days, count=st.integers(min_value=1, max_value=60))
def test_working_day_after_lands_on_a_working_day_with_that_many_passed(start: date, count: int) -> None:
    end = calendar.working_day_after(start, count)
    assert calendar.is_working_day(end)
    assert (
        sum(calendar.is_working_day(start + DAY * step) for step in range(1, (end - start).days + 1)) == count
    )
    assert calendar.working_days_between(start, end) == count


@given(start=days, one=counts.filter(bool), two=counts.filter(bool))
def test_working_days_add_up(start: date, one: int, two: int) -> None:
    step_by_step = calendar.working_day_after(calendar.working_day_after(start, one), two)
    assert step_by_step == calendar.working_day_after(start, one + two)


def test_three_clear_days_leave_out_both_ends() -> None:
    """Notice on Thursday the 4th for Monday the 8th: Friday, Saturday and Sunday are clear."""
    assert calendar.clear_days_between(date(2014, 9, 4), date(2014, 9, 8)) == 3
    assert calendar.clear_days_before(date(2014, 9, 8), 3) == date(2014, 9, 4)
    assert calendar.clear_days_between(date(2014, 9, 4), date(2014, 9, 8), working=True) == 1
    assert calendar.clear_days_before(date(2014, 9, 8), 3, working=True) == date(2014, 9, 2)


@given(meeting=days, count=counts, working=st.booleans())
def test_clear_days_before_is_the_last_day_that_will_do(meeting: date, count: int, working: bool) -> None:
    notice = calendar.clear_days_before(meeting, count, working=working)
    assert calendar.clear_days_between(notice, meeting, working=working) >= count
    later = notice + DAY
    while working and not calendar.is_working_day(later):
        later += DAY
    assert later >= meeting or calendar.clear_days_between(later, meeting, working=working) < count
    assert not working or calendar.is_working_day(notice)


@given(notice=days, meeting=days)
def test_clear_days_are_never_negative_and_working_ones_never_more(notice: date, meeting: date) -> None:
    assert calendar.clear_days_between(notice, meeting, working=True) >= 0
    assert calendar.clear_days_between(notice, meeting, working=True) <= calendar.clear_days_between(
        notice, meeting
    )


@pytest.mark.parametrize("ask", [calendar.working_day_after, calendar.clear_days_before])
def test_negative_counts_are_refused(ask: object) -> None:
    with pytest.raises(ValueError, match="can't be below 0"):
        ask(date(2014, 6, 3), -1)  # type: ignore[operator]  # both take a day and a count


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (date(2014, 6, 3), "3 June 2014"),
        (MonthDate(2015, 4), "April 2015"),
        (datetime(2014, 6, 3, 13, 0, tzinfo=UTC), "3 June 2014 at 2:00pm"),
        (datetime(2014, 12, 3, 9, 5, tzinfo=UTC), "3 December 2014 at 9:05am"),
        (datetime(2014, 6, 3, 11, 0, tzinfo=UTC), "3 June 2014 at midday"),
        (datetime(2014, 6, 2, 23, 0, tzinfo=UTC), "3 June 2014 at midnight"),
        (datetime(2014, 6, 3, 11, 30, tzinfo=UTC), "3 June 2014 at 12:30pm"),
        (datetime(2014, 6, 2, 23, 30, tzinfo=UTC), "3 June 2014 at 12:30am"),
        (datetime(2014, 10, 26, 0, 30, tzinfo=UTC), "26 October 2014 at 1:30am BST"),
        (datetime(2014, 10, 26, 1, 30, tzinfo=UTC), "26 October 2014 at 1:30am GMT"),
        (datetime(2014, 6, 3, 14, 0, tzinfo=ZoneInfo("Europe/Paris")), "3 June 2014 at 1:00pm"),
    ],
)
def test_dates_read_as_people_write_them(moment: date | MonthDate, words: str) -> None:
    assert in_words(moment) == words


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_words(datetime(2014, 6, 3, 14, 0))  # noqa: DTZ001  # the point of the test


minutes = st.integers(min_value=0, max_value=60 * 24 * 365 * 60).map(
    lambda count: datetime(1975, 1, 1, tzinfo=UTC) + timedelta(minutes=count)
)


@given(first=minutes, apart=st.integers(min_value=0, max_value=60 * 24 * 400))
def test_two_minutes_never_read_alike(first: datetime, apart: int) -> None:
    second = first + timedelta(minutes=apart)
    assert (in_words(first) == in_words(second)) == (apart == 0)


@pytest.mark.parametrize("year", [2014, 2026])
def test_each_minute_around_the_clock_change_reads_differently(year: int) -> None:
    start = datetime(year, 10, 24, tzinfo=UTC)
    told = {in_words(start + timedelta(minutes=step)) for step in range(60 * 24 * 4)}
    assert len(told) == 60 * 24 * 4


@given(day=st.dates())
def test_month_holds_its_days_and_no_others(day: date) -> None:
    month = MonthDate.of(day)
    assert day in month
    assert month.first_day <= day <= month.last_day
    assert MonthDate.parse(month.isoformat()) == month
    if month.last_day < date.max:
        assert month.last_day + DAY not in month


@given(one=st.dates(), two=st.dates())
def test_months_sort_by_time(one: date, two: date) -> None:
    assert (MonthDate.of(one) < MonthDate.of(two)) == (
        MonthDate.of(one).last_day < MonthDate.of(two).first_day
    )


@pytest.mark.parametrize(
    "text", ["", "2015", "2015-4", "2015-13", "2015-00", "0000-01", "April 2015", "2015-04-01"]
)
def test_text_that_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # ours for the shape, the standard library's for the month
        MonthDate.parse(text)
