"""Words of a text put to the words that names are made of: plurals, possessives without their mark, misspellings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from rapidfuzz.distance import OSA

from backend.radar.names import COMMON, GENERIC, plain_word

_SHORTEST = 5  # a shorter word with one letter changed is mostly another word
_TWICE = 9  # from this length two letters may be wrong


class Spelling(dict[str, str]):
    """From a folded word as it stands in a text to the word of a name that it means, or itself.

    Each different word is worked out once; `respelt` holds those that were taken for another word.
    """

    def __init__(self, vocabulary: Iterable[str], *, letters: Set[str] = frozenset()) -> None:
        super().__init__()
        self.vocabulary = frozenset(vocabulary)
        self.respelt: set[str] = set()
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.vocabulary - letters):
            if len(word) >= _SHORTEST and word.isalpha():
                for part in _parts(word):
                    self._near[part].append(word)

    def __missing__(self, written: str) -> str:
        word = plain_word(written)
        meant = word if word in self.vocabulary else self._meant(word)
        if meant != word:
            self.respelt.add(written)
        self[written] = meant
        return meant

    def _meant(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha() or len(word) > 40:
            return word
        for other in (word[:-1] if word.endswith("s") else "", word + "s"):
            if len(other) >= 4 and other in self.vocabulary and other not in GENERIC:
                return other
        if word in COMMON or word in GENERIC:
            return word
        near = {other for part in _parts(word) for other in self._near.get(part, ())}
        best: list[str] = []
        least = 3
        for other in near:
            length = max(len(other), len(word))
            bound = 2 if length >= _TWICE and other[0] == word[0] else 1
            distance = int(OSA.distance(word, other, score_cutoff=bound))
            if distance <= bound and distance <= least and len(other) >= _SHORTEST:
                best = [*best, other] if distance == least else [other]
                least = distance
        return best[0] if len(best) == 1 else word


class Joinable:
    """Long words of names, and the two parts of each, unless another name has these as two words."""

    def __init__(self, words: Iterable[str], *, apart: Set[tuple[str, str]] = frozenset()) -> None:
        self.firsts: dict[str, set[str]] = defaultdict(set)
        for word in set(words):
            for at in range(3, len(word) - 2):
                if (word[:at], word[at:]) not in apart:
                    self.firsts[word[:at]].add(word[at:])


def akin(word: str, other: str) -> bool:
    """Two forms of one word: audit and auditors, pharmacy and pharmacist."""
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    return same >= 5 and max(len(word), len(other)) - same <= 4


def _parts(word: str) -> Iterator[str]:
    """The word, and the word with one letter left out, or two if it is long: misspellings share one of these."""
    yield word
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    yield from once
    if _TWICE <= len(word) <= 16:
        yield from {short[:at] + short[at + 1 :] for short in once for at in range(len(short))}
