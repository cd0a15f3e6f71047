"""No subtraction gives a hidden count, not even from a total that is known: as many are left as are small."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.systems.rules.suppression import (
    Part,
    Shown,
    UnableToSettle,
    check_threshold,
    suppressed,
)

Counts = st.lists(st.integers(0, 9), min_size=2, max_size=3)


def _shown(counts: list[int] | tuple[int, ...], threshold: int) -> tuple[Shown, ...]:
    parts = [Part(label=f"part {number}", number=count, bad=True) for number, count in enumerate(counts)]
    return suppressed(parts, total="all", threshold=threshold)


def _groups(whole: int, size: int) -> list[tuple[int, ...]]:
    """Every group of so many people in so many parts."""
    first = product(range(whole + 1), repeat=size - 1)
    return [(*each, whole - sum(each)) for each in first if sum(each) <= whole]


@settings(max_examples=60, deadline=None)
@given(counts=Counts, threshold=st.integers(3, 5))
@example(counts=[14, 4, 6], threshold=5)  # the month after 12, 6 and 6: as many people in all
@example(counts=[0, 0, 20], threshold=5)
@example(counts=[0, 5, 5], threshold=5)
@example(counts=[3, 9, 9], threshold=5)
def test_every_hidden_count_could_be_another(counts: list[int], threshold: int) -> None:
    """For the strongest reader: one who knows the rule, and from elsewhere how many people there are in all."""
    seen, whole = _shown(counts, threshold), sum(counts)
    alike = [other for other in _groups(whole, len(counts)) if _shown(other, threshold) == seen]
    assert tuple(counts) in alike
    small = {number for number in range(threshold) if number <= whole}
    for number, each in enumerate(seen[:-1]):
        possible = {other[number] for other in alike}
        if each.hidden:
            assert each.number is None and not each.troubled
            assert counts[number] >= threshold or len(possible) >= len(small), "nothing is narrowed down"
        else:
            assert possible == {counts[number]} and counts[number] >= threshold
    assert seen[-1].hidden == any(each.hidden for each in seen[:-1])
    assert seen[-1].number == (None if seen[-1].hidden else whole)


@settings(max_examples=60, deadline=None)
@given(counts=Counts, threshold=st.integers(3, 6))
def test_a_hidden_count_is_in_no_word(counts: list[int], threshold: int) -> None:
    for each in _shown(counts, threshold):
        if each.hidden:
            assert {word for word in each.words.split() if word.isdecimal()} <= {str(threshold)}


def test_what_is_large_is_shown_and_what_is_small_is_said_to_be_small() -> None:
    def words(*counts: int) -> list[str]:
        return [each.words.partition(":")[0] for each in _shown(counts, 5)]

    assert words(40, 7, 6) == ["40", "7", "6", "53"]
    assert words(40, 7, 2) == ["not shown", "7", "fewer than 5", "not shown"]
    assert words(40, 0, 2) == ["not shown", "fewer than 5", "fewer than 5", "not shown"]
    assert words(2, 7, 8) == ["not shown"] * 4
    assert words(9, 1, 1) == ["not shown"] * 4, "too few people for anything of them to go"


def test_a_threshold_that_hides_nobody_is_refused() -> None:
    for threshold, source in ((2, "The board"), (101, "The board"), (5, "  ")):
        with pytest.raises(UnableToSettle):
            check_threshold(threshold, source=source)
    check_threshold(3, source="The board")
