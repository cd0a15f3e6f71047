"""Samples that anybody can repeat, who may verify, and how long an engagement lasts."""

import hashlib
from datetime import date
from uuid import uuid4

import pytest

from backend.audits.operations import standards_on
from backend.audits.rules import Tracked, UnableToAudit, check_days, check_may_verify, draw

LINES = [(f"id-{n:03}", n) for n in range(100)]


def test_sample_is_the_same_for_whoever_repeats_it_and_another_for_another_seed() -> None:
    first = draw(LINES, size=5, seed="June")
    again = draw(list(reversed(LINES)), size=5, seed="June")
    assert first == again
    assert first.lines != draw(LINES, size=5, seed="July").lines
    assert [each[0] for each in first.lines] == sorted(
        (key for key, _ in LINES), key=lambda key: hashlib.sha256(f"June:{key}".encode()).hexdigest()
    )[:5], "anybody with a spreadsheet of ids and a SHA-256 draws the same"
    assert first.population == 100
    fewer = draw(LINES[1:], size=5, seed="June")
    assert fewer.fingerprint != first.fingerprint
    assert draw([], size=5, seed="June").lines == ()
    assert len(draw(LINES[:3], size=5, seed="June").lines) == 3


@pytest.mark.parametrize(
    ("size", "seed", "words"), [(0, "a", "between 1 and"), (201, "a", "between 1 and"), (5, " ", "seed")]
)
def test_sample_without_size_or_seed_is_refused(size: int, seed: str, words: str) -> None:
    with pytest.raises(UnableToAudit, match=words):
        draw(LINES, size=size, seed=seed)


def test_neither_owner_nor_whoever_said_so_verifies() -> None:
    owner, speaker, auditor = uuid4(), uuid4(), uuid4()
    for actor in (owner, speaker):
        with pytest.raises(UnableToAudit, match="Somebody else"):
            check_may_verify(state=Tracked.CARRIED_OUT, said_by=speaker, owner_id=owner, actor_id=actor)
    check_may_verify(state=Tracked.CARRIED_OUT, said_by=speaker, owner_id=owner, actor_id=auditor)
    with pytest.raises(UnableToAudit, match="nothing to verify"):
        check_may_verify(state=Tracked.OPEN, said_by=None, owner_id=owner, actor_id=auditor)


def test_engagement_has_an_end_that_is_ahead_and_not_far() -> None:
    today = date(2014, 9, 1)
    check_days(date(2014, 8, 1), date(2014, 9, 1), today=today)
    for since, until, words in (
        (date(2014, 9, 2), date(2014, 9, 1), "before it begins"),
        (date(2014, 7, 1), date(2014, 8, 31), "ended already"),
        (date(2014, 9, 1), date(2016, 9, 1), "a year at most"),
    ):
        with pytest.raises(UnableToAudit, match=words):
            check_days(since, until, today=today)


def test_standards_follow_the_day() -> None:
    assert standards_on(date(2025, 3, 31)) == "Public Sector Internal Audit Standards"
    assert standards_on(date(2025, 4, 1)).startswith("Global Internal Audit Standards")
    assert "none is in the catalogue" in standards_on(date(2005, 4, 1))
