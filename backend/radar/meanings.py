"""What a name in somebody's words means in a directory: spelt, shortened, turned about, with a former name or a town beside it."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from backend.radar.files import Organisation
from backend.radar.kinds import singular
from backend.radar.names import GENERIC, LEGAL, without_legal, words_of
from backend.radar.profiles import Profiles
from backend.radar.spelling import Spelling, akin

MOST_OWNERS = 5  # more organisations than this behind one way of writing tell nothing
# What a kind of organisation may be called besides its own words.
CALLED_BY_KIND: dict[str, frozenset[str]] = {
    "practice": frozenset("practice surgery partnership medical health centre group gp branch doctors dr partners clinic".split()),
    "branch": frozenset("branch practice surgery medical health centre site".split()),
    "trust": frozenset("trust nhs foundation hospital hospitals healthcare".split()),
    "federation": frozenset("federation alliance gp partnership".split()),
    "network": frozenset("network primary care pcn".split()),
    "council": frozenset("council authority local".split()),
    "charity": frozenset("charity trust foundation".split()),
    "company": frozenset("company group partnership services service care firm business home".split()),
    "supplier": frozenset("company group partnership services service firm business".split()),
}  # fmt: skip
_BESIDE = re.compile(
    r"\s*(?:[,;/]|\s[-‐-―]\s|\b(?:and )?(?:now|formerly|previously|was|is now|as was|once|which is|part of|a part of|trading as|known as|also known as|also|aka|t/a|nee|ex)\b:?)\s*",
    re.IGNORECASE,
)
_ARTICLES = frozenset(
    "the a an and of in at for our local my his her their its on to from by with nhs based near".split()
)
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west", "c": "central"}
_FEW = 20
_POSTED = 300  # organisations that are looked at for one name


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


class Meanings:
    """Understands names against the forms of one directory."""

    organisations: tuple[Organisation, ...]
    towns: dict[tuple[str, ...], str]
    forms: dict[tuple[str, ...], tuple[Owner, ...]]
    spelling: Spelling
    profiles: Profiles
    _by_word: dict[str, set[int]]
    _places: set[str]

    def resolve(self, said: str) -> Meaning | None:
        """What a name in somebody's words means in this directory; None where it stands for no one in it."""
        outside = re.sub(r"\([^)]*\)", " ", said)
        parts = [said, outside, *re.findall(r"\(([^)]*)\)", said)]
        town = next(
            (
                name
                for words, name in self.towns.items()
                if f" {' '.join(words)} " in f" {' '.join(words_of(said))} "
            ),
            None,
        )
        split = [part for part in _BESIDE.split(outside) if part.strip()]
        for part in parts:
            meaning = self._resolve(_BESIDE.sub("", part, count=1) if _BESIDE.match(part) else part, None)
            if meaning is not None:
                return meaning
        if len(split) > 1:
            for part in split:
                if words_of(part) not in self.towns:
                    meaning = self._resolve(part, town)
                    if meaning is not None:
                        return meaning
        return None

    def _resolve(self, said: str, near: str | None) -> Meaning | None:
        words = words_of(said)
        if not words or len(words) > 40:
            return None
        for way, town in self._with_town(words):
            for spelt, loss in self._spellings(way):
                owners = (
                    self.forms.get(spelt)
                    or self.forms.get(without_legal(spelt))
                    or self.forms.get(("the", *spelt))
                )
                if owners:
                    chosen = self.choose(owners, town or near) or (
                        self.choose(owners, town) if town is None else ()
                    )
                    if chosen and len(chosen) <= MOST_OWNERS:
                        return Meaning(tuple(o.place for o in chosen), max(o.sureness for o in chosen) * loss)
        return self._alike(words)

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

    def _alike(self, words: tuple[str, ...]) -> Meaning | None:
        """By its words in any order, shortened in any usual way: `the Careline partnership in Fallowick`, `PX Volunteer Ctr`."""
        said = [word for word in (self.spelling[word] for word in words) if word not in _ARTICLES]
        telling = [word for word in said if word not in GENERIC]
        if not telling:
            return None
        counted: dict[int, int] = {}
        for word in dict.fromkeys(telling):
            posted = self._by_word.get(word, ())
            if len(posted) <= _POSTED:
                for place in posted:
                    counted[place] = counted.get(place, 0) + 1
        if not counted and all(len(word) <= 2 for word in telling):
            # Nothing but initials tells: R&N University Hospitals.
            rare = [
                self._by_word[word]
                for word in said
                if word in GENERIC and 0 < len(self._by_word.get(word, ())) <= _FEW
            ]
            counted = {place: 1 for posted in rare for place in posted}
        fitting: list[tuple[int, int]] = []
        for place in islice(sorted(counted, key=lambda one: (-counted[one], one)), _POSTED):
            score = self._fit(said, self.organisations[place])
            if score:
                fitting.append((score, place))
        if not fitting:
            # Described rather than named: "Kingfisher Homecare", "Hexley Hospitals".
            fits = self.profiles.fitting([singular(word) for word in said]) if len(said) > 1 else set()
            return Meaning((next(iter(fits)),), 0.7) if len(fits) == 1 else None
        most = max(score for score, _ in fitting)
        places = tuple(sorted({place for score, place in fitting if score == most}))
        return Meaning(places, 0.8) if len(places) <= MOST_OWNERS else None

    def _fit(self, said: list[str], one: Organisation) -> int:
        """How many of the words are the organisation's own, if all of them are explained and all that tell are said; or 0."""
        town = set(words_of(one.town)) if one.town else set()
        called = CALLED_BY_KIND.get(one.kind, frozenset()) | LEGAL
        best = 0
        for name in (one.name, *one.other_names, *one.former_names):
            own = [word for word in words_of(name) if word not in _ARTICLES]
            covered: set[int] = set()
            score = 0
            for word in said:
                places = explained(word, own)
                if places:
                    covered |= places
                    score += 1
                elif word not in town and word not in called and not explained(word, list(town)):
                    break
            else:
                missing = [own[at] for at in range(len(own)) if at not in covered and own[at] not in GENERIC]
                mine = [own[at] for at in covered if own[at] not in GENERIC]
                only_places = all(word in self._places for word in mine)
                shared = any(own[at] in GENERIC for at in covered)
                if (
                    not [word for word in missing if word not in town]
                    and mine
                    and (shared or not only_places)
                ):
                    best = max(best, score)
        return best


def explained(word: str, own: list[str]) -> set[int]:
    """Which of a name's words a written word stands for: itself, cut short, its consonants, or the initials of several."""
    exact = {at for at, other in enumerate(own) if other == word}
    if exact:
        return exact
    if word in _DIRECTIONS and _DIRECTIONS[word] in own:
        return {own.index(_DIRECTIONS[word])}
    if len(word) == 1 and own[-1][0] == word and own[-1] in GENERIC:
        return {len(own) - 1}  # "… CARE NHS T"
    if len(word) == 1:
        short = {at for at, other in enumerate(own) if _initial(word, other) and other not in GENERIC}
        return short if len(short) == 1 else set()
    if len(word) >= 2:
        short = {at for at, other in enumerate(own) if shortens(word, other) or akin(word, other)}
        if len(short) == 1:
            return short
    if 2 <= len(word) <= 6 and word.isalpha():
        for at in range(len(own) - len(word) + 1):
            if all(_initial(letter, other) for letter, other in zip(word, own[at:], strict=False)):
                return set(range(at, at + len(word)))
    return set()


def _initial(letter: str, word: str) -> bool:
    return word[0] == letter or (letter == "x" and word in ("cross", "crossing"))


def shortens(short: str, word: str) -> bool:
    """`univ` is short for university, `hlth` for health, `grp` for group."""
    if len(short) >= len(word) or short[0] != word[0]:
        return False
    if word.startswith(short):
        return len(short) >= 3
    letters = iter(word)
    inside = all(letter in letters for letter in short)
    # Without its vowels, or with letters left out from the middle: Abbotsbrn.
    return inside and (
        not (set(short[1:]) & set("aeiou"))
        or (len(short) >= 5 and (short[-1] == word[-1] or 3 * len(short) >= 2 * len(word)))
    )


def same_town(one: str | None, other: str) -> bool:
    return one is not None and words_of(one) == words_of(other)
