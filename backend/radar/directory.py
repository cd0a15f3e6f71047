"""The directory made searchable: every way of writing every name, and what a declaration's words mean."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import ahocorasick

from backend.radar.aliases import by_first, by_letters, lead, nicknames, turned, without_place
from backend.radar.files import Organisation
from backend.radar.meanings import MOST_OWNERS, Meaning, Meanings, Owner
from backend.radar.names import (
    COMMON,
    GENERIC,
    LEGAL,
    STREET,
    cut_short,
    folded,
    initials,
    is_letters,
    other_kinds,
    without_legal,
    words_of,
    written_otherwise,
)  # fmt: skip
from backend.radar.profiles import Profiles
from backend.radar.spelling import Joinable, Spelling

# How sure a way of writing is, by what it comes from.
FULL, FORMER, TURNED, SHORT, SWAPPED, HEAD, LETTERS = 0.97, 0.93, 0.87, 0.85, 0.68, 0.64, 0.6
_SHARED = 3  # names that may begin alike and still be called by that beginning
_HEADED = 50  # names with one first word that are looked at
FIRST = 0.58
WEAK = 0.57  # one everyday word, which counts beside its town only
DEFINITE = 0.6  # what is left of a name without its place, after an article


_PLACE_LIKE = re.compile(
    r"(?:wick|wich|bury|ham|ton|worth|ford|ley|field|combe|mouth|dale|port|stead|borough|burgh|ville|thorpe|shire|vale|minster|c[ah]ester|stow|hythe|brook|hurst|holme?|ness|wold|moor|land|gate|sea|bridge|marsh|den|by|low|over|pool)$"
)


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
        self._places = {word for town in self.towns for word in town} - COMMON
        self._places |= {word for name in here for word in words_of(name)} - GENERIC
        self.surnames = frozenset(surnames)
        self.forms: dict[tuple[str, ...], tuple[Owner, ...]] = {}
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._gather()
        vocabulary = {word for form in self.forms for word in form} | set(others)
        self.spelling = Spelling(vocabulary)
        self.joinable = Joinable(word for word in vocabulary if len(word) >= 7 and word not in GENERIC)
        self.automaton = automaton_of(self.forms)
        self.profiles = Profiles(self.organisations)
        self._heads: dict[str, list[int]] | None = None

    def _gather(self) -> None:
        found: dict[tuple[str, ...], dict[int, Owner]] = defaultdict(dict)

        definite: dict[tuple[str, ...], set[int]] = defaultdict(set)
        prefixes: dict[tuple[str, ...], set[int]] = defaultdict(set)

        def add(words: tuple[str, ...], place: int, sureness: float, *, capitals: bool = False) -> None:
            before = found[words].get(place)
            if before is None or before.sureness < sureness:
                found[words][place] = Owner(place, sureness, capitals)

        for place, one in enumerate(self.organisations):
            names = [(name, FULL) for name in (one.name, *one.other_names)]
            names += [(name, FORMER) for name in one.former_names]
            town = words_of(one.town) if one.town else ()
            for name, sureness in names:
                letters = is_letters(name)
                for words in written_otherwise(name):
                    add(words, place, sureness, capitals=letters or (len(words) == 1 and len(words[0]) < 4))
                    if town and len(words) > len(town) and words[-len(town) :] == town:
                        left = words[: -len(town)]
                        everyday = len(left) == 1 and (left[0] in COMMON or len(left[0]) < 7)
                        add(
                            left,
                            place,
                            HEAD if everyday else sureness,
                            capitals=everyday and name.split()[0].isupper(),
                        )
                for word in words_of(name):
                    self._by_word[word].add(place)
                if letters:
                    continue
                shortened = [way for way in written_otherwise(name) if way[0] != "dr"]
                for words in shortened:
                    for short in cut_short(words):
                        if self._tells(short):
                            several = len(short) > 1 and not all(
                                w in COMMON or w in self._places for w in short
                            )
                            add(short, place, (SHORT if several else HEAD) * sureness)
                        elif len(short) == 1 and short[0] in COMMON and name.lower().startswith("the "):
                            definite[short].add(place)
                            add(short, place, WEAK)
                        elif (
                            len(short) == 1
                            and len(short[0]) >= 4
                            and (short[0] in COMMON or short[0] in self.surnames)
                            and short[0] not in self._places
                        ):
                            add(short, place, WEAK)
                    for other in other_kinds(words):
                        add(other, place, SWAPPED)
                for other in (
                    *turned(words_of(name), self._places),
                    *by_letters(words_of(name), self._places),
                ):
                    add(other, place, min(sureness, TURNED))
                for other in by_first(words_of(name)):
                    add(other, place, SWAPPED)
                for rest in without_place(words_of(name), self._places):
                    definite[rest].add(place)
                first_two = words_of(name)[:2]
                if (
                    len(without_legal(words_of(name))) > 2
                    and self._tells(first_two)
                    and not set(first_two) <= self._places | COMMON | GENERIC
                ):
                    prefixes[first_two].add(place)
                for rest in nicknames(words_of(name), trust=one.kind == "trust"):
                    definite[rest].add(place)
                if name.lower().startswith("the ") and all(
                    word in GENERIC or word in COMMON for word in words_of(name)
                ):
                    definite[words_of(name)].add(place)
                letters_of = initials(name)
                if letters_of is not None:
                    add((letters_of.lower(),), place, LETTERS, capitals=True)
            if one.ods_code:
                add((one.ods_code.lower(),), place, FULL, capitals=True)
        for word, posted in self._by_word.items():
            # One unusual word that only one name has, at its start: "The Ashgrove".
            if (
                len(posted) <= _SHARED
                and len(word) >= 6
                and (word,) not in found
                and self._tells((word,))
                and word not in GENERIC | self._places
                and not _PLACE_LIKE.search(word)
            ):
                for place in posted:
                    own = words_of(self.organisations[place].name)
                    if own[0] == word and len(own) > 1:
                        add((word,), place, FIRST)
        for rest, places in prefixes.items():
            if len(places) <= _SHARED and rest not in found:
                for place in places:
                    add(rest, place, FIRST)
        for rest, places in definite.items():
            if len(places) == 1:
                for article in ("the", "our"):
                    add((article, *rest), next(iter(places)), DEFINITE)
        for words, owners in found.items():
            best = max(owner.sureness for owner in owners.values())
            kept = [owner for owner in owners.values() if best < FORMER or owner.sureness >= HEAD - 0.1]
            if len(kept) > MOST_OWNERS and best < FORMER:
                continue
            if best < SHORT and len({self._head(owner.place) for owner in kept}) > 1 and len(kept) > 2:
                continue
            self.forms[words] = tuple(sorted(kept, key=lambda owner: (-owner.sureness, owner.place)))

    def _head(self, place: int) -> tuple[str, ...]:
        return words_of(self.organisations[place].name)

    def _tells(self, words: tuple[str, ...]) -> bool:
        """Whether a shortened name can stand alone: not a place, not one everyday word, not somebody's surname."""
        if all(word in self._places or word.endswith("shire") or word in GENERIC for word in words):
            # "Harrowmere Hospice" still says which kind; "Harrowmere" is a town.
            return (
                len(words) > 1
                and words[-1] in GENERIC
                and words[-1] not in LEGAL | {"nhs", "health", "local", "community", "county", "city"}
            )
        if len(words) == 1:
            word = words[0]
            return len(word) >= 5 and word not in COMMON and word not in self.surnames
        return True

    @cached_property
    def cells(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """What is left of each name without its place before and its kind behind, for the rows of a table."""
        found: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place, one in enumerate(self.organisations):
            for name in (one.name, *one.other_names):
                words = words_of(name)
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
    """Finds any of the forms, as whole words, in words joined by single spaces with one at each end."""
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(f" {' '.join(form)} ", form)
    automaton.make_automaton()
    return automaton


__all__ = ["FULL", "Directory", "Meaning", "Owner", "automaton_of", "folded"]
