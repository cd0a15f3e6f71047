"""What differs between two versions of a paper, part by part and word by word. Pure.

Parts that say the same are found first (`spans.matches`). A part that is left over is held against the few that share
its rarest words: it was changed where they say nearly the same in the same place, moved where the place is another. So
the work grows with the length of the paper, never with its square.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.kit.pdf.passages import Block
from backend.reading.rules.spans import Span, matches, spans_between

ALIKE = 0.5
"""From here on, a part in the same place is the same part, changed."""
MOVED_AND_CHANGED = 0.75
"""From here on, a part in another place is the same part, moved and changed."""
SHORTEST_MOVE = 4
"""Words. Shorter parts, such as the cells “Yes” and “No”, stand in many places without having moved."""

_CANDIDATES = 3
_COMMON = 8
_RAREST = 12
_WORD = re.compile(r"\w+")


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part, as it is read in the comparison.

    `before` and `after` are its places in the two versions, from 0; the one that lacks it has `None`. A moved part is
    one piece, at its new place; where it stood is a piece of kind moved without `after`. `spans` are its words, which
    tell what was added and removed in it.
    """

    kind: Kind
    block: Block
    before: int | None
    after: int | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The pieces in reading order. `looked_at` counts the pairs of parts whose words were held against one another."""

    pieces: tuple[Piece, ...]
    looked_at: int

    @property
    def differs(self) -> bool:
        return any(piece.kind is not Kind.SAME for piece in self.pieces)


def compared(before: Sequence[Block], after: Sequence[Block]) -> Comparison:
    """What differs between the words of two versions. Their look and their pictures are not words."""
    was, now = [block.text for block in before], [block.text for block in after]
    same = dict(matches(was, now))
    gaps_before, gaps_after = _gaps(same, len(was), len(now))
    pairs, looked_at = _alike(was, now, gaps_before, gaps_after)
    kept, moved = _sorted_out(pairs, was, gaps_before, gaps_after)
    pieces = _in_reading_order(before, after, {**same, **kept}, moved)
    return Comparison(pieces=tuple(pieces), looked_at=looked_at)


def _gaps(same: dict[int, int], before: int, after: int) -> tuple[dict[int, int], dict[int, int]]:
    """For each part without its equal, the number of the gap between equals that it lies in; of both versions."""
    kept_before, kept_after = sorted(same), sorted(same.values())
    taken = set(kept_after)
    return (
        {place: bisect_right(kept_before, place) for place in range(before) if place not in same},
        {place: bisect_right(kept_after, place) for place in range(after) if place not in taken},
    )


def _alike(
    was: Sequence[str], now: Sequence[str], gaps_before: dict[int, int], gaps_after: dict[int, int]
) -> tuple[list[tuple[float, int, int]], int]:
    """Pairs of parts that say nearly the same, the likest first; and how many were looked at.

    Each part is held against those few that share its rarest words, and the one at its own place in the gap.
    """
    counts = {place: _counted(now[place]) for place in gaps_after}
    holders: dict[str, list[int]] = defaultdict(list)
    for place, words in counts.items():
        for word in words:
            holders[word].append(place)
    beside = _beside(gaps_before, gaps_after)
    pairs: list[tuple[float, int, int]] = []
    looked_at = 0
    for place in gaps_before:
        mine = _counted(was[place])
        rare = sorted((len(holders[word]), word) for word in mine if word in holders)
        shared: Counter[int] = Counter()
        for _, word in [each for each in rare if each[0] <= _COMMON][:_RAREST]:
            shared.update(holders[word])
        several = dict.fromkeys(other for other, _ in shared.most_common(_CANDIDATES))
        if place in beside:
            several[beside[place]] = None
        for other in several:
            looked_at += 1
            likeness = 1.0 if was[place] == now[other] else _likeness(mine, counts[other])
            if likeness >= ALIKE:
                pairs.append((likeness, place, other))
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])), looked_at


def _beside(gaps_before: dict[int, int], gaps_after: dict[int, int]) -> dict[int, int]:
    """For each part, the one that has the same place in its gap."""
    there: dict[int, list[int]] = defaultdict(list)
    for place, gap in gaps_after.items():
        there[gap].append(place)
    passed: Counter[int] = Counter()
    found = {}
    for place, gap in gaps_before.items():
        if passed[gap] < len(there[gap]):
            found[place] = there[gap][passed[gap]]
        passed[gap] += 1
    return found


def _counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Of the words of both, the part that they share (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _sorted_out(
    pairs: Sequence[tuple[float, int, int]],
    was: Sequence[str],
    gaps_before: dict[int, int],
    gaps_after: dict[int, int],
) -> tuple[dict[int, int], dict[int, int]]:
    """Which pairs are one part changed where it stands, and which one part moved. Each part is of one pair at most."""
    kept: dict[int, int] = {}
    moved: dict[int, int] = {}
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    taken: set[int] = set()
    for likeness, place, other in pairs:
        if place in kept or place in moved or other in taken:
            continue
        row = rows[gaps_before[place]]
        spot = bisect_left(row, (place, other))
        crosses = (spot and row[spot - 1][1] > other) or (spot < len(row) and row[spot][1] < other)
        if gaps_before[place] == gaps_after[other] and not crosses:
            kept[place] = other
            row.insert(spot, (place, other))
        elif likeness >= MOVED_AND_CHANGED and len(was[place].split()) >= SHORTEST_MOVE:
            moved[place] = other
        else:
            continue
        taken.add(other)
    return kept, moved


def _in_reading_order(
    before: Sequence[Block], after: Sequence[Block], kept: dict[int, int], moved: dict[int, int]
) -> Iterator[Piece]:
    """Both versions as one text: what was removed stands where it stood, then what is there now."""
    come = {other: place for place, other in moved.items()}
    stayed = {other: place for place, other in kept.items()}
    reached = 0

    def gone_until(end: int) -> Iterator[Piece]:
        for place in range(reached, end):
            kind = Kind.MOVED if place in moved else Kind.REMOVED
            spans = spans_between(before[place].text, "")
            yield Piece(kind=kind, block=before[place], before=place, after=None, spans=spans)

    for other, block in enumerate(after):
        if other in stayed:
            place = stayed[other]
            yield from gone_until(place)
            reached = place + 1
            text = before[place].text
            kind = Kind.SAME if text == block.text else Kind.CHANGED
            spans = spans_between(text, block.text)
            yield Piece(kind=kind, block=block, before=place, after=other, spans=spans)
        elif other in come:
            place = come[other]
            spans = spans_between(before[place].text, block.text)
            yield Piece(kind=Kind.MOVED, block=block, before=place, after=other, spans=spans)
        else:
            spans = spans_between("", block.text)
            yield Piece(kind=Kind.ADDED, block=block, before=None, after=other, spans=spans)
    yield from gone_until(len(before))
