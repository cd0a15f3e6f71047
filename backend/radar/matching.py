"""Which organisations a text speaks of: its names, checked against what stands around them."""

# ruff: noqa: E501, SIM905, PLW2901 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from backend.radar.classes import Classes
from backend.radar.directory import FULL, HEAD, MOST_OWNERS, Directory, Owner
from backend.radar.names import (
    COMMON,
    DIRECTIONS,
    GENERIC,
    LANDSCAPE,
    LEGAL,
    STREET,
    folded,
    is_letters,
    words_of,
)
from backend.radar.passing import NO_PART, in_passing
from backend.radar.texts import Reading

_TITLES = frozenset(
    "dr mr mrs ms miss mx professor prof sir dame lord lady cllr councillor sister revd rev".split()
)
# Words that may stand with a capital before a name without being part of it.
_BEFORE = frozenset(
    """the a an at in of for to from by with and or our both from via per nhs re is are was were that which between but if
    as on site branch bidder supplier provider contractor practice applicant option lot award grant item paper report
    merger closure application partners partner dr chair member see also lead not new when where while since under after
    before although today yesterday however meanwhile finally then there here this these those two three four five six
    members officers staff patients""".split()
)
_UNIT = frozenset("emergency accident department ward wards unit maternity estates".split())
# Nouns after which a street's name means the place there: "the branch at Mill Lane".
_SITE = re.compile(
    r"\b(?:branch|surgery|practice|site|premises|rooms?|clinic|building|pharmacy|home|list|patients|lease|partners) (?:at|in|on|of|from) (?:the )?$",
    re.I,
)
_DEFINED = re.compile(r"\(\s*(?:the\s+|hereafter\s+|\"|“|‘|')*([A-Z][A-Za-z&.]{1,9})[\"”’'\s]*\)")


_MANY = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that speak of organisations of the directory."""

    places: tuple[int, ...]
    sureness: float
    start: int
    end: int
    reading: Reading | None
    by_class: str | None = None  # the phrase, where a class is meant
    one: bool = False
    town: str | None = None
    exact: bool = False

    @property
    def passing(self) -> str | None:
        """Why it is mentioned in passing only, or None. Worked out when it is asked, since most are never asked."""
        if self.reading is None:
            return None
        return in_passing(self.reading.around(self.start, self.end), class_phrase=self.by_class is not None)


# A name that is only part of a longer one: nothing inside it counts either.
_SOMEBODY_ELSE = Mention((), 0.0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Scan:
    reading: Reading
    mentions: tuple[Mention, ...]


class Matcher:
    """Reads texts against one directory and its classes."""

    def __init__(self, directory: Directory, classes: Classes) -> None:
        self.directory = directory
        self.classes = classes
        self._chosen: dict[tuple[tuple[str, ...], str | None], tuple[Owner, ...]] = {}

    def scan(self, text: str) -> Scan:
        reading = Reading(text, self.directory.spelling, self.directory.joinable)
        return Scan(reading, tuple(self._mentions(reading)))

    def _mentions(self, reading: Reading) -> Iterable[Mention]:
        spans = (
            [
                (reading.word_at(end - sum(map(len, form)) - len(form) + 1), len(form), form)
                for end, form in self.directory.automaton.iter(reading.line)
            ]
            if reading.words
            else []
        )
        spans.extend(self._together(reading))
        spans.sort(key=lambda span: (span[0], -span[1]))
        defined, strange = self._definitions(reading) if "(" in reading.text else ({}, frozenset())
        free = 0
        found = []
        for first, length, form in spans:
            if first < free:
                continue
            mention = self._mention(reading, first, length, form, strange)
            if mention is _SOMEBODY_ELSE:
                free = first + length
            elif mention is not None:
                found.append(mention)
                free = first + length
        found.extend(self._by_definition(reading, defined))
        found.extend(self._in_towns(reading))
        return sorted(found, key=lambda mention: mention.start)

    def _together(self, reading: Reading) -> list[tuple[int, int, tuple[str, ...]]]:
        found = []
        for word in self.classes.telling.keys() & reading.known:
            at = -1
            for _ in range(reading.words.count(word)):
                at = reading.words.index(word, at + 1)
                together = self.classes.together(reading.words, at)
                if together is not None:
                    found.append((at, together[1] - at, ("@", *sorted(together[0]))))
        return found

    def _mention(
        self, reading: Reading, first: int, length: int, form: tuple[str, ...], strange: frozenset[str]
    ) -> Mention | None:
        if form[0] == "@":
            places = sorted({place for word in form[1:] for place in self.classes.telling[word]})
            return self._class_mention(reading, first, length, tuple(places), one=False)
        phrase = self.classes.phrases.get(form)
        owners = self.directory.forms.get(form, ())
        if owners:
            mention = self._named(reading, first, length, form, owners, strange)
            if mention is not None or phrase is None:
                return mention
        if phrase is not None:
            return self._class_mention(reading, first, length, phrase.members, one=phrase.one)
        return None

    # Names

    def _named(
        self,
        reading: Reading,
        first: int,
        length: int,
        form: tuple[str, ...],
        owners: tuple[Owner, ...],
        strange: frozenset[str],
    ) -> Mention | None:
        start, end = reading.begin(first), reading.span(first + length - 1)[1]
        words = reading.text[start:end]
        if words in strange:
            return None
        if len(owners) > _MANY:
            # Namesakes by the hundred: only a town can tell them apart.
            owners = self._in_town(form, owners, self._town(reading, first, length))
            if not owners:
                return None
        if any(owner.capitals for owner in owners):
            letters = re.sub(r"[\W\d]|s$", "", words)
            shouted = len(letters) >= 2 and sum(c.isupper() for c in letters) >= len(letters) - 1
            owners = tuple(owner for owner in owners if shouted or not owner.capitals)
        if not owners:
            return None
        best = max(owner.sureness for owner in owners)
        capital = self._capitals(reading, first, length, form)
        weak = best < FULL - 0.07 or length == 1
        if not capital and (weak or self._everyday(form)):
            return None
        respelt = reading.respelt(first, first + length)
        if respelt and (not capital or (length == 1 and (len(form[0]) < 7 or best < FULL - 0.07))):
            return None
        if length == 1 and not owners[0].capitals and self._is_surname(reading, form[0], start):
            return None
        telling = [word for word in form if word not in GENERIC]
        if not telling and not self._as_written(reading, first, length, start, end, owners):
            return None
        if (
            self.directory.is_street(form)
            and best < FULL - 0.07
            and not _SITE.search(reading.text[max(0, start - 40) : start])
        ):
            return None
        before = self._before(reading, first, start)
        after = self._after(reading, first + length, end)
        if after and reading.text[end - 2 : end] in ("'s", "’s") and not self._possessive(owners, form[-1]):
            after = ""
        if not owners[0].capitals and self._longer(reading, first, length, form, before, after, best):
            return _SOMEBODY_ELSE
        town = self._town(reading, first, length)
        chosen = self.directory.choose(owners, town) if town else owners
        if town and not chosen:
            return None
        sureness = max(owner.sureness for owner in chosen) * (0.95 if respelt else 1)
        return Mention(
            tuple(owner.place for owner in chosen), sureness, start, end,
            reading, town=town, exact=best >= FULL - 0.07,
        )  # fmt: skip

    def _in_town(
        self, form: tuple[str, ...], owners: tuple[Owner, ...], town: str | None
    ) -> tuple[Owner, ...]:
        if (form, town) not in self._chosen:
            chosen = self.directory.choose(owners, town) if town else ()
            self._chosen[form, town] = chosen if len(chosen) <= MOST_OWNERS else ()
        return self._chosen[form, town]

    def _capitals(self, reading: Reading, first: int, length: int, form: tuple[str, ...]) -> bool:
        """Whether the telling words stand with capitals, as names do."""
        seen = [
            reading.text[s : s + 1]
            for word, s in zip(form, map(reading.begin, range(first, first + length)), strict=False)
            if word not in GENERIC or length == 1
        ] or [reading.text[reading.begin(first)]]
        return all(c.isupper() or c.isdigit() or not c.isalpha() for c in seen)

    def _everyday(self, form: tuple[str, ...]) -> bool:
        return all(word in COMMON or word in GENERIC for word in form)

    def _as_written(
        self, reading: Reading, first: int, length: int, start: int, end: int, owners: Sequence[Owner]
    ) -> bool:
        """A name of nothing but general words ("The Surgery", "the Foundation Trust") counts as it is written only."""
        begins = reading.begin(first - 1) if first else start
        here = reading.text[start:end]
        if not all(
            reading.text[s].isupper() for s, e in map(reading.span, range(first, first + length)) if e - s > 3
        ):
            return False
        for owner in owners:
            one = self.directory.organisations[owner.place]
            for name in (one.name, *one.other_names, *one.former_names):
                if name == here or name.lower() == f"the {here}".lower():
                    lead = reading.text[begins:start].strip().lower() == "the"
                    sentence_start = reading.sentence(start, end)[0] >= begins - 1
                    if not name.lower().startswith("the ") or (
                        lead and (length > 1 or (not sentence_start and reading.text[begins] == "T"))
                    ):
                        return True
        return False

    def _before(self, reading: Reading, first: int, start: int) -> str:
        """The word before, if only a space stands between and it has a capital that no sentence gave it."""
        if not first:
            return ""
        s, e = reading.span(first - 1)
        if reading.text[e:start].strip("") != " " or not reading.text[s].isupper():
            return ""
        word = reading.words[first - 1]
        if reading.sentence(start, start + 1)[0] >= s and (
            word in _BEFORE or word not in COMMON | DIRECTIONS
        ):
            return "" if word not in _TITLES else word
        return word

    def _after(self, reading: Reading, following: int, end: int) -> str:
        """The word after, if only a space stands between and it has a capital."""
        if following >= len(reading.words):
            return ""
        s, _ = reading.span(following)
        gap = reading.text[end:s]
        return reading.words[following] if gap in (" ", "-") and reading.text[s].isupper() else ""

    def _longer(
        self,
        reading: Reading,
        first: int,
        length: int,
        form: tuple[str, ...],
        before: str,
        after: str,
        best: float,
    ) -> bool:
        """Whether the words are part of a longer name, somebody else's: Castle Street, Oak Park Surgery, Dr Bellweather."""
        whole = best >= FULL - 0.07 and (form[-1] in GENERIC or length > 2)
        if before:
            if before in _TITLES and form[0] != "dr":
                return length == 1 or not whole
            town = (before,) in self.directory.towns
            if before in DIRECTIONS and before not in form:
                return True
            if (
                before not in _BEFORE
                and before not in GENERIC
                and not town
                and (self._everyday(form[:1]) or not whole)
            ):
                return True
        if after:
            if after in STREET:
                return True
            if not whole and after not in LEGAL and (after,) not in self.directory.towns:
                return not (after in _TITLES or self._is_own(form, after))
        elif not whole and length == 1 and best < FULL - 0.07:
            following = reading.words[first + length : first + length + 1]
            return bool(following) and following[0] in STREET | LANDSCAPE
        return False

    def _possessive(self, owners: Sequence[Owner], word: str) -> bool:
        """Whether the names themselves have the word with an apostrophe, as in St Edda's."""
        names = [self.directory.organisations[owner.place].name for owner in owners]
        return any(re.search(rf"\b{re.escape(word)}s?['’]", folded(name)) for name in names)

    def _is_own(self, form: tuple[str, ...], after: str) -> bool:
        """A word of the organisation's own name, or of its unit: the hospital's Emergency Department."""
        owners = self.directory.forms.get(form, ())
        return after in _UNIT or any(
            after in words_of(self.directory.organisations[owner.place].name) for owner in owners
        )

    def _is_surname(self, reading: Reading, word: str, start: int) -> bool:
        """One word that stands after a title somewhere in the text is a person there."""
        at = -1
        for _ in range(reading.words.count(word)):
            at = reading.words.index(word, at + 1)
            for back in (1, 2):
                if at - back >= 0 and reading.words[at - back] in _TITLES:
                    between = reading.text[reading.span(at - back)[1] : reading.begin(at)]
                    if back == 1 or reading.text[reading.begin(at - 1)].isupper():
                        if len(between) < 25 and "," not in between:
                            return True
        return False

    def _town(self, reading: Reading, first: int, length: int) -> str | None:
        """The town that is said with the name: "Park Surgery, Tolbury", "Park Surgery (Tolbury)", "in Tolbury"."""
        words = reading.words
        towns = self.directory.towns
        end = reading.span(first + length - 1)[1]
        for skip in (0, 1, 2):
            at = first + length + skip
            if skip and not (
                words[at - 1 : at]
                and (
                    words[at - 1] in ("in", "at", "of", "near")
                    or words[at - 1] in ("in", "at", "the")
                    or words[at - 1] in LEGAL
                    or words[at - 1] == "branch"
                )
            ):
                break
            for size in (3, 2, 1):
                if tuple(words[at : at + size]) in towns and at + size <= len(reading.words):
                    between = reading.text[end : reading.begin(at)]
                    if (
                        len(between) < 16
                        and "." not in between.strip("., ")
                        and "\n" not in between
                        and "|" not in between
                        and reading.text[reading.begin(at)].isupper()
                    ):
                        after = self._after(reading, at + size, reading.span(at + size - 1)[1])
                        if after and (after in GENERIC | STREET) and between == " ":
                            return None
                        return towns[tuple(words[at : at + size])]
        for size in (3, 2, 1):
            if first - size >= 0 and tuple(words[first - size : first]) in towns:
                between = reading.text[reading.span(first - 1)[1] : reading.begin(first)]
                if between in (" ", "'s ", "’s "):
                    return towns[tuple(words[first - size : first])]
        return None

    # Classes

    def _class_mention(
        self, reading: Reading, first: int, length: int, members: tuple[int, ...], *, one: bool
    ) -> Mention | None:
        start, end = reading.begin(first), reading.span(first + length - 1)[1]
        before = reading.words[max(0, first - 1) : first]
        if one:
            own = reading.text[start - 3 : start] in ("'s ", "’s ")
            if (
                not own
                and before
                not in (["the"], ["our"], ["local"], ["its"], ["county"], ["city"], ["area"], ["town"])
                and reading.words[first] not in ("the", "our")
            ):
                return None
            if reading.words[first + length : first + length + 1] in (
                ["tax"],
                ["of"],
                ["house"],
            ) or self._after(reading, first + length, end):
                return None
            if reading.text[start].isupper() and before != ["the"]:
                return None
        elif reading.text[start].isupper() and not self._all_capitals(reading, start, end):
            # A name that holds the phrase: "Inventshire Care Homes Association".
            if self._after(reading, first + length, end) or self._before(reading, first, start):
                return None
        if before and before[0] in ("other", "neighbouring", "non"):
            return None
        town = self._town(reading, first, length) if not one else None
        if town is None and not one:
            tail = reading.words[first + length : first + length + 4]
            for at, word in enumerate(tail):
                if word in ("across", "around", "within", "serving", "in", "of", "at") and (
                    place := self._town_at(reading, first + length + at + 1)
                ):
                    town = place
        if town is not None:
            members = tuple(m for m in members if self.directory.organisations[m].town == town)
        return Mention(
            members,
            0.62 if one else 0.82,
            start,
            end,
            reading,
            by_class=reading.text[start:end],
            one=one,
            town=town,
        )

    def _all_capitals(self, reading: Reading, start: int, end: int) -> bool:
        return reading.text[start:end].isupper() and end - start <= 5

    def _town_at(self, reading: Reading, at: int) -> str | None:
        for size in (3, 2, 1):
            if tuple(reading.words[at : at + size]) in self.directory.towns:
                return self.directory.towns[tuple(reading.words[at : at + size])]
        return None

    # Abbreviations that a paper defines, and descriptions by town

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
            if (words_of(letters) in self.directory.forms) or not is_letters(letters):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(letters)}(?!\w)", reading.text):
                yield Mention(places, 0.92, match.start(), match.end(), reading, exact=True)

    def _in_towns(self, reading: Reading) -> Iterable[Mention]:
        """`The practice in Nether Quill`, where the directory has one practice there."""
        for town, name in self.directory.towns.items():
            if not all(word in reading.known for word in town):
                continue
            for match in re.finditer(
                rf"\b(?:the|our|local) (?:only |single |small |local |community |gp )*({_NOUNS}) (?:in|at|of) (?:the (?:town|village|city) of )?{re.escape(name)}\b|(?<![-\w]){re.escape(name)}(?:'s|’s)? (?:only |single |local |community )?({_NOUNS})\b(?! (?:road|street|lane))",
                reading.text,
                re.IGNORECASE,
            ):
                noun = (match[1] or match[2]).lower()
                text = match[1] or match[2]
                if match[2] and text[0].isupper():
                    continue
                members = [
                    place
                    for place, one in enumerate(self.directory.organisations)
                    if one.town == name and _is_a(one.kind, one.name, one.classes, noun)
                ]
                if len(members) == 1:
                    yield Mention((members[0],), 0.66, match.start(), match.end(), reading, exact=False)


_NOUN: dict[str, Callable[[str, str, Sequence[str]], bool]] = {
    "surgery": lambda kind, name, classes: kind in ("practice", "branch"),
    "practice": lambda kind, name, classes: kind in ("practice", "branch"),
    "gp practice": lambda kind, name, classes: kind in ("practice", "branch"),
    "gp surgery": lambda kind, name, classes: kind in ("practice", "branch"),
    "branch surgery": lambda kind, name, classes: kind == "branch",
    "medical centre": lambda kind, name, classes: kind in ("practice", "branch"),
    "health centre": lambda kind, name, classes: kind in ("practice", "branch"),
    "federation": lambda kind, name, classes: kind == "federation",
    "network": lambda kind, name, classes: kind == "network",
    "council": lambda kind, name, classes: kind == "council",
    "pharmacy": lambda kind, name, classes: any("pharmac" in c and "compan" not in c for c in classes),
    "chemist": lambda kind, name, classes: any("pharmac" in c and "compan" not in c for c in classes),
    "hospice": lambda kind, name, classes: "hospice" in name.lower() or "hospice" in classes,
    "care home": lambda kind, name, classes: any("care home" in c or "nursing home" in c for c in classes),
    "nursing home": lambda kind, name, classes: (
        any("nursing" in c for c in classes) or "Nursing Home" in name
    ),
    "dentist": lambda kind, name, classes: any("dental" in c for c in classes),
    "dental practice": lambda kind, name, classes: any("dental" in c for c in classes),
    "optician": lambda kind, name, classes: any("opto" in c or "optic" in c for c in classes),
    "university": lambda kind, name, classes: "university" in name.lower(),
}
_NOUNS = "|".join(sorted(_NOUN, key=len, reverse=True))


def _is_a(kind: str, name: str, classes: Sequence[str], noun: str) -> bool:
    return _NOUN[noun](kind, name, classes)


def decided(
    mentions: Sequence[Mention],
    directory: Directory,
    named: frozenset[int],
    kin: Callable[[tuple[int, ...]], bool],
) -> list[Mention]:
    """Namesakes told apart by the rest of the item: by a town said elsewhere, or by one of them being named in full."""
    sure = set(named)
    for mention in mentions:
        if (
            mention.exact
            and len(mention.places) == 1
            and mention.sureness >= 0.85
            and mention.by_class is None
        ):
            sure.update(mention.places)
    # A shortened name may mean an organisation whose parts or whole are named: see the callers' `named`.
    found = []
    for mention in mentions:
        if mention.by_class is None and len(mention.places) > 1:
            known = tuple(place for place in mention.places if place in sure)
            if len(known) == 1:
                mention = replace(mention, places=known)
            elif not kin(mention.places):
                mention = replace(
                    mention, sureness=mention.sureness * (0.56 if mention.sureness > 0.9 else 0.5)
                )
        found.append(mention)
    return found


def excluded(mentions: Iterable[Mention]) -> tuple[frozenset[int], frozenset[int]]:
    """Those whom a text says to be left out: by name, and by class."""
    names: set[int] = set()
    classes: set[int] = set()
    for mention in mentions:
        if mention.passing == NO_PART and len(mention.places) < 400:
            (names if mention.by_class is None else classes).update(mention.places)
    return frozenset(names), frozenset(classes)


__all__ = ["HEAD", "Matcher", "Mention", "Scan", "decided", "excluded"]
