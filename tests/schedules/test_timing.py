"""When schedules come round: clocks that change, leap days, closed days; and each said in one sentence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.catalogue.schedules import ScheduleSettings, SchedulesSettings
from backend.schedules.rules import (
    Calendar,
    in_words,
    next_after,
    quarter_before,
    retry_at,
    took_in_words,
)

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(zone="Europe/London", closed=frozenset({date(2015, 7, 2)}))


def every(kind: str, at: str = "06:00", **traits: Any) -> ScheduleSettings:
    return ScheduleSettings.model_validate({"every": kind, "at": at, **traits})


def on_wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def moments(settings: ScheduleSettings, after: str, count: int, calendar: Calendar = CALENDAR) -> list[str]:
    found, moment = [], on_wall(after).astimezone(UTC)
    for _ in range(count):
        following = next_after(settings, moment, calendar)
        assert following is not None and following > moment
        moment = following
        found.append(f"{moment.astimezone(ZoneInfo(calendar.zone)):%Y-%m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("settings", "after", "expected"),
    [
        (every("day"), "2015-04-02T06:00", ["2015-04-07 06:00", "2015-04-08 06:00"]),  # over Easter
        (every("day", working=False), "2015-04-02T05:59", ["2015-04-02 06:00", "2015-04-03 06:00"]),
        (every("week", weekday="monday"), "2015-05-01T09:00", ["2015-05-05 06:00", "2015-05-11 06:00"]),
        (every("month"), "2015-01-01T09:00", ["2015-01-02 06:00", "2015-02-02 06:00"]),
        (every("month", days=28, working=False), "2015-01-28T06:00", ["2015-02-28 06:00", "2015-03-28 06:00"]),
        # the organisation is closed on 2 July
        (every("quarter", days=3), "2015-06-30T09:00", ["2015-07-06 06:00", "2015-10-05 06:00"]),
        (every("quarter", days=3), "2015-07-06T05:00", ["2015-07-06 06:00"]),
        (every("year", month=2, days=29, working=False), "2015-03-01T00:00", ["2016-02-29 06:00", "2017-02-28 06:00"]),
        (every("year", month=1, days=1), "2015-12-31T09:00", ["2016-01-04 06:00", "2017-01-03 06:00"]),
        (every("day", effective_from=date(2015, 6, 1)), "2015-04-01T09:00", ["2015-06-01 06:00"]),
    ],
)  # fmt: skip
def test_schedule_comes_round(settings: ScheduleSettings, after: str, expected: list[str]) -> None:
    assert moments(settings, after, len(expected)) == expected


def test_schedule_has_each_night_once_when_the_clocks_change() -> None:
    nightly = every("day", "01:30", working=False)
    # on 29 March there is no half past one: it comes as long after midnight as ever
    assert moments(nightly, "2015-03-28T01:30", 2) == ["2015-03-29 02:30", "2015-03-30 01:30"]
    # on 25 October there are two: the first
    first = next_after(nightly, on_wall("2015-10-24T12:00"), CALENDAR)
    assert first == datetime(2015, 10, 25, 0, 30, tzinfo=UTC)
    assert next_after(nightly, first, CALENDAR) == datetime(2015, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["meeting", "due"])
def test_calendar_knows_nothing_of_meetings_and_rules(kind: str) -> None:
    assert next_after(every(kind), on_wall("2015-01-01T00:00"), CALENDAR) is None


def test_schedule_that_is_over_never_comes_round() -> None:
    assert (
        next_after(every("day", effective_until=date(2015, 1, 1)), on_wall("2015-01-02T00:00"), CALENDAR)
        is None
    )


@given(
    st.sampled_from(
        [
            every("day"),
            every("week", weekday="sunday", working=False),
            every("month", days=15),
            every("quarter", days=40),
            every("year", month=2, days=29),
        ]
    ),
    st.datetimes(min_value=datetime(2013, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/London", "America/St_Johns", "Pacific/Apia"]),
)
def test_next_moment_lies_ahead_and_leaves_none_out(
    settings: ScheduleSettings, after: datetime, zone: str
) -> None:
    calendar = Calendar(zone=zone)
    first = next_after(settings, after, calendar)
    assert first is not None and first > after
    # whoever asks at any moment in between gets the same
    between = after + (first - after) / 2
    assert next_after(settings, between, calendar) == first
    assert next_after(settings, first - timedelta(microseconds=1), calendar) == first


def test_quarter_that_ended_last_is_of_the_financial_year() -> None:
    assert quarter_before(date(2015, 4, 7)) == (date(2015, 1, 1), date(2015, 3, 31))
    assert quarter_before(date(2015, 3, 31)) == (date(2014, 10, 1), date(2014, 12, 31))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (every("day", "07:00"), "Every working day at 7:00am."),
        (every("week", "12:00", weekday="monday"), "Every Monday, or the next working day, at midday."),
        (every("month", "18:05"), "On the first working day of each month, at 6:05pm."),
        (every("quarter", days=3), "On the third working day after each quarter ends, at 6:00am."),
        (every("quarter", days=22, working=False), "On the 22nd day after each quarter ends, at 6:00am."),
        (every("meeting", days=5), "Five working days before each meeting, at 6:00am."),
        (every("meeting", days=0, working=False), "On the day of each meeting, at 6:00am."),
        (
            every("year", month=2, days=29, working=False),
            "Each year on 29 February (28 February where the year has no 29th), at 6:00am.",
        ),
        (
            every("due", effective_from=date(2015, 4, 1)),
            "On the day that the rules ask for, at 6:00am, from 1 April 2015.",
        ),
    ],
)  # fmt: skip
def test_schedule_is_said_in_a_sentence(settings: ScheduleSettings, sentence: str) -> None:
    assert in_words(settings) == sentence


def test_schedule_says_before_whose_meetings_it_runs() -> None:
    said = in_words(every("meeting", days=1), committees=("Audit Committee", "Governing Body"))
    assert said == "One working day before each meeting of Audit Committee and Governing Body, at 6:00am."


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "week", "at": "06:00"},
        {"every": "day", "at": "06:00", "weekday": "monday"},
        {"every": "year", "at": "06:00"},
        {"every": "year", "at": "06:00", "month": 4, "days": 31},
        {"every": "year", "at": "06:00", "month": 2, "days": 30},
        {"every": "month", "at": "06:00", "days": 0},
        {"every": "meeting", "at": "06:00", "days": 31},
        {"every": "day", "at": "24:00"},
        {"every": "day", "at": "6am"},
        {"every": "quarter", "at": "06:00", "committees": ["audit"]},
        {"every": "fortnight", "at": "06:00"},
    ],
)
def test_schedule_that_can_not_be_lived_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ScheduleSettings.model_validate(wrong)


def test_board_pack_comes_round_with_meetings_alone() -> None:
    with pytest.raises(ValidationError, match="board_packs come round each day"):
        SchedulesSettings(board_packs=every("day"))


def test_failure_is_tried_again_soon_then_at_its_regular_time() -> None:
    now = on_wall("2015-01-05T06:00")
    assert [retry_at(now, failures) for failures in (1, 2, 3)] == [
        now + timedelta(minutes=10),
        now + timedelta(hours=1),
        None,
    ]


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(None, ""), (12, "less than a second"), (1_000, "1 second"), (7_500_000, "2 hours 5 minutes")],
)
def test_length_of_a_run_is_said_in_words(milliseconds: int | None, words: str) -> None:
    assert took_in_words(milliseconds) == words
