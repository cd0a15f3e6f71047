"""Where a note belongs: its quotation found again in another version of the paper.

A quotation is kept as W3C's Web Annotation model has it: the exact words, some words before and behind, and a hint of
the position. The search goes by words without typography. It looks for the exact words, and for places where words of
the quotation and of what stood round it come in the same order; the best place is judged by how much of the
quotation, of its surroundings and of its headings is there.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from backend.kit.pdf.passages import Block
from backend.reading.rules.quotes import CONTEXT, TELLING, Pattern, Quote, places_of, windows_of
from backend.reading.rules.words import Words, folded_heading, folded_words

State = Literal["kept", "moved", "changed", "orphaned"]

# Blocks whose words may be a quotation's surroundings.
_AROUND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a quotation stands now: letters `start` to `end` of a block's text.

    kept      the same words under the same heading
    moved     the same words under another heading
    changed   other words in its place, most of them the same
    orphaned  the words are gone; `block` is None
    """

    state: State
    block: int | None = None
    start: int = 0
    end: int = 0
    score: float = 0.0


ORPHANED = Placed(state="orphaned")


def quoted(blocks: Sequence[Block] | Words, *, block: int, start: int, end: int) -> Quote:
    """The quotation of a stretch of a block, with all by which it can be found again.

    Raises ValueError where the stretch holds no word.
    """
    words = blocks if isinstance(blocks, Words) else Words(blocks)
    blocks = words.blocks
    exact = blocks[block].text[start:end]
    plain = "".join(folded_words(exact))
    if not plain:
        raise ValueError("a quotation needs a word")
    before = "\n".join(
        [*(each.text for each in blocks[max(0, block - _AROUND) : block]), blocks[block].text[:start]]
    )
    behind = "\n".join(
        [blocks[block].text[end:], *(each.text for each in blocks[block + 1 : block + 1 + _AROUND])]
    )
    return Quote(
        exact=exact,
        prefix=before[-CONTEXT:],
        suffix=behind[:CONTEXT],
        position=round((words.begins[block] + start) / max(1, words.letters - 1), 4),
        kind=blocks[block].kind,
        headings=words.headings[block],
        others=max(0, sum(1 for _ in places_of(words, plain)) - 1),
    )


def anchor(quote: Quote, blocks: Sequence[Block] | Words) -> Placed:
    """The place of a quotation in a version of the paper, or `orphaned`.

    Give `Words(blocks)` where several quotations are placed in one paper.
    """
    words = blocks if isinstance(blocks, Words) else Words(blocks)
    pattern = Pattern(quote)
    if not pattern.exact or not words.words:
        return ORPHANED
    found = (
        judged
        for window in windows_of(pattern, words, quote)
        for judged in _judged(quote, pattern, words, window)
    )
    best = max(found, key=lambda each: each.total, default=None)
    if best is None or not _enough(quote, pattern, best):
        return ORPHANED
    return _placed(quote, words, best)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One place: the words from `first` up to `last`, and how like the quotation and its surroundings it is."""

    first: int
    last: int
    same: bool
    likeness: float
    before: float
    behind: float
    heading: float
    near: float

    @property
    def context(self) -> float:
        return (self.before + self.behind) / 2

    @property
    def total(self) -> float:
        # The better side counts most: a paragraph that moved keeps one side alone.
        sides = 0.65 * max(self.before, self.behind) + 0.35 * min(self.before, self.behind)
        return 0.52 * self.likeness + 0.33 * sides + 0.1 * self.heading + 0.05 * self.near


def _judged(quote: Quote, pattern: Pattern, words: Words, window: tuple[int, int]) -> Iterator[_Judged]:
    """How well a window holds the quotation, by the longest runs of words that both have in the same order."""
    offset, stop = window
    drawn = words.plain[offset:stop]
    exact = _exact_in(pattern, drawn)
    if exact is not None:
        first, last = exact
        own = {pattern.first + step: first + step for step in range(min(len(pattern.exact), last - first))}
        yield _judgement(
            quote, pattern, words, offset, drawn, _with_sides(pattern, drawn, own, first, last), exact
        )
        return
    together = _matches(pattern.all, drawn, 0, 0)
    edges = _edges(pattern, together, len(drawn))
    if edges is not None:
        yield _judgement(quote, pattern, words, offset, drawn, together, edges)
    # Where the quotation went without its surroundings, these would lead astray.
    alone = _nearby(_matches(pattern.exact, drawn, pattern.first, 0), pattern)
    edges = _edges(pattern, alone, len(drawn))
    if edges is not None:
        sided = _with_sides(pattern, drawn, alone, *edges)
        yield _judgement(
            quote, pattern, words, offset, drawn, sided, _edges(pattern, sided, len(drawn)) or edges
        )


def _judgement(
    quote: Quote,
    pattern: Pattern,
    words: Words,
    offset: int,
    drawn: Sequence[str],
    matched: dict[int, int],
    edges: tuple[int, int],
) -> _Judged:
    first, last = edges
    kept = _weight(pattern.all[index] for index in range(pattern.first, pattern.last) if index in matched)
    same = "".join(drawn[first:last]) == pattern.squeezed or _exact_in(pattern, drawn[first:last]) is not None
    return _Judged(
        first=offset + first,
        last=offset + last,
        same=same,
        likeness=1.0 if same else 2 * kept / (_weight(pattern.exact) + _weight(drawn[first:last])),
        before=_share(pattern.all, range(pattern.first), matched),
        behind=_share(pattern.all, range(pattern.last, len(pattern.all)), matched),
        heading=_same_heading(quote, words, words.words[offset + first].block),
        near=max(0.0, 1 - 4 * abs(quote.position - (offset + first) / len(words.words))),
    )


def _with_sides(
    pattern: Pattern, drawn: Sequence[str], own: dict[int, int], first: int, last: int
) -> dict[int, int]:
    """What matches of the surroundings, on either side of words that were found."""
    return {
        **own,
        **_matches(pattern.before, drawn[:first], 0, 0),
        **_matches(pattern.behind, drawn[last:], pattern.last, last),
    }


def _nearby(matched: dict[int, int], pattern: Pattern) -> dict[int, int]:
    """Only what stands about where the rest of the quotation stands."""
    if not matched:
        return {}
    shifts = Counter(place - index for index, place in matched.items())
    shift = shifts.most_common(1)[0][0]
    reach = max(3, len(pattern.exact) // 3)
    return {index: place for index, place in matched.items() if abs(place - index - shift) <= reach}


def _matches(pattern: Sequence[str], drawn: Sequence[str], index: int, place: int) -> dict[int, int]:
    blocks = SequenceMatcher(None, pattern, drawn, autojunk=False).get_matching_blocks()
    return {index + block.a + step: place + block.b + step for block in blocks for step in range(block.size)}


def _exact_in(pattern: Pattern, drawn: Sequence[str]) -> tuple[int, int] | None:
    """The place in a window with all words of the quotation; where there are several, that with its surroundings."""
    found: list[tuple[int, int, int]] = []
    squeezed = "".join(drawn)
    offsets = [0]
    for word in drawn:
        offsets.append(offsets[-1] + len(word))
    at = squeezed.find(pattern.squeezed)
    while at >= 0:
        first = bisect_right(offsets, at) - 1
        last = bisect_left(offsets, at + len(pattern.squeezed))
        if (offsets[first] == at or pattern.cut_before) and (
            offsets[last] == at + len(pattern.squeezed) or pattern.cut_behind
        ):
            before = zip(reversed(pattern.before), reversed(drawn[:first]), strict=False)
            behind = zip(pattern.behind, drawn[last:], strict=False)
            found.append((sum(a == b for a, b in (*before, *behind)), first, last))
        at = squeezed.find(pattern.squeezed, at + 1)
    if not found:
        return None
    _, first, last = max(found, key=lambda each: (each[0], -each[1]))
    return first, last


def _edges(pattern: Pattern, matched: dict[int, int], length: int) -> tuple[int, int] | None:
    """The words that stand where the quotation stood, from its own words and from what stands next to it."""
    own = [matched[index] for index in range(pattern.first, pattern.last) if index in matched]
    left = matched.get(pattern.first - 1, matched.get(pattern.first - 2))
    right = matched.get(pattern.last, matched.get(pattern.last + 1))
    if own:
        first, last = own[0], own[-1] + 1
        # Words at the edge that changed: what lies between them and their old neighbours.
        if pattern.first not in matched and left is not None and first - 4 <= left + 1 <= first:
            first = left + 1
        if pattern.last - 1 not in matched and right is not None and last <= right <= last + 4:
            last = right
        return first, last
    if left is None or right is None or not 0 < right - left - 1 <= 3 * len(pattern.exact) + 2:
        return None
    return left + 1, min(right, length)


def _weight(words: Sequence[str] | Iterator[str]) -> int:
    return sum(len(word) + 1 for word in words)


def _share(pattern: Sequence[str], indices: range, matched: dict[int, int]) -> float:
    whole = _weight(pattern[index] for index in indices)
    return _weight(pattern[index] for index in indices if index in matched) / whole if whole else 1.0


def _same_heading(quote: Quote, words: Words, block: int) -> float:
    old = [folded_heading(each) for each in quote.headings]
    new = [folded_heading(each) for each in words.headings[block]]
    if not old or not new:
        return 1.0 if old == new else 0.0
    if old[-1] == new[-1]:
        return 1.0
    return 0.4 if old[-1] in new or new[-1] in old[1:] else 0.0


def _enough(quote: Quote, pattern: Pattern, best: _Judged) -> bool:
    """Whether the best place is good enough to put somebody's note there."""
    context = max(best.before, best.behind)
    letters = len(pattern.squeezed)
    if best.same:
        if quote.others == 0:
            return letters >= TELLING or context >= 0.2 or best.heading == 1.0
        return context >= 0.62 or (best.heading == 1.0 and (context >= 0.4 or letters >= 40))
    if letters * best.likeness < 10 and len(pattern.exact) > 1:
        return False
    if best.likeness >= 0.62:
        return letters >= 25 or context >= 0.4
    if best.likeness >= 0.3:
        return min(best.before, best.behind) >= 0.4 or (context >= 0.75 and best.likeness >= 0.45)
    return best.before >= 0.6 and best.behind >= 0.6 and len(pattern.exact) <= 4


def _placed(quote: Quote, words: Words, best: _Judged) -> Placed:
    held = words.words[best.first : best.last]
    by_block: Counter[int] = Counter()
    for word in held:
        by_block[word.block] += len(word.plain)
    block = by_block.most_common(1)[0][0]
    inside = [word for word in held if word.block == block]
    start, end = _letters(quote, words.blocks[block].text, inside[0].start, inside[-1].end)
    whole = best.same and len(by_block) == 1
    state: State = "changed" if not whole else "kept" if best.heading == 1.0 else "moved"
    return Placed(state=state, block=block, start=start, end=end, score=round(min(1.0, best.total), 3))


def _letters(quote: Quote, text: str, start: int, end: int) -> tuple[int, int]:
    """The letters of whole words, narrowed to those of the quotation: marks of punctuation only where it has them."""
    at = text.find(quote.exact, max(0, start - 4), end + 4)
    if at >= 0:
        return at, at + len(quote.exact)
    if quote.exact[:1].isalnum():
        while start < end and not text[start].isalnum():
            start += 1
    if quote.exact[-1:].isalnum():
        while end > start and not text[end - 1].isalnum():
            end -= 1
    return start, end
