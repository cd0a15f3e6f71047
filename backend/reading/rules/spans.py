"""Which words of a passage were added and removed; and what two sequences have in common, in bounded work. Pure.

What stands once in both sequences and in one order are the anchors (Bram Cohen's patience difference); what lies
between them is matched in small tables by Python's difflib.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

_SMALL = 2_500
"""Of the stretches that difflib is given: the one's length times the other's."""
_DEEPEST = 24
_ISLE = 2


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Span:
    """Words that stand together and share one fate."""

    mark: Mark
    text: str


def spans_between(before: str, after: str) -> tuple[Span, ...]:
    """The words of both, in reading order: of each place first what was removed, then what was added."""
    if before == after:
        return (Span(Mark.SAME, after),) if after else ()
    was, now = before.split(), after.split()
    found: list[Span] = []
    left = right = 0
    for start, other, size in (
        *_readable(_runs(matches(was, now)), len(was), len(now)),
        (len(was), len(now), 0),
    ):
        found += _span(Mark.REMOVED, was[left:start])
        found += _span(Mark.ADDED, now[right:other])
        found += _span(Mark.SAME, now[other : other + size])
        left, right = start + size, other + size
    return tuple(found)


def _span(mark: Mark, words: Sequence[str]) -> list[Span]:
    return [Span(mark, " ".join(words))] if words else []


def _runs(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Pairs that follow one another as (place, other place, length)."""
    runs: list[tuple[int, int, int]] = []
    for place, other in pairs:
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (place, other):
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((place, other, 1))
    return runs


def _readable(
    runs: Sequence[tuple[int, int, int]], before: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Without the isles: a word or two that are the same by chance, amid more that are not, read as changed too."""
    for number, (place, other, size) in enumerate(runs):
        ends = (
            (0, 0) if number == 0 else (runs[number - 1][0] + runs[number - 1][2], sum(runs[number - 1][1:]))
        )
        follows = (before, after) if number + 1 == len(runs) else runs[number + 1][:2]
        ahead = max(place - ends[0], other - ends[1])
        behind = max(follows[0] - place - size, follows[1] - other - size)
        if size > _ISLE or min(ahead, behind) <= size:
            yield place, other, size


def matches(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of what is equal in both, in one order, from 0."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(before), 0, len(after), 0)]
    while waiting:
        start, end, other, other_end, depth = waiting.pop()
        while start < end and other < other_end and before[start] == after[other]:
            found.append((start, other))
            start, other = start + 1, other + 1
        while start < end and other < other_end and before[end - 1] == after[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            found.append((end, other_end))
        if start == end or other == other_end:
            continue
        here, there = before[start:end], after[other:other_end]
        anchors = _anchors(here, there) if depth < _DEEPEST else []
        if anchors:
            edges = [(-1, -1), *anchors, (len(here), len(there))]
            for (left, right), (next_left, next_right) in pairwise(edges):
                waiting.append(
                    (start + left + 1, start + next_left, other + right + 1, other + next_right, depth + 1)
                )
        else:
            small = len(here) * len(there) <= _SMALL
            anchors = list(_common(here, there) if small else _next_best(here, there))
        found += [(start + one, other + two) for one, two in anchors]
    return sorted(found)


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """What stands once in both: the longest run of it that has one order."""
    counted, counted_after = Counter(before), Counter(after)
    at = {each: place for place, each in enumerate(after) if counted_after[each] == 1}
    return _rising(
        [(place, at[each]) for place, each in enumerate(before) if counted[each] == 1 and each in at]
    )


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second places rise as their first do."""
    ends: list[int] = []
    holders: list[int] = []
    earlier: list[int] = []
    for number, (_, place) in enumerate(pairs):
        spot = bisect_left(ends, place)
        earlier.append(holders[spot - 1] if spot else -1)
        ends[spot : spot + 1] = [place]
        holders[spot : spot + 1] = [number]
    run = []
    number = holders[-1] if holders else -1
    while number >= 0:
        run.append(pairs[number])
        number = earlier[number]
    return run[::-1]


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for one, two, size in matcher.get_matching_blocks():
        yield from ((one + step, two + step) for step in range(size))


def _next_best(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Of a long stretch that repeats itself: each with the next that is equal. Not the best, but soon done."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for other, each in enumerate(after):
        places[each].append(other)
    reached = 0
    for place, each in enumerate(before):
        there = places.get(each, [])
        spot = bisect_left(there, reached)
        if spot < len(there):
            yield place, there[spot]
            reached = there[spot] + 1
