"""What may happen to a letter, as a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit import mail
from backend.notices import rules
from backend.notices.rules import LetterState, Standing, Step

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAITING = Standing(state=LetterState.PENDING, doubted=False, wanted=True, lease_until=None, retry_at=None)
CUT_OFF = replace(WAITING, state=LetterState.SENDING, lease_until=NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("letter", "step"),
    [
        (WAITING, Step.SEND),
        (replace(WAITING, retry_at=NOW), Step.SEND),
        (replace(WAITING, retry_at=NOW + timedelta(seconds=1)), Step.LEAVE),
        (replace(WAITING, doubted=True), Step.SEND),
        (CUT_OFF, Step.SEND),
        (replace(CUT_OFF, lease_until=NOW + timedelta(seconds=1)), Step.LEAVE),
        (replace(CUT_OFF, doubted=True), Step.GIVE_UP),
        (replace(CUT_OFF, wanted=False), Step.GIVE_UP),
        *(
            (replace(WAITING, state=state), Step.LEAVE)
            for state in LetterState
            if state not in {LetterState.PENDING, LetterState.SENDING}
        ),
    ],
)
def test_next_step_of_a_letter(letter: Standing, step: Step) -> None:
    assert rules.next_step(letter, now=NOW) is step


def test_waits_grow_and_end() -> None:
    waits = [rules.wait_after(attempt) for attempt in range(1, rules.MOST_ATTEMPTS + 1)]
    assert waits[-1] is None
    assert all(wait for wait in waits[:-1])
    assert waits[:-1] == sorted(waits[:-1])  # type: ignore[type-var]  # the last, which is None, is left out


def test_attempt_ends_well_before_its_lease() -> None:
    assert rules.LONGEST_ATTEMPT + timedelta(seconds=30) <= rules.LEASE


def test_every_state_has_a_meaning() -> None:
    assert set(rules.MEANINGS) == set(LetterState)


@given(st.text())
def test_any_text_becomes_a_subject_that_mail_takes(text: str) -> None:
    subject = rules.one_line(f"About {text}")
    assert len(subject) <= rules.LONGEST_SUBJECT
    assert not mail._CONTROL.search(subject)


@pytest.mark.parametrize("key", ["", "/", "a//b", "a/", "/a", "a b", "a\nb", "a/%", "x" * 301])
def test_key_is_words_divided_by_strokes(key: str) -> None:
    with pytest.raises(ValueError, match="key of a letter"):
        rules.check_key(key)


@pytest.mark.parametrize(
    "kind", ["", "interests", "interests/x", "a.b.c", "Interests.due", "interests.", "../x.y"]
)
def test_kind_names_a_room_and_a_template(kind: str) -> None:
    with pytest.raises(ValueError, match="kind of a letter"):
        rules.room_and_kind(kind)
