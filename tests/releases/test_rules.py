"""Moments, ranges and codes, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.releases import rules
from backend.releases.rules import Part, Refused, Standing, UnableToRelease, Whole, asked_part

SECOND = timedelta(seconds=1)
TAG = '"a"'


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2015, 6, 30), "17:00", "Europe/London", "2015-06-30T16:00:00+00:00"),
        (date(2015, 1, 30), "17:00", "Europe/London", "2015-01-30T17:00:00+00:00"),
        (date(2015, 3, 29), "02:00", "Europe/London", "2015-03-29T01:00:00+00:00"),
        (date(2015, 3, 29), "00:59:59", "Europe/London", "2015-03-29T00:59:59+00:00"),
        (date(2015, 10, 25), "01:30", "Europe/London", "2015-10-25T00:30:00+00:00"),
        (date(2015, 10, 25), "02:00", "Europe/London", "2015-10-25T02:00:00+00:00"),
        (date(2015, 6, 30), "9:00", "Pacific/Auckland", "2015-06-29T21:00:00+00:00"),
        (date(2015, 6, 30), "00:00", "America/St_Johns", "2015-06-30T02:30:00+00:00"),
    ],
)
def test_a_release_ends_at_the_moment_that_the_wall_shows(
    day: date, clock: str, zone: str, expected: str
) -> None:
    moment = rules.expiry_of(day, clock, time_zone=zone)
    assert moment == datetime.fromisoformat(expected)
    before, at = (
        rules.standing_of(revoked_at=None, expires_at=moment, now=now) for now in (moment - SECOND, moment)
    )
    assert (before, at) == (Standing.LIVE, Standing.EXPIRED)


@pytest.mark.parametrize("clock", ["01:30", "25:00", "noon", "", "17:00+01:00", "1\u0660:00"])
def test_a_time_that_no_clock_shows_is_refused(clock: str) -> None:
    with pytest.raises(UnableToRelease) as refused:
        rules.expiry_of(date(2015, 3, 29), clock, time_zone="Europe/London")
    assert refused.value.field == "expires_time"


def test_the_words_of_a_moment_say_which_of_two_it_is() -> None:
    first = rules.expiry_of(date(2015, 10, 25), "01:30", time_zone="Europe/London")
    words = [
        rules.moment_in_words(each, time_zone="Europe/London") for each in (first, first + timedelta(hours=1))
    ]
    assert words == ["25 October 2015 at 01:30 (BST)", "25 October 2015 at 01:30 (GMT)"]


@pytest.mark.parametrize(
    ("range_", "if_range", "expected"),
    [
        (None, None, Whole(100)),
        ("bytes=0-9", None, Part(0, 9, 100)),
        ("bytes=90-", None, Part(90, 99, 100)),
        ("bytes=-10", None, Part(90, 99, 100)),
        ("bytes=-1000", None, Part(0, 99, 100)),
        ("bytes=0-1000", None, Part(0, 99, 100)),
        ("bytes=99-99", TAG, Part(99, 99, 100)),
        ("bytes=0-9", '"b"', Whole(100)),
        ("bytes=0-9", 'W/"a"', Whole(100)),
        ("bytes=0-9", "Mon, 06 Oct 2014 08:00:00 GMT", Whole(100)),
        ("bytes=9-0", None, Whole(100)),
        ("bytes=-", None, Whole(100)),
        ("lines=0-9", None, Whole(100)),
        ("bytes=0-9 of 100", None, Whole(100)),
        ("bytes=\u0661-\u0669", None, Whole(100)),
    ],
)
def test_which_part_is_asked_for(range_: str | None, if_range: str | None, expected: Whole | Part) -> None:
    assert asked_part(range_, if_range, size=100, tag=TAG) == expected


@pytest.mark.parametrize(
    "range_", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=0-1,5-6", "bytes=0-, -1", "bytes=0-1,"]
)
def test_a_part_that_is_not_there_and_several_at_once_are_refused(range_: str) -> None:
    found = asked_part(range_, None, size=100, tag=TAG)
    assert isinstance(found, Refused)
    assert found.content_range == "bytes */100"


def test_a_code_is_typed_as_it_is_told_or_otherwise() -> None:
    code = rules.new_code()
    assert rules.plain_code(f" {code.replace(' ', '-')} ") == rules.plain_code(code)
    assert len({rules.new_code() for _ in range(50)}) > 45


def test_what_may_be_released_and_when_it_may_be_undone() -> None:
    now = datetime(2014, 10, 6, 8, tzinfo=UTC)
    for given in ({"signed": False}, {"expires_at": now}, {"expires_at": now + rules.LONGEST + SECOND}):
        with pytest.raises(UnableToRelease):
            rules.check_can_release(**{"signed": True, "expires_at": now + SECOND, "now": now, **given})  # type: ignore[arg-type]
    rules.check_can_release(signed=True, expires_at=now + SECOND, now=now)
    told = {"released_at": now, "opened": False, "by_mail": True, "by_door": False}
    rules.check_can_undo(**told, now=now + rules.HELD_FOR - SECOND)  # type: ignore[arg-type]
    for given in ({"now": now + rules.HELD_FOR}, {"opened": True}, {"by_mail": False}, {"by_door": True}):
        with pytest.raises(UnableToRelease):
            rules.check_can_undo(**{**told, "now": now, **given})  # type: ignore[arg-type]
