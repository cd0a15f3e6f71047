"""What evidence is worth on a day: worked out from what was known at its end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.assurance.rules import evidence as rules

FROM = date(2015, 4, 1)
LAST = date(2016, 3, 31)
REVIEW = date(2015, 10, 1)
DAY = timedelta(days=1)
AMENDED = rules.Amendment(
    at=datetime(2015, 6, 1, 9, tzinfo=UTC),
    on=date(2015, 6, 1),
    words="The decision was struck out",
    by="Olive Invented",
)


def facts(**traits: object) -> rules.Facts:
    values = {"effective_from": FROM, "expires_on": LAST, "review_on": REVIEW, "withdrawn": False, **traits}
    return rules.Facts(**values)  # type: ignore[arg-type]  # the dataclass checks


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(FROM - DAY, "not-yet", id="the-day-before-it-begins"),
        pytest.param(FROM, "current", id="the-day-it-begins"),
        pytest.param(REVIEW - DAY, "current", id="the-day-before-its-review"),
        pytest.param(REVIEW, "due", id="the-day-of-its-review"),
        pytest.param(LAST, "due", id="the-last-day-on-which-it-counts"),
        pytest.param(LAST + DAY, "expired", id="the-day-after"),
    ],
)
def test_a_day_decides_the_state(day: date, state: str) -> None:
    assert rules.state_on(facts(), day).value == state


def test_withdrawn_stands_over_expired_and_expired_over_amended() -> None:
    later = LAST + DAY
    assert rules.state_on(facts(withdrawn=True), later) is rules.State.WITHDRAWN
    assert rules.state_on(facts(amended=[AMENDED]), later) is rules.State.EXPIRED
    assert rules.state_on(facts(amended=[AMENDED]), FROM) is rules.State.DUE


def test_what_is_due_for_review_counts_and_says_why() -> None:
    amended = facts(amended=[AMENDED])
    assert rules.state_on(amended, FROM) in rules.COUNTS
    assert rules.why_on(amended, FROM).startswith(
        "The decision was struck out on 1 June 2015 by Olive Invented"
    )
    assert rules.why_on(facts(), REVIEW) == "Its review was due on 1 October 2015."
    assert "counts no more" in rules.why_on(facts(), LAST + DAY)
    assert rules.why_on(facts(), FROM) == ""


def test_the_state_changes_on_exactly_the_day_that_it_says() -> None:
    """Walk a year and a half day by day: between two days that `lapses_on` names, nothing changes."""
    day, known = FROM - 30 * DAY, facts()
    while (ahead := rules.lapses_on(known, day)) is not None:
        while day < ahead - DAY:
            day += DAY
            assert rules.lapses_on(known, day) == ahead
        assert rules.state_on(known, ahead) is not rules.state_on(known, ahead - DAY)
        day = ahead
    assert rules.state_on(known, day) is rules.State.EXPIRED


def traits(**changes: object) -> rules.Traits:
    values = {
        "shows": "What it shows",
        "limits": "What it does not",
        "line": rules.Line.SECOND,
        "independence": rules.Independence.WITHIN,
        "level": rules.Level.REASONABLE,
        "effective_from": FROM,
        **changes,
    }
    return rules.Traits(**values)  # type: ignore[arg-type]  # the dataclass checks


@pytest.mark.parametrize(
    ("changes", "review_on", "field"),
    [
        pytest.param({"shows": " "}, REVIEW, "shows", id="shows-nothing"),
        pytest.param({"limits": ""}, REVIEW, "limits", id="without-limits"),
        pytest.param({"effective_to": FROM - DAY}, REVIEW, "effective_to", id="ends-before-it-begins"),
        pytest.param({"expires_on": FROM + DAY}, None, "expires_on", id="expired-yesterday"),
        pytest.param({"expires_on": LAST}, LAST + DAY, "review_on", id="review-after-expiry"),
        pytest.param({}, None, "review_on", id="nobody-looks-again"),
        pytest.param({}, FROM + 2 * DAY, "review_on", id="review-today"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    changes: dict[str, object], review_on: date | None, field: str
) -> None:
    with pytest.raises(rules.UnableToKeepEvidence) as refused:
        rules.check_traits(traits(**changes), review_on=review_on, today=FROM + 2 * DAY)
    assert refused.value.field == field
    rules.check_traits(traits(), review_on=REVIEW, today=FROM + 2 * DAY)
