"""Organisations that a text names by letters of its own, or describes by their kind and town."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Callable, Iterable

from backend.radar.directory import Directory
from backend.radar.kinds import CONTRACTS, singular
from backend.radar.letters import is_letters
from backend.radar.mentions import Mention
from backend.radar.names import GENERIC, STREET
from backend.radar.texts import Reading

_DEFINED = re.compile(r"\(\s*(?:the\s+|hereafter\s+|\"|“|‘|')*([A-Z][A-Za-z&.]{1,9})[\"”’'\s]*\)")
# Nouns that a description ends in.
_NOUNS = frozenset(
    """practice surgery branch centre pharmacy chemist hospice home dentist optician university federation alliance network pcn council
    authority trust hospital charity company firm business agency partnership supplier provider laboratory school association club
    cooperative consultancy""".split()
)
_ARTICLES = frozenset("the our this its their".split())
_IDLE = frozenset(
    "own local only single small new present current gp nhs said big large existing main".split()
)
_OTHERS = frozenset(
    "other another neighbouring old former new-built same first second third last next proposed whole".split()
)
# People who stand for the place where they work, and nouns that may stand without an article.
_MEN = {
    "partners": "practice",
    "doctors": "practice",
    "gps": "practice",
    "chemists": "pharmacy",
    "dentists": "dentist",
}
HELD = _NOUNS | _MEN.keys()
_BEFORE_NOUN = frozenset("health medical dental nursing care".split())
_SOME_ONE = frozenset(
    "a an any every each no another other some two three several neither both most new".split()
)
_SOLE = frozenset("only one sole single lone".split())
_POSSESSIVE = re.compile("['’]s ")
_AREAS = frozenset(("borough", "county", "district", "city"))
_AREA = re.compile(
    r"\b[Tt]he (borough|county|district|city)(?= (?:would|will|has agreed|has offered|has asked|agreed|agrees|pays|proposes|employs|asks|hosts)\b)"
)
_FOLLOWING = frozenset("in at of that which with".split())
_LONGEST = 5  # words of a description before its noun


class Descriptions:
    """Abbreviations that a paper defines, and descriptions by town, against one directory."""

    directory: Directory
    _town_at: Callable[[Reading, int], str | None]
    _fits: dict[tuple[tuple[str, ...], str | None], tuple[int, ...]]

    def _definitions(self, reading: Reading) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
        """`Brightwater Dental Care (“BDC”)`: what the letters mean in this text, and letters that mean somebody else."""
        meant: dict[str, tuple[int, ...]] = {}
        strange = set()
        for match in _DEFINED.finditer(reading.text):
            letters = match[1]
            if sum(c.isupper() for c in letters) < 2 and len(letters) < 5:
                continue
            lead = re.search(
                r"((?:(?:[A-Z][\w'’.&-]*|of|and|for|the|in|&)[ ,]+){1,9})[\s]*$",
                reading.text[max(0, match.start() - 120) : match.start()],
            )
            if lead is None:
                continue
            words = lead[1].strip(" ,").split()
            for at in range(len(words)):
                meaning = self.directory.resolve(" ".join(words[at:])) if words[at][0].isupper() else None
                if meaning is not None and meaning.sureness > 0.7:
                    meant[letters] = meaning.places
                    break
            else:
                capitals = "".join(word[0] for word in words if word[0].isupper())
                if is_letters(letters) and capitals.endswith(
                    letters.replace("NHS", "N").upper()[:1] + capitals[1 - len(letters) :]
                    if len(letters) > 1
                    else letters
                ):
                    strange.add(letters)
        return meant, frozenset(strange)

    def _by_definition(self, reading: Reading, defined: dict[str, tuple[int, ...]]) -> Iterable[Mention]:
        for letters, places in defined.items():
            if not is_letters(letters):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(letters)}(?!\w)", reading.text):
                yield Mention(places, 0.92, match.start(), match.end(), reading, exact=True)

    def _described(self, reading: Reading) -> Iterable[Mention]:
        """`The valley network`, `the trust's pharmacy company`, `the practice in Nether Quill`: whom alone in the directory it fits."""
        if not (_NOUNS & reading.known):
            return
        words = reading.words
        last = len(words) - 1
        for at in reading.at(_NOUNS):
            if not at or (words[at - 1] in _ARTICLES and (at == last or words[at + 1] not in _FOLLOWING)):
                continue
            said = self._description(reading, at)
            if said is None:
                continue
            first, told, end, town = said
            places = self._fitting(told, town)
            if len(places) != 1:
                continue
            sure = any(word not in GENERIC for word in told[1:]) or town is not None
            yield Mention(
                (places[0],),
                0.62 if sure else 0.56,
                reading.begin(first),
                reading.span(end - 1)[1],
                reading,
                town=town,
                described=True,
            )

    def _placed(self, reading: Reading) -> Iterable[Mention]:
        """`Hospital at Strandmouth`, `the GP partners at Marl`: a noun without its article, and a town where one alone has it."""
        if self.directory.town_words.isdisjoint(reading.known):
            return
        words = reading.words
        for at in reading.at(HELD):
            if (
                at + 2 >= len(words)
                or words[at + 1] not in ("at", "in", "of")
                or (at and words[at - 1] in _SOME_ONE)
            ):
                continue
            town = self._town_at(reading, at + 2)
            if town is None or not reading.text[reading.begin(at + 2)].isupper():
                continue
            noun = _MEN.get(words[at], words[at])
            told = (noun, words[at - 1]) if at and words[at - 1] in _BEFORE_NOUN else (noun,)
            places = self._fitting(told, town)
            if len(places) == 1:
                yield Mention(
                    places,
                    0.56,
                    reading.begin(at),
                    reading.span(at + 2)[1],
                    reading,
                    town=town,
                    described=True,
                )

    def _there(self, reading: Reading) -> Iterable[Mention]:
        """`The one surgery there`, `the only pharmacy in the village`: the only one of its kind in the town last spoken of."""
        if "there" not in reading.known and _SOLE.isdisjoint(reading.known):
            return
        words = reading.words
        for at in reading.at(_NOUNS):
            lead, following = words[max(0, at - 4) : at], words[at + 1 : at + 3]
            sole = not _SOLE.isdisjoint(lead)
            if not (following[:1] == ["there"] and (sole or "the" in lead)) and not (sole and "the" in lead):
                continue
            town = next(
                (t for t in (self._town_at(reading, at + 2), self._town_at(reading, at + 1)) if t), None
            )
            for back in range(at - 1, max(-1, at - 150), -1):
                if town is None and reading.text[reading.begin(back)].isupper():
                    town = self._town_at(reading, back)
            places = self._fitting((singular(words[at]),), town) if town else ()
            if len(places) == 1:
                yield Mention(
                    places, 0.56, reading.begin(at), reading.span(at)[1], reading, town=town, described=True
                )

    def _areas(self, reading: Reading) -> Iterable[Mention]:
        """`The borough would pay`: the council of it."""
        if _AREAS.isdisjoint(reading.known):
            return
        for match in _AREA.finditer(reading.text):
            places = [
                place
                for place in self.directory.profiles.fitting([match[1].lower()])
                if self.directory.organisations[place].kind == "council"
            ]
            if len(places) == 1:
                yield Mention((places[0],), 0.56, match.start(), match.end(), reading, described=True)

    def _description(self, reading: Reading, at: int) -> tuple[int, tuple[str, ...], int, str | None] | None:
        """Where a description begins, its noun and other words, where it ends, and the town in it."""
        words = reading.words
        before = words[at - 1]
        if (
            before not in _ARTICLES
            and before not in _IDLE
            and singular(before) not in self.directory.profiles.posted
            and (before,) not in self.directory.towns
        ):
            return None
        window = words[max(0, at - _LONGEST) : at]
        if _ARTICLES.isdisjoint(window) and self.directory.town_words.isdisjoint(window):
            begin = reading.begin(at)
            if not _POSSESSIVE.search(reading.text, max(0, begin - 50), begin):
                return None
        told = [singular(words[at])]
        towns = self.directory.towns
        first = at
        town = None
        determined = False
        while first > 0 and at - first < _LONGEST:
            word = words[first - 1]
            gap = reading.text[reading.span(first - 1)[1] : reading.begin(first)]
            if gap.strip(" -"):
                break
            owner = (
                reading.text[reading.begin(first - 1) : reading.begin(first)]
                .replace("’", "'")
                .rstrip()
                .endswith("'s")
            )
            if word in _ARTICLES:
                determined = True
                first -= 1
                break
            size = next((n for n in (3, 2, 1) if n <= first and tuple(words[first - n : first]) in towns), 0)
            if size:
                town = towns[tuple(words[first - size : first])]
                determined = True
                first -= size
                break
            if owner:
                determined = True
                break
            if word in _OTHERS:
                return None
            if word not in _IDLE:
                told.append(singular(word))
            first -= 1
        if not determined:
            return None
        end = at + 1
        following = words[end : end + 4]
        if town is None and following[:1] and following[0] in ("in", "at", "of"):
            for size in (3, 2, 1):
                name = tuple(words[end + 1 : end + 1 + size])
                if name in self.directory.towns and reading.text[reading.begin(end + 1)].isupper():
                    town, end = self.directory.towns[name], end + 1 + len(name)
                    break
        following = words[end : end + 6]
        if following[:1] and following[0] in ("that", "which", "with"):
            for number, word in enumerate(following):
                if word in CONTRACTS:
                    told.append(word)
                    end += number + 1
                    break
        s, e = reading.begin(at), reading.span(at)[1]
        if end < len(words) and end == at + 1 and reading.text[e : reading.begin(end)] == " ":
            if reading.text[reading.begin(end)].isupper() and reading.text[s].isupper():
                return None
            if words[end] in STREET or singular(words[end]) in _NOUNS:
                return None
        return (first, tuple(told), end, town) if len(told) > 1 or town is not None else None

    def _fitting(self, words: tuple[str, ...], town: str | None) -> tuple[int, ...]:
        known = self._fits.get((words, town))
        if known is None:
            places = self.directory.profiles.fitting(words)
            if town is not None:
                places = {place for place in places if self.directory.organisations[place].town == town}
            if len(places) > 1 and "branch" not in words:
                places = {
                    place for place in places if self.directory.organisations[place].kind != "branch"
                } or places
            known = self._fits[words, town] = tuple(sorted(places))
        return known
