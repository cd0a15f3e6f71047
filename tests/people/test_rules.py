"""Passwords, waits and lives of sessions, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.people import rules

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "seven ploughs behind a lighthouse",
        "correct horse battery staple",
        "ünïcode wörds für alle",
        "vG7-pq2.Lm91",
        "no capitals or digits here at all",
    ],
)
def test_long_unusual_password_is_kept_whatever_it_is_made_of(password: str) -> None:
    rules.check_password(password, own_words=("Robin Invented", "robin@demonstration.example"))


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "PasswordPassword",
        "qwertyuiop123",
        "qwertyuiopas",
        "123456789012",
        "098765432109",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "Dudley-NHS-2014",
        "Welcome12345678",
        "letmeinletmein",
        "robin.invented.2026",
        "Inv3nted-Robin!!",
    ],
)
def test_guessable_password_is_refused(password: str) -> None:
    with pytest.raises(rules.UnableToKeepPassword, match="first that anybody would try"):
        rules.check_password(password, own_words=("Robin Invented", "robin@demonstration.example"))


@pytest.mark.parametrize(
    ("password", "words"), [("eleven char", "12 characters or more"), ("x7" * 129, "256")]
)
def test_password_of_the_wrong_length_is_refused(password: str, words: str) -> None:
    with pytest.raises(rules.UnableToKeepPassword, match=words) as refusal:
        rules.check_password(password)
    assert refusal.value.field == "password"


def test_four_failures_cost_nothing_and_the_fifth_costs_half_a_minute() -> None:
    four = [NOON - timedelta(seconds=n) for n in range(4)]
    assert rules.wait_left(four, now=NOON) == timedelta(0)
    assert rules.wait_left([*four, NOON], now=NOON) == timedelta(seconds=30)
    assert rules.wait_left([*four, NOON], now=NOON + timedelta(seconds=30)) == timedelta(0)


def test_wait_doubles_up_to_a_quarter_of_an_hour_and_never_locks_for_good() -> None:
    waits = [rules.wait_left([NOON] * count, now=NOON) for count in range(5, 12)]
    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480, 900, 900]
    assert rules.wait_left([NOON] * 1000, now=NOON + timedelta(minutes=15)) == timedelta(0)


def test_failures_of_an_hour_ago_are_forgotten() -> None:
    assert rules.wait_left([NOON - timedelta(hours=1)] * 50, now=NOON) == timedelta(0)


def test_session_ends_when_idle_for_an_hour_and_at_its_last_hour() -> None:
    began, ends = NOON, NOON + rules.ABSOLUTE_WITHIN
    almost = timedelta(microseconds=1)
    hour = timedelta(hours=1)
    assert rules.session_lives(last_seen_at=began, expires_at=ends, now=began + hour - almost)
    assert not rules.session_lives(last_seen_at=began, expires_at=ends, now=began + hour)
    assert rules.session_lives(last_seen_at=ends - almost, expires_at=ends, now=ends - almost)
    assert not rules.session_lives(last_seen_at=ends - almost, expires_at=ends, now=ends)


def test_proof_is_fresh_for_five_minutes() -> None:
    assert rules.is_fresh(NOON, now=NOON + timedelta(minutes=4, seconds=59))
    assert not rules.is_fresh(NOON, now=NOON + timedelta(minutes=5))


@pytest.mark.parametrize(
    "email", ["robin", "robin@", "@nhs.uk", "a b@nhs.uk", "robin@nhs", "x@y..z", "a@b.c\nd@e.f"]
)
def test_malformed_email_is_refused(email: str) -> None:
    with pytest.raises(rules.UnableToKeepPerson):
        rules.checked_email(email)


def test_email_is_kept_in_lower_case_and_name_on_one_line() -> None:
    assert rules.checked_email(" Robin.Invented@NHS.uk ") == "robin.invented@nhs.uk"
    assert rules.checked_name(" Robin \n Invented ") == "Robin Invented"


def test_device_is_named_as_its_user_would() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    assert rules.device_in_words(agent) == "Firefox on Windows"
    assert rules.device_in_words("") == "Unknown device"
