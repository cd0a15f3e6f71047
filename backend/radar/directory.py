"""The directory made searchable: every way of writing every name, and what a declaration's words mean."""

# ruff: noqa: SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from backend.radar.files import Organisation
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
from backend.radar.spelling import Joinable, Spelling

# How sure a way of writing is, by what it comes from.
FULL, FORMER, SHORT, SWAPPED, HEAD, LETTERS = 0.97, 0.93, 0.85, 0.68, 0.64, 0.6
MOST_OWNERS = 5  # more organisations than this behind one way of writing tell nothing
# What a kind of organisation may be called besides its own words.
_CALLED: dict[str, frozenset[str]] = {
    "practice": frozenset("practice surgery partnership medical health centre group gp branch".split()),
    "branch": frozenset("branch practice surgery medical health centre site".split()),
    "trust": frozenset("trust nhs foundation hospital hospitals healthcare".split()),
    "federation": frozenset("federation alliance gp partnership".split()),
    "network": frozenset("network primary care".split()),
    "council": frozenset("council".split()),
    "charity": frozenset("charity trust foundation".split()),
    "company": frozenset("company group partnership services service care".split()),
    "supplier": frozenset("company group partnership services service".split()),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    place: int  # of the organisation in the directory
    sureness: float
    capitals: bool  # letters that count in capitals only


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words in a declaration or on an item stand for."""

    places: tuple[int, ...]
    sureness: float


class Directory:
    """Organisations by place in a list, with an automaton over all ways of writing their names.

    Built once; a scan of a text is one pass, however many names there are.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        *,
        others: Iterable[tuple[str, ...]] = (),
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
        vocabulary = {word for form in self.forms for word in form} | {
            word for form in others for word in form
        }
        self.spelling = Spelling(vocabulary)
        self.joinable = Joinable(word for word in vocabulary if len(word) >= 7 and word not in GENERIC)
        self.automaton = automaton_of([*self.forms, *(form for form in others if form not in self.forms)])

    def _gather(self) -> None:
        found: dict[tuple[str, ...], dict[int, Owner]] = defaultdict(dict)

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
                        add(words[: -len(town)], place, sureness)
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
                    for other in other_kinds(words):
                        add(other, place, SWAPPED)
                by_letters = initials(name)
                if by_letters is not None:
                    add((by_letters.lower(),), place, LETTERS, capitals=True)
            if one.ods_code:
                add((one.ods_code.lower(),), place, FULL, capitals=True)
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

    def resolve(self, said: str) -> Meaning | None:
        """What a name in somebody's words means in this directory; None where it stands for no one in it."""
        parts = [re.sub(r"\([^)]*\)", " ", said), *re.findall(r"\(([^)]*)\)", said), said]
        for part in (said, *parts):
            meaning = self._resolve(
                re.sub(r"^\W*(?:now|formerly|previously|was|part of|trading as|t/a)\b", "", part.strip())
            )
            if meaning is not None:
                return meaning
        return None

    def _resolve(self, said: str) -> Meaning | None:
        words = words_of(said)
        if not words or len(words) > 40:
            return None
        for way, town in self._with_town(words):
            for spelt, loss in self._spellings(way):
                owners = self.forms.get(spelt) or self.forms.get(without_legal(spelt))
                if owners:
                    chosen = self.choose(owners, town)
                    if chosen and len(chosen) <= MOST_OWNERS:
                        return Meaning(tuple(o.place for o in chosen), max(o.sureness for o in chosen) * loss)
        return self._by_words(words)

    def _with_town(self, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], str | None]]:
        ways: list[tuple[tuple[str, ...], str | None]] = []
        for town, name in self.towns.items():
            if len(words) > len(town) and words[-len(town) :] == town:
                rest = words[: -len(town)]
                while len(rest) > 1 and rest[-1] in ("in", "at", "of"):
                    rest = rest[:-1]
                ways.append((rest, name))
        return [(words, None), *ways] if len(ways) != 1 or words in self.forms else [*ways, (words, None)]

    def _spellings(self, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], float]]:
        ways = [(words, 1.0)]
        respelt = tuple(self.spelling[word] for word in words)
        if respelt != words:
            ways.append((respelt, 0.93))
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            if joined in self.spelling.vocabulary:
                ways.append(((*words[:at], joined, *words[at + 2 :]), 0.95))
        return ways

    def choose(self, owners: Iterable[Owner], town: str | None) -> tuple[Owner, ...]:
        """Of namesakes those in the town, if one is said; then those for whom the words are the fullest name."""
        owners = tuple(owners)
        if town is not None:
            here = [owner for owner in owners if same_town(self.organisations[owner.place].town, town)]
            owners = tuple(here) or tuple(o for o in owners if self.organisations[o.place].town is None)
        if not owners:
            return ()
        best = max(owner.sureness for owner in owners)
        return tuple(owner for owner in owners if owner.sureness >= best - 0.06)

    def _by_words(self, words: tuple[str, ...]) -> Meaning | None:
        """By its telling words in any order: `the Careline partnership in Fallowick` is Fallowick Careline LLP."""
        spelt = [self.spelling[word] for word in words]
        said = {
            word for word in spelt if word not in ("the", "a", "and", "of", "in", "at", "for", "our", "local")
        }
        telling = {word for word in said if word not in GENERIC}
        if not telling:
            return None
        postings = [self._by_word.get(word, set()) for word in telling if word not in self._places] or [
            self._by_word.get(word, set()) for word in telling
        ]
        fitting: list[tuple[int, int]] = []
        for place in sorted(set.intersection(*postings))[:200]:
            one = self.organisations[place]
            for name in (one.name, *one.other_names, *one.former_names):
                own = set(words_of(name))
                its = {word for word in own if word not in GENERIC}
                town = set(words_of(one.town)) if one.town else set()
                if not (telling <= its | town and its <= telling | town and its & telling):
                    continue
                strange = said - own - town - LEGAL - _CALLED.get(one.kind, frozenset())
                shared = (said & own) - telling
                if strange or (telling <= self._places and not shared):
                    continue
                fitting.append((len(said & own), place))
        if not fitting:
            return None
        most = max(count for count, _ in fitting)
        places = tuple(sorted({place for count, place in fitting if count == most}))
        return Meaning(places, 0.8) if len(places) <= MOST_OWNERS else None

    def is_street(self, words: tuple[str, ...]) -> bool:
        return len(words) > 1 and words[-1] in STREET


def same_town(one: str | None, other: str) -> bool:
    return one is not None and words_of(one) == words_of(other)


def automaton_of(forms: Iterable[tuple[str, ...]]) -> ahocorasick.Automaton:
    """Finds any of the forms, as whole words, in words joined by single spaces with one at each end."""
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(f" {' '.join(form)} ", form)
    automaton.make_automaton()
    return automaton


def telling_words(name: str) -> frozenset[str]:
    return frozenset(word for word in words_of(name) if word not in GENERIC)


def starts_capital(text: str, at: int) -> bool:
    return text[at : at + 1].isupper() or text[at : at + 1].isdigit()


__all__ = ["FULL", "Directory", "Meaning", "Owner", "automaton_of", "folded"]
