"""Which organisations a text speaks of: its names, checked against what stands around them."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Iterable, Sequence

from backend.radar.classes import Classes
from backend.radar.descriptions import Descriptions
from backend.radar.directory import FULL, MOST_OWNERS, Directory, Owner
from backend.radar.mentions import SOMEBODY_ELSE, Mention, Scan
from backend.radar.names import (
    GENERIC,
)
from backend.radar.surroundings import Surroundings
from backend.radar.texts import Reading

# Nouns after which a street's name means the place there: "the branch at Mill Lane".
_SITE = re.compile(
    r"\b(?:branch|surgery|practice|site|premises|rooms?|clinic|building|pharmacy|home|list|patients|lease|partners) (?:at|in|on|of|from) (?:the )?$",
    re.I,
)


_MANY = 50


class Matcher(Surroundings, Descriptions):
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
            if reading.words and self.directory.automaton  # an empty one can't be asked
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
            if mention is SOMEBODY_ELSE:
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
            return SOMEBODY_ELSE
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
            beside = self._after(reading, first + length, end) or self._before(reading, first, start)
            if beside:
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
