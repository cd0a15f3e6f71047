"""A text as the radar reads it: its words, their places, and its sentences."""

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from functools import cached_property
from itertools import accumulate, compress, count
from operator import add

from backend.radar.names import apart, folded
from backend.radar.spelling import Joinable, Spelling

# A stop ends a sentence, though not after a title or an initial; so do a blank line, a bullet and a row of a table.
_STOPS = (". ", ".\n", "; ", "? ", "! ", ".) ", ".” ", "\n")
_NO_END = re.compile(r"(?:^|[^\w.])(?:Dr|Mr|Mrs|Ms|St|Drs|Prof|Revd|Rev|No|e\.g|i\.e|[A-Z](?:\.[A-Z])*)$")
_NEW_LINE = re.compile(r"\s*\n|[^\n]*[|\t]|\s*(?:[-•*·–]|\(?[a-z0-9]{1,2}[.)])\s")
_FARTHEST = 600  # characters that a sentence is followed in either direction


class Reading:
    """One text, read once against the words of a directory."""

    def __init__(self, text: str, spelling: Spelling, joinable: Joinable) -> None:
        self.text = text
        self.folded = folded(text)
        flat = apart(self.folded)
        pieces = flat.split(" ")
        # All of it in calls that take the whole list: a meeting's papers have half a million words.
        self.ends: list[int] = list(compress(map(add, accumulate(map(len, pieces)), count(1)), pieces))
        self._written = list(filter(None, pieces))
        if "&" in flat:
            self._part()
        self.words = list(map(spelling.__getitem__, self._written))
        self._spelling = spelling
        self._join_initials(set(self.words))
        self._join(joinable)
        self._noted: Sequence[int] = range(len(self.words))
        self.asides: dict[
            tuple[int, int, bool], str | None
        ] = {}  # why what stands there is only spoken of in passing
        self.line = f" {' '.join(self.words)} "

    def _part(self) -> None:
        """`M&S` is three words, as in a name that is written with spaces."""
        inside = [at for at, word in enumerate(self._written) if "&" in word and len(word) > 1]
        for at in reversed(inside):
            begin = self.ends[at] - 1 - len(self._written[at])
            parts = list(re.finditer(r"&|[^&]+", self._written[at]))
            self._written[at : at + 1] = [match[0] for match in parts]
            self.ends[at : at + 1] = [begin + match.end() + 1 for match in parts]

    def _join_initials(self, known: Set[str]) -> None:
        """`P. Q.` and `P Q` are one word, as in a name."""
        letters = {word for word in known if len(word) == 1 and word.isalpha()}
        if letters <= {"a"}:
            return
        single = compress(count(), map(letters.__contains__, self.words))
        runs: list[tuple[int, int]] = []
        for at in single:
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
        self._together([run for run in runs if run[1] - run[0] > 1])

    def _together(self, runs: list[tuple[int, int]]) -> None:
        """Each run of words as one word; in one go, since a text may have any number of them."""
        if not runs:
            return
        words: list[str] = []
        written: list[str] = []
        ends: list[int] = []
        done = 0
        for first, end in [*runs, (len(self.words), len(self.words))]:
            words += self.words[done:first]
            written += self._written[done:first]
            ends += self.ends[done:first]
            if end > first:
                words.append("".join(self.words[first:end]))
                written.append(self.folded[self.begin(first) : self.ends[end - 1] - 1])
                ends.append(self.ends[end - 1])
            done = end
        self.words, self._written, self.ends = words, written, ends

    def _join(self, joinable: Joinable) -> None:
        """One word out of two that a name writes as one: Mere Light is Merelight."""
        known = self.known
        first = {
            word for word in known & joinable.firsts.keys() if not known.isdisjoint(joinable.firsts[word])
        }
        if not first:
            return
        opening = [
            at
            for at in compress(range(len(self.words) - 1), map(first.__contains__, self.words))
            if self.words[at + 1] in joinable.firsts[self.words[at]]
        ]
        runs: list[tuple[int, int]] = []
        for at in opening:
            if not runs or runs[-1][1] <= at:
                runs.append((at, at + 2))
        self._together(runs)
        if runs:
            del self.known

    def note(self, wanted: Set[str]) -> None:
        """Note once where any of these words stand; `at` looks at no others then."""
        self._noted = list(compress(count(), map(wanted.__contains__, self.words)))

    def at(self, wanted: Set[str]) -> list[int]:
        """The numbers of the words that are wanted."""
        words = self.words
        return [number for number in self._noted if words[number] in wanted]

    @cached_property
    def starts(self) -> list[int]:
        """Where each word stands in the line."""
        return list(map(add, accumulate(map(len, self.words), initial=1), count()))

    def span(self, number: int) -> tuple[int, int]:
        return self.begin(number), self.ends[number] - 1

    def begin(self, number: int) -> int:
        return self.ends[number] - 1 - len(self._written[number])

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.words)

    def word_at(self, place: int) -> int:
        """The number of the word that starts at this place of the line."""
        return bisect_right(self.starts, place) - 1

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around these places begins and ends."""
        text = self.text
        lowest, highest = max(0, start - _FARTHEST), min(len(text), end + _FARTHEST)
        begins, before = lowest, start
        while before > lowest:
            at, width = max((text.rfind(stop, lowest, before), len(stop)) for stop in _STOPS)
            if at < 0:
                break
            if self._is_end(at):
                begins = min(start, at + width)
                break
            before = at
        ends, after = highest, end
        while after < highest:
            found = [at for at in (text.find(stop, after, highest) for stop in _STOPS) if at >= 0]
            if not found:
                break
            if self._is_end(min(found)):
                ends = min(found) + 1
                break
            after = min(found) + 1
        return begins, ends

    def _is_end(self, at: int) -> bool:
        if self.text[at] == "\n":
            row = "|" in self.text[self.text.rfind("\n", max(0, at - 300), at) + 1 : at]
            return row or _NEW_LINE.match(self.text, at + 1) is not None
        return self.text[at] != "." or not _NO_END.search(self.text[max(0, at - 8) : at])

    def around(self, start: int, end: int, within: tuple[int, int] | None = None) -> str:
        """The sentence, with @@ for the words."""
        begins, ends = within or self.sentence(start, end)
        begins, ends = max(begins, start - 600), min(ends, end + 600)
        return f"{self.text[begins:start].replace('@', '')}@@{self.text[end:ends].replace('@', '')}"

    def respelt(self, first: int, last: int) -> bool:
        """Whether one of the words stands there with another spelling."""
        return any(word in self._spelling.respelt for word in self._written[first:last])
