"""Which organisations a text speaks of: its names, checked against what stands around them."""

# ruff: noqa: SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from backend.radar.classes import Classes, Phrase
from backend.radar.classmentions import ClassMentions
from backend.radar.descriptions import HELD, Descriptions
from backend.radar.directory import Directory
from backend.radar.forms import FULL, HINT, PART, SHORT, WEAK
from backend.radar.leftovers import LeftOvers
from backend.radar.meanings import MOST_OWNERS, Owner
from backend.radar.mentions import SOMEBODY_ELSE, Mention, Scan
from backend.radar.names import GENERIC
from backend.radar.shortnames import ShortNames
from backend.radar.streets import is_road
from backend.radar.texts import Reading

_GOES_ON = frozenset(
    "of from in for to that who on with about by".split()
)  # after an everyday word that begins a sentence
_MANY = 50


class Matcher(ShortNames, ClassMentions, Descriptions, LeftOvers):
    """Reads texts against one directory and its classes."""

    def __init__(self, directory: Directory, classes: Classes) -> None:
        self.directory = directory
        self.classes = classes
        self._fits: dict[tuple[tuple[str, ...], str | None], tuple[int, ...]] = {}
        self._noted = self.classes.heads | HELD | self.telling.keys()
        self._chosen: dict[tuple[tuple[str, ...], str | None], tuple[Owner, ...]] = {}

    def scan(self, text: str) -> Scan:
        reading = Reading(text, self.directory.spelling, self.directory.joinable)
        reading.note(self._noted)
        return Scan(reading, tuple(self._mentions(reading)))

    def _mentions(self, reading: Reading) -> Iterable[Mention]:
        # By place in the line, the longest first: most short ones lie inside a long one and are passed over.
        spans: list[tuple[int, int, int, tuple[str, ...] | Phrase]] = (
            [
                (end - size, -size, 0, form)
                for end, (size, form) in self.directory.automaton.iter(reading.line)
            ]
            if reading.words and self.directory.automaton  # an empty one can't be asked
            else []
        )
        for phrase in self.classes.phrases(reading):
            last = phrase.first + phrase.length - 1
            start = reading.starts[phrase.first]
            spans.append((start, start - reading.starts[last] - len(reading.words[last]), 1, phrase))
        spans.sort(key=itemgetter(0, 1, 2))
        defined, strange = self._definitions(reading) if "(" in reading.text else ({}, frozenset())
        free = 0
        found: list[Mention] = []
        refused: list[tuple[int, int]] = []
        for start, size, _, form in spans:
            if start < free:
                continue
            mention = (
                self._class_mention(reading, form)
                if isinstance(form, Phrase)
                else self._named(
                    reading, reading.word_at(start), len(form), form, self.directory.forms[form], strange
                )
            )
            if not isinstance(form, Phrase) and (mention is None or mention is SOMEBODY_ELSE):
                at = reading.word_at(start)
                refused.append((reading.begin(at), reading.span(at + len(form) - 1)[1]))
            if mention is SOMEBODY_ELSE:
                free = start - size
            elif mention is not None:
                # Letters that the paper itself explains mean what it says.
                if reading.text[mention.start : mention.end] not in defined:
                    found.append(mention)
                free = start - size
        found.extend(self._by_definition(reading, defined))
        found.extend(self._described(reading))
        found.extend(self._placed(reading))
        found.extend(self._there(reading))
        found.extend(self._areas(reading))
        found.extend(self._in_cells(reading))
        for mention in list(self._left_over(reading, found, refused)):
            # "Lynb. Chemists" is a name, and no class.
            found = [m for m in found if m.by_class is None or not mention.start <= m.start < mention.end]
            found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

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
        if form[0] in ("the", "our") and len(form) > 1:
            return self._definite(reading, first, length, form, owners)
        best = max(owner.sureness for owner in owners)
        capital = self._capitals(reading, first, length, form)
        weak = best < FULL - 0.07 or length == 1
        if not capital and (weak or self._everyday(form)):
            return None
        respelt = reading.respelt(first, first + length)
        if respelt and (not capital or (length == 1 and len(form[0]) < (7 if best >= FULL - 0.07 else 8))):
            return None
        if length == 1 and not owners[0].capitals and self._is_surname(reading, form[0], start):
            return None
        telling = [word for word in form if word not in GENERIC]
        if not telling and not self._as_written(reading, first, length, start, end, owners):
            return None
        if self.directory.is_street(form) and best < FULL - 0.07 and is_road(reading, start, end):
            return None
        if (
            best <= PART
            and length == 1
            and first
            and reading.words[first - 1] in ("in", "near", "from", "around", "across", "to")
        ):
            return None
        if (
            form in self.directory.towns
            and best < FULL - 0.07
            and not self._named_beside(reading, first, length, owners)
        ):
            # A town, most likely: only as a hint, and to know whom a text leaves out.
            return Mention(tuple(owner.place for owner in owners[:MOST_OWNERS]), HINT, start, end, reading)
        before = self._before(reading, first, start)
        after = self._after(reading, first + length, end)
        if after and reading.text[end - 2 : end] in ("'s", "’s") and not self._possessive(owners, form[-1]):
            after = ""
        if not owners[0].capitals and self._longer(reading, first, length, form, before, after, best):
            return SOMEBODY_ELSE
        if best < FULL - 0.07 and self._is_thing(reading, first + length, end):
            return None
        if self._apposed(reading, end, owners):
            return None
        town = self._town(reading, first, length)
        weak = best <= WEAK
        early = best <= PART and length == 1 and first + 1 < len(reading.words)
        if (
            early
            and reading.words[first + 1] in _GOES_ON
            and not self._town_at(reading, first + 2)
            and reading.sentence(start, end)[0] >= start
        ):
            return None
        if weak and not self._is_subject(reading, first + length, end):
            return None
        if town is None and (weak or len(owners) > 1):
            town = self._town_near(reading, start, end, owners)
        chosen = self.directory.choose(owners, town)
        if weak and town is None and not self._kind_beside(reading, start, end, chosen):
            return None
        if len(chosen) > 1:
            chosen = self._of_the_kind(reading, first, length, chosen)
        if best <= SHORT and length < 3 and self._elsewhere(reading, first + length, end, chosen):
            return None
        if not chosen or self._of_another_kind(reading, first, length, form, chosen):
            return None
        sureness = max(owner.sureness for owner in chosen) * (0.95 if respelt else 1)
        places = tuple(owner.place for owner in chosen)
        others: tuple[int, ...] = ()
        if len(owners) > len(places) and town is None and best >= FULL - 0.07:
            others = tuple(o.place for o in owners if o.place not in places)
        return Mention(
            places, sureness, start, end,
            reading, town=town, exact=best >= FULL - 0.07, others=others,
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
