"""No subtraction gives a hidden count: whoever knows the rule and all that is shown has more than one answer left."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.systems.rules.suppression import (
    Part,
    Shown,
    UnableToSettle,
    check_threshold,
    suppressed,
)

Counts = st.lists(st.integers(0, 7), min_size=2, max_size=3)


def _shown(counts: list[int] | tuple[int, ...], threshold: int) -> tuple[Shown, ...]:
    parts = [Part(label=f"part {number}", number=count, bad=True) for number, count in enumerate(counts)]
    return suppressed(parts, total="all", threshold=threshold)


@settings(max_examples=60, deadline=None)
@given(counts=Counts, threshold=st.integers(3, 6))
def test_every_hidden_count_could_be_another(counts: list[int], threshold: int) -> None:
    """Against every group of counts that would read the same, words, marks and all: the strongest reader there is."""
    seen = _shown(counts, threshold)
    alike = [other for other in product(range(12), repeat=len(counts)) if _shown(other, threshold) == seen]
    assert tuple(counts) in alike
    for number, each in enumerate(seen[:-1]):
        possible = {other[number] for other in alike}
        assert each.hidden == (counts[number] < threshold)
        if each.hidden:
            assert each.number is None and not each.troubled
            assert possible == set(range(threshold)), "each small count is as likely as the next"
        else:
            assert possible == {counts[number]}
    if seen[-1].hidden:
        assert seen[-1].number is None and len({sum(other) for other in alike}) >= threshold
    else:
        assert seen[-1].number == sum(counts)


@settings(max_examples=60, deadline=None)
@given(counts=Counts, threshold=st.integers(3, 6))
def test_a_hidden_count_is_in_no_word(counts: list[int], threshold: int) -> None:
    for each in _shown(counts, threshold):
        if each.hidden:
            assert {word for word in each.words.split() if word.isdecimal()} == {str(threshold)}


def test_a_threshold_that_hides_nobody_is_refused() -> None:
    for threshold, source in ((2, "The board"), (101, "The board"), (5, "  ")):
        with pytest.raises(UnableToSettle):
            check_threshold(threshold, source=source)
    check_threshold(3, source="The board")
