"""The directory made searchable: every way of writing every name, and what a declaration's words mean."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import ahocorasick

from backend.radar.aliases import lead
from backend.radar.files import Organisation
from backend.radar.forms import Forms
from backend.radar.meanings import MOST_OWNERS, Meanings
from backend.radar.names import COMMON, GENERIC, STREET, words_of
from backend.radar.profiles import Profiles
from backend.radar.spelling import Joinable, Spelling

_HEADED = 50  # names with one first word that are looked at


class Directory(Meanings):
    """Organisations by place in a list, with an automaton over all ways of writing their names.

    Built once; a scan of a text is one pass, however many names there are.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        *,
        others: Iterable[str] = (),
        here: Iterable[str] = (),
        surnames: Iterable[str] = (),
    ) -> None:
        self.organisations = tuple(organisations)
        self.by_id = {one.id: place for place, one in enumerate(self.organisations)}
        self.towns: dict[tuple[str, ...], str] = {}
        for one in self.organisations:
            if one.town and words_of(one.town):
                self.towns[words_of(one.town)] = one.town
        self.place_words = frozenset(word for words in self.towns for word in words)
        self.town_words = frozenset(words[-1] for words in self.towns)
        self._places = {word for town in self.towns for word in town} - COMMON
        self._places |= {word for name in here for word in words_of(name)} - GENERIC
        self.surnames = frozenset(surnames)
        gathering = Forms(self.organisations, self._places, self.surnames)
        self.forms = gathering.gathered()
        self._by_word = gathering.by_word
        vocabulary = {word for form in self.forms for word in form} | set(others)
        # Letters that stand for a name are read as they are written: "spent" is no misspelt SPCNT.
        letters = {form[0] for form, owners in self.forms.items() if len(form) == 1 and owners[0].capitals}
        self.spelling = Spelling(vocabulary, letters=letters)
        names = [words_of(name) for one in self.organisations for name in (one.name, *one.other_names)]
        self.joinable = Joinable(
            (word for word in vocabulary if len(word) >= 7 and word not in GENERIC),
            apart={pair for words in names for pair in pairwise(words)},
        )
        self.automaton = automaton_of(self.forms)
        self.profiles = Profiles(self.organisations)
        self._heads: dict[str, list[int]] | None = None

    @cached_property
    def cells(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """What is left of each name without its place before and its kind behind, for the rows of a table."""
        found: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place, one in enumerate(self.organisations):
            for name in (one.name, *one.other_names):
                words = words_of(name)
                if words[0] == "dr" and len(words) > 2 and len(words[1]) <= 3:
                    found["dr", words[2]].add(place)
                bare = words
                while len(bare) > 1 and bare[-1] in GENERIC:
                    bare = bare[:-1]
                at = lead(bare[:-1], self._places)
                for rest in {bare, bare[at:]}:
                    if rest and rest != words and not set(rest) <= GENERIC:
                        found[rest].add(place)
        return {words: tuple(sorted(places)) for words, places in found.items() if len(places) <= MOST_OWNERS}

    def longer(self, form: tuple[str, ...]) -> list[tuple[int, frozenset[str]]]:
        """Organisations with a name that begins with these words and goes on, and the words that it goes on with."""
        if self._heads is None:
            self._heads = defaultdict(list)
            for place, one in enumerate(self.organisations):
                self._heads[(words_of(one.name) or ("",))[0]].append(place)
        found = []
        for place in self._heads.get(form[0], ())[:_HEADED]:
            name = words_of(self.organisations[place].name)
            if name[: len(form)] == form and len(name) > len(form):
                found.append((place, frozenset(name[len(form) :])))
        return found

    def is_street(self, words: tuple[str, ...]) -> bool:
        return len(words) > 1 and words[-1] in STREET


def automaton_of(forms: Iterable[tuple[str, ...]]) -> ahocorasick.Automaton:
    """Finds forms, as whole words, in words joined by single spaces with one at each end; each with its length."""
    automaton = ahocorasick.Automaton()
    for form in forms:
        joined = " ".join(form)
        automaton.add_word(f" {joined} ", (len(joined), form))
    automaton.make_automaton()
    return automaton
