"""Words with a capital that no way of writing accounts for, and whose name they may be: cut short, by consonants, in part.

"Cheddle Rd", "Hazelb. HC", "the Wrybrn partners": every word must be explained by one organisation's name, town or kind.
"""

# ruff: noqa: E501, SIM905 -- word lists and wide signatures read better on one line

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import compress, count

from backend.radar.directory import Directory
from backend.radar.files import Organisation
from backend.radar.forms import PART, PLACE_LIKE
from backend.radar.meanings import CALLED_BY_KIND, Owner, explained, shortens
from backend.radar.mentions import Mention
from backend.radar.names import COMMON, GENERIC, LANDSCAPE, LEGAL, STREET, words_of
from backend.radar.surroundings import TITLES
from backend.radar.texts import Reading

_JOINS = frozenset("and of the for at in".split())
# What stands before the name of a place, and not before that of an organisation.
_WHERE = frozenset("in near from around across to at of off on through over between".split())
_FEW = 3  # organisations that may share a word which tells
_SHORTEST = 3  # letters of a word cut short
_LONGEST = 7  # words of a run


class LeftOvers:
    """Looks again at what the ways of writing left over, against one directory."""

    directory: Directory
    _is_subject: Callable[[Reading, int, int], bool]
    _apposed: Callable[[Reading, int, Sequence[Owner]], bool]

    @cached_property
    def telling(self) -> dict[str, frozenset[int]]:
        """By word, the few organisations whose names have it; words that say no more than what kind or where are left out."""
        posted: dict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(self.directory.organisations):
            for name in (one.name, *one.other_names, *one.former_names):
                for word in words_of(name):
                    if len(word) > 3 and word not in GENERIC and word not in _JOINS:
                        posted[word].add(place)
        return {word: frozenset(places) for word, places in posted.items() if len(places) <= _FEW}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(word for word in self.telling if len(word) > 4)

    @cached_property
    def _cut(self) -> set[str]:
        return set()  # those words of texts that are short for a telling word

    @cached_property
    def _shortened(self) -> dict[str, frozenset[int]]:
        return {}

    def _cut_from(self, word: str) -> frozenset[int]:
        """The organisations with a telling word that this one is short for, if they are few."""
        known = self._shortened.get(word)
        if known is None:
            places: set[int] = set()
            if (
                _SHORTEST <= len(word) <= 12
                and word.isalpha()
                and word not in self.directory.spelling.vocabulary
            ):
                at = bisect_left(self._sorted, word[0])
                # Only words with the same first letter: a letter's worth of the list, asked once for each word.
                while at < len(self._sorted) and self._sorted[at][0] == word[0]:
                    if shortens(word, self._sorted[at]):
                        places |= self.telling[self._sorted[at]]
                    at += 1
            known = self._shortened[word] = frozenset(places) if len(places) <= _FEW else frozenset()
            if known:
                self._cut.add(word)
        return known

    def _left_over(
        self, reading: Reading, found: list[Mention], refused: list[tuple[int, int]]
    ) -> Iterable[Mention]:
        noticed = reading.at(self.telling.keys())
        for word in reading.known - self._shortened.keys():
            self._cut_from(word)
        # A word that the text has in small letters as well is that word.
        if cut := {word for word in reading.known & self._cut if word not in reading.text}:
            noticed = sorted([*noticed, *compress(count(), map(cut.__contains__, reading.words))])
        if not noticed:
            return
        taken = sorted((m.start, m.end) for m in found if m.by_class is None)
        others = sorted(refused)
        begins, text, next_taken, many = reading.begin, reading.text, 0, len(taken)
        done = -1
        for at in noticed:
            begin = begins(at)
            while next_taken < many and taken[next_taken][1] <= begin:
                next_taken += 1
            if (
                at <= done
                or (next_taken < many and taken[next_taken][0] <= begin)
                or not text[begin].isupper()
            ):
                continue
            first, end = self._run(reading, at)
            done = end - 1
            if end - first == 1 and reading.words[first] not in self.telling:
                continue
            # What was refused once is looked at again only as part of more words, which must be all of a name.
            over = _within(others, begin)
            if over and over >= reading.span(end - 1)[1]:
                continue
            mention = self._whose(reading, first, end, whole=over > 0)
            if mention is not None:
                yield mention

    def _run(self, reading: Reading, at: int) -> tuple[int, int]:
        """The words with capitals around a place, with what joins them."""
        first, end = at, at + 1
        while first and at - first < _LONGEST and self._together_with(reading, first - 1):
            first -= 1
        while first < at and reading.words[first] in _JOINS:
            first += 1
        while (
            end < len(reading.words)
            and end - at < _LONGEST
            and self._together_with(reading, end - 1, forward=True)
        ):
            end += 1
        while end > at + 1 and reading.words[end - 1] in _JOINS:
            end -= 1
        return first, end

    def _together_with(self, reading: Reading, number: int, *, forward: bool = False) -> bool:
        """Whether this word and the next belong to one run."""
        gap = reading.text[reading.span(number)[1] : reading.begin(number + 1)]
        short = gap == ". " and len(reading.words[number]) <= 5
        if gap not in (" ", "-", "\n", "'s ", "’s ") and not short:
            return False
        other = number + 1 if forward else number
        return reading.text[reading.begin(other)].isupper() or (
            reading.words[other] in _JOINS and reading.words[other] != "in"
        )

    def _whose(self, reading: Reading, first: int, end: int, *, whole: bool) -> Mention | None:
        words = reading.words[first:end]
        # The first word of a sentence has a capital of its own.
        if self.directory.place_words.issuperset(words):
            return None
        opens = reading.sentence(reading.begin(first), reading.begin(first) + 1)[0] >= reading.begin(first)
        while opens and len(words) > 1 and words[0] not in self.telling and not self._cut_from(words[0]):
            first, words, opens = first + 1, words[1:], False
        if any(word in TITLES for word in words) or (first and reading.words[first - 1] in TITLES):
            return None
        candidates = {place for word in words for place in (self.telling.get(word) or self._cut_from(word))}
        best: list[tuple[int, int]] = []
        for place in sorted(candidates):
            score = self._accounts(words, self.directory.organisations[place], whole=whole)
            if score:
                best.append((score, place))
        if not best:
            return None
        most = max(score for score, _ in best)
        places = tuple(place for score, place in best if score == most)
        if len(places) > 1:
            return None
        start, over = reading.begin(first), reading.span(end - 1)[1]
        if len(words) == 1 and not self._may_stand_alone(reading, first, opens):
            return None
        if self._apposed(reading, over, [Owner(place, PART, False) for place in places]):
            return None
        return Mention(places, PART, start, over, reading)

    def _may_stand_alone(self, reading: Reading, at: int, opens: bool) -> bool:
        word = reading.words[at]
        if (
            len(word) < 5
            or word in COMMON
            or word in self.directory.surnames
            or (word,) in self.directory.towns
            or PLACE_LIKE.search(word) is not None
        ):
            return False
        following = reading.words[at + 1 : at + 2]
        before = reading.words[at - 1] if at else ""
        return (
            (
                not opens
                or (
                    self._is_subject(reading, at + 1, reading.span(at)[1]) and not reading.respelt(at, at + 1)
                )
            )
            and before not in _WHERE
            and not (following and following[0] in STREET | LANDSCAPE)
            and word in self.telling
        )

    def _accounts(self, words: list[str], one: Organisation, *, whole: bool) -> int:
        """How many words that tell are the organisation's, if each of the words is accounted for; or 0."""
        town = words_of(one.town) if one.town else ()
        called = CALLED_BY_KIND.get(one.kind, frozenset()) | LEGAL | _JOINS | {"nhs", "dr"}
        best = 0
        for name in (one.name, *one.other_names, *one.former_names):
            own = list(words_of(name))
            covered: set[int] = set()
            for word in words:
                places = explained(word, own)
                if places:
                    covered |= places
                elif word not in called and word not in town:
                    break
            else:
                telling = [at for at in covered if own[at] not in GENERIC and own[at] not in _JOINS]
                rare = [
                    at
                    for at in telling
                    if own[at] in self.telling
                    and own[at] not in COMMON
                    and own[at] not in self.directory.place_words
                ]
                missing = [
                    word
                    for at, word in enumerate(own)
                    if at not in covered and word not in GENERIC and word not in _JOINS and word not in town
                ]
                if telling and ((rare and not whole) or not missing):
                    best = max(best, 2 * len(telling) + (not missing))
        return best


def _within(spans: list[tuple[int, int]], begin: int) -> int:
    """Where the span ends in which a place lies, or 0."""
    at = bisect_left(spans, (begin + 1, 0)) - 1
    return spans[at][1] if at >= 0 and spans[at][1] > begin else 0
