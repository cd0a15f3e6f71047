"""Every way of writing every name of a directory, with whom each may mean and how surely."""

import re
from collections import defaultdict
from collections.abc import Iterator, Set

from backend.radar.aliases import by_first, by_letters, lead, nicknames, turned, without_place
from backend.radar.files import Organisation
from backend.radar.letters import initials, is_letters
from backend.radar.meanings import MOST_OWNERS, Owner
from backend.radar.names import (
    BODIES,
    COMMON,
    GENERIC,
    LEGAL,
    STREET,
    cut_short,
    other_kinds,
    shortened,
    without_legal,
    words_of,
    written_otherwise,
)  # fmt: skip

# How sure a way of writing is, by what it comes from.
FULL, FORMER, TURNED, SHORT, SWAPPED, HEAD, LETTERS = 0.97, 0.93, 0.87, 0.85, 0.68, 0.64, 0.6
DEFINITE = 0.6  # what is left of a name without its place, after an article
PART = 0.55  # some words of a name that few others have
WEAK = 0.54  # one everyday word, which counts beside its town or its kind only
HINT = 0.3  # the name of a town that an organisation is called by as well
SHARED = 3  # names that may have the same part and still be called by it
_LONGEST = 7  # words of a name whose parts are taken
_JOINS = frozenset(("and", "of", "the", "for", "in", "at", "on", "with"))
_EVERYDAY = GENERIC | COMMON | _JOINS
PLACE_LIKE = re.compile(
    r"(?:wick|wich|bury|ham|ton|worth|ford|ley|field|combe|mouth|dale|port|stead|borough|burgh|ville|thorpe|shire|vale|minster"
    r"|c[ah]ester|stow|hythe|brook|hurst|holme?|ness|wold|moor|land|gate|sea|bridge|marsh|den|by|low|over|pool)$"
)


class Forms:
    """Gathers the ways of writing for one directory."""

    def __init__(self, organisations: tuple[Organisation, ...], places: Set[str], surnames: Set[str]) -> None:
        self._places = set(places)
        self._surnames = surnames
        self._found: dict[tuple[str, ...], dict[int, Owner]] = defaultdict(dict)
        self._definite: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._parts: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._heads = [words_of(one.name) for one in organisations]
        self.by_word: dict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(organisations):
            for name in (one.name, *one.other_names):
                self._name(place, one, name, FULL)
            for name in one.former_names:
                self._name(place, one, name, FORMER)
            if one.ods_code:
                self._add((one.ods_code.lower(),), place, FULL, capitals=True)
        for words, owners in self._parts.items():
            if len(owners) <= SHARED:
                for place in owners:
                    self._add(words, place, PART)
        for words, owners in self._definite.items():
            if len(owners) == 1:
                for article in ("the", "our"):
                    self._add((article, *words), next(iter(owners)), DEFINITE)

    def gathered(self) -> dict[tuple[str, ...], tuple[Owner, ...]]:
        """By words, the owners, the surest first; without what would mean too many."""
        forms = {}
        for words, owners in self._found.items():
            best = max(owner.sureness for owner in owners.values())
            kept = [owner for owner in owners.values() if best < FORMER or owner.sureness >= HEAD - 0.1]
            if len(kept) > MOST_OWNERS and best < FORMER:
                continue
            if best < SHORT and len({self._heads[owner.place] for owner in kept}) > 1 and len(kept) > SHARED:
                continue
            forms[words] = tuple(sorted(kept, key=lambda owner: (-owner.sureness, owner.place)))
        return forms

    def _add(self, words: tuple[str, ...], place: int, sureness: float, *, capitals: bool = False) -> None:
        before = self._found[words].get(place)
        if before is None or before.sureness < sureness:
            self._found[words][place] = Owner(place, sureness, capitals)

    def _name(self, place: int, one: Organisation, name: str, sureness: float) -> None:
        letters = is_letters(name)
        town = words_of(one.town) if one.town else ()
        own = words_of(name)
        for words in written_otherwise(name):
            self._add(words, place, sureness, capitals=letters or (len(words) == 1 and len(words[0]) < 4))
            if town and len(words) > len(town) and words[-len(town) :] == town:
                left = words[: -len(town)]
                everyday = len(left) == 1 and (left[0] in COMMON or len(left[0]) < 7)
                shouted = everyday and name.split(maxsplit=1)[0].isupper()
                self._add(left, place, HEAD if everyday else sureness, capitals=shouted)
        for word in own:
            self.by_word[word].add(place)
        if letters:
            return
        for words in written_otherwise(name):
            if words[0] == "dr":
                continue
            for short in cut_short(words):
                self._short(short, place, name, sureness)
            for other in other_kinds(words):
                self._add(other, place, SWAPPED)
        for other in (*turned(own, self._places), *by_letters(own, self._places)):
            for way in (other, *(long[1:] for long in shortened(("", *other)))):
                self._add(way, place, min(sureness, TURNED))
        for other in by_first(own):
            self._add(other, place, SWAPPED)
        for rest in without_place(own, self._places):
            for way in (rest, *(long[1:] for long in shortened(("", *rest)))):
                self._definite[way].add(place)
        for nickname in nicknames(own, trust=one.kind == "trust"):
            self._definite[nickname].add(place)
        if own[0] == "dr":
            for word in own[1:]:
                if len(word) > 4 and word not in _EVERYDAY:
                    self._add((word,), place, WEAK)
        elif own[0] in COMMON and len(own[0]) > 4 and len(own) > 2 and own[1] not in _EVERYDAY | STREET:
            self._add(own[:1], place, WEAK)
        if name.lower().startswith("the ") and all(word in GENERIC or word in COMMON for word in own):
            self._definite[own].add(place)
        for part in self._parts_of(own):
            self._parts[part].add(place)
        bare = without_legal(own)
        if len(bare) > 1 and bare[-1] in BODIES:
            self._definite[bare[-1:]].add(place)
        for word in own[1:]:
            if self._alone(word):
                self._definite[(word,)].add(place)
        for letters_of in initials(name):
            self._add((letters_of.lower(),), place, LETTERS, capitals=True)

    def _short(self, short: tuple[str, ...], place: int, name: str, sureness: float) -> None:
        if self._tells(short):
            several = len(short) > 1 and not all(word in COMMON or word in self._places for word in short)
            self._add(short, place, (SHORT if several else HEAD) * sureness)
        elif len(short) == 1 and (short[0] in COMMON or short[0] in self._surnames):
            if short[0] in COMMON and name.lower().startswith("the "):
                self._definite[short].add(place)
            if len(short[0]) >= 4 and short[0] not in self._places:
                self._add(short, place, WEAK)

    def _parts_of(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Runs of words of a name that may stand for it: `Queen Alexandra`, `Orchard Living`, `Riverside PCN`."""
        bare = without_legal(words)[:_LONGEST]
        after = lead(bare, self._places)
        if bare[:1] == ("dr",):
            return
        for first in range(len(bare)):
            for end in range(first + 1, len(bare) + 1):
                part = bare[first:end]
                if part == bare or part[0] in _JOINS or part[-1] in _JOINS:
                    continue
                rest = first == after and after > 0 and end == len(bare) and not set(part) <= GENERIC
                if len(part) > 1 and (rest or any(map(self._rare, part))):
                    yield part
                    yield from shortened(part)
                elif len(part) == 1 and first == 0 and self._alone(part[0]):
                    yield part

    def _alone(self, word: str) -> bool:
        return len(word) >= 6 and self._rare(word) and not PLACE_LIKE.search(word)

    def _rare(self, word: str) -> bool:
        return len(word) > 3 and not (word in _EVERYDAY or word in self._places or word in self._surnames)

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
            return len(word) >= 5 and word not in COMMON and word not in self._surnames
        return True
