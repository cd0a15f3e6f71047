"""A quotation, the words by which it is looked for, and the stretches of a paper in which it may be."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from backend.kit.pdf.passages import Kind
from backend.reading.rules.words import Words, folded_words

CONTEXT = 96
_MOST_EXACT = 24
_WINDOWS = 6
_SLACK = 12
# As many letters, if they stand in one place alone, need no surroundings to be known again.
TELLING = 12
# Words that stand in more places than this say nothing about where a quotation is.
_COMMON = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a note was made on. `position` is 0 at the paper's beginning and 1 at its end.

    `others` counts the other places with the same words in the version that the note was made on.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    position: float = 0.0
    kind: Kind = "paragraph"
    headings: tuple[str, ...] = ()
    others: int = 0


class Pattern:
    """The words to look for: of the quotation, and before and behind it."""

    def __init__(self, quote: Quote) -> None:
        self.exact = folded_words(quote.exact)
        before, behind = folded_words(quote.prefix), folded_words(quote.suffix)
        # The outermost word of either side may have been cut.
        self.before = before[1:] if len(quote.prefix) >= CONTEXT // 2 else before
        self.behind = behind[:-1] if len(quote.suffix) >= CONTEXT // 2 else behind
        # A quotation that begins or ends within a word leaves the rest of the word to its surroundings.
        self.cut_before = bool(quote.prefix[-1:].isalnum() and quote.exact[:1].isalnum())
        self.cut_behind = bool(quote.suffix[:1].isalnum() and quote.exact[-1:].isalnum())
        if self.cut_before and self.before:
            self.before.pop()
        if self.cut_behind and self.behind:
            self.behind.pop(0)
        self.all = [*self.before, *self.exact, *self.behind]
        self.first = len(self.before)
        self.last = self.first + len(self.exact)
        self.squeezed = "".join(self.exact)


def places_of(words: Words, squeezed: str) -> Iterator[int]:
    at = words.squeezed.find(squeezed)
    while at >= 0:
        yield at
        at = words.squeezed.find(squeezed, at + 1)


def windows_of(pattern: Pattern, words: Words, quote: Quote) -> set[tuple[int, int]]:
    """Stretches of words in which the quotation may be: round its exact words, and where most of its words are."""
    exact: list[tuple[int, int]] = []
    for place in places_of(words, pattern.squeezed):
        first = bisect_right(words.offsets, place) - 1
        last = bisect_left(words.offsets, place + len(pattern.squeezed))
        whole_start = words.offsets[first] == place or pattern.cut_before
        ending = words.offsets[last] if last < len(words.offsets) else len(words.squeezed)
        if whole_start and (ending == place + len(pattern.squeezed) or pattern.cut_behind):
            exact.append((first, last))
    if len(exact) > _MOST_EXACT:
        exact.sort(key=lambda each: -_neighbours(pattern, words, each))
        exact = exact[:_MOST_EXACT]
    reach = len(pattern.exact)
    found = {
        (max(0, first - pattern.first - _SLACK), min(len(words.words), last + len(pattern.behind) + _SLACK))
        for first, last in exact
    }
    if len(exact) == 1 and quote.others == 0 and len(pattern.squeezed) >= TELLING:
        return found
    votes: Counter[int] = Counter()
    for index, word in enumerate(pattern.all):
        places = words.at.get(word, ())
        if 0 < len(places) <= _COMMON:
            weight = (2 if pattern.first <= index < pattern.last else 1) * max(1, 60 // len(places))
            for at in places:
                votes[(at - index) // 8] += weight
    for bucket, _ in votes.most_common(_WINDOWS):
        start = bucket * 8
        found.add(
            (
                max(0, start - _SLACK - reach // 4),
                min(len(words.words), start + len(pattern.all) + 2 * _SLACK + reach // 4),
            )
        )
    return found


def _neighbours(pattern: Pattern, words: Words, place: tuple[int, int]) -> int:
    before = zip(
        reversed(pattern.before), reversed(words.plain[max(0, place[0] - 6) : place[0]]), strict=False
    )
    behind = zip(pattern.behind, words.plain[place[1] : place[1] + 6], strict=False)
    return sum(one == other for one, other in (*before, *behind))
