"""Which organisations a text speaks of: its names, checked against what stands around them."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from backend.radar.classes import BARE, CALLED, CLASS, SOME, Classes, Phrase
from backend.radar.descriptions import Descriptions
from backend.radar.directory import Directory
from backend.radar.forms import DEFINITE, FULL, PART, SHORT, WEAK
from backend.radar.kinds import plural, singular
from backend.radar.meanings import MOST_OWNERS, Owner
from backend.radar.mentions import SOMEBODY_ELSE, Mention, Scan
from backend.radar.names import GENERIC, LEGAL, words_of
from backend.radar.surroundings import Surroundings
from backend.radar.texts import Reading

# Nouns after which a street's name means the place there: "the branch at Mill Lane".
_SITE = re.compile(
    r"\b(?:branch|surgery|practice|site|premises|rooms?|clinic|building|pharmacy|home|list|patients|lease|partners) (?:at|in|on|of|from) (?:the )?$",
    re.I,
)


# After the name of a street, what only the practice there has or does; and what only the street has.
_OWN = re.compile(
    r"@@(?:'s|’s)? (?:asks|bids|offers|proposes|plans|wants|says|(?:would|will|may|could) (?:have|open|take|run|offer|lose|gain|receive|get|be paid|employ|lead|host|merge|join))\b|\b(?:and|its|their) (?:partners|patients|list|doctors|staff|landlord)\b",
    re.IGNORECASE,
)
_ROAD = re.compile(
    r"\b(?:road|street|traffic|bus|buses|parking|park|roadworks|pavement|cars?|dug|houses?|residents|shops?|flood\w*|corner)\b(?!@@)",
    re.IGNORECASE,
)
# What only an organisation does, after an everyday word that may be its name.
_ACTS = re.compile(
    r"@@(?:'s|’s)? (?:asks|asked (?:for|that|to|us)|bids?|offers|proposes|applied|applies|tendered|quoted|quotes|wants|told us|says that|said that|"
    r"would (?:be paid|get|receive|lose|run|supply|employ|take|have|host)|has asked|has offered|has applied|has bid)\b"
)
_TRADES = frozenset(
    """builders builder printers printer florists florist caterers caterer taxis taxi cabs hotel hotels school church bakers bakery
    butchers plumbers roofers electricians removals surveyors architects garage garages coaches farm farmers brewery café cafe pub
    restaurant estate agents jewellers tailors decorators cleaners gardeners""".split()
)
# What is done to a class that is named by its noun alone: "practices will be paid", "payments to practices".
_GAINS = re.compile(
    r"@@ (?:(?:would|will|could|may|must|should|are to|can|are|have to) )+(?:each |all |also |then |only |now )*(?:be )?(?:have|paid|offered|given|asked to|required|funded|invited to|get|gets|receive|lose|gain|share|sign|claim|earn|apply|bid|charged|expected to|allowed|get)\b"
    r"|@@['’]?s? (?:fees?|rates?|payments?|contracts?|grants?|funding|income)\b"
    r"|\b(?:offer(?:ed|s)?|open|paid|pay|payments?|grants?|payable|given|available|extended|rise|increase|uplift|money|funding|incentives?|fees?|rates?|scheme|awards?|allocations?|contracts?) (?:to|for) (?:the |our |its )?@@(?! (?:that|in the|who))",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r",? (?:that (?:is|are) |which (?:is|are) |belonging |who (?:is|are) )?(?:in|of|within|to|members of) (?:the|our|its|that|this|each) (?:[\w-]+ )?(?:federation|alliance|network|pcn|co-?operative|consortium)\b",
    re.IGNORECASE,
)
_OUTSIDE_NHS = re.compile(
    r",? (?:outside|not in|not part of|other than in) the (?:NHS|health service)\b", re.IGNORECASE
)
_GOES_ON = frozenset(
    "of from in for to that who on with about by".split()
)  # after an everyday word that begins a sentence
_CELL = re.compile(
    r"(?m)^(?:[-•*·–]\s*|\(?\w{1,2}[.)]\s+|(?:[Bb]id|[Ll]ot|[Oo]ption|[Ss]ite) \w+[,:]\s*)?([A-Z][\w'’.& -]{2,40}?)\s*(?=\||:|,| [-–] |\t|$)"
)
_MANY = 50


class Matcher(Surroundings, Descriptions):
    """Reads texts against one directory and its classes."""

    def __init__(self, directory: Directory, classes: Classes) -> None:
        self.directory = directory
        self.classes = classes
        self._fits: dict[tuple[tuple[str, ...], str | None], tuple[int, ...]] = {}
        self._chosen: dict[tuple[tuple[str, ...], str | None], tuple[Owner, ...]] = {}

    def scan(self, text: str) -> Scan:
        reading = Reading(text, self.directory.spelling, self.directory.joinable)
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
        found = []
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
            if mention is SOMEBODY_ELSE:
                free = start - size
            elif mention is not None:
                # Letters that the paper itself explains mean what it says.
                if reading.text[mention.start : mention.end] not in defined:
                    found.append(mention)
                free = start - size
        found.extend(self._by_definition(reading, defined))
        found.extend(self._described(reading))
        found.extend(self._areas(reading))
        found.extend(self._in_cells(reading))
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
            and not (_OWN.search(around := reading.around(start, end)) and not _ROAD.search(around))
        ):
            return None
        if (
            best <= PART
            and length == 1
            and first
            and reading.words[first - 1] in ("in", "near", "from", "around", "across", "to")
        ):
            return None
        before = self._before(reading, first, start)
        after = self._after(reading, first + length, end)
        if after and reading.text[end - 2 : end] in ("'s", "’s") and not self._possessive(owners, form[-1]):
            after = ""
        if not owners[0].capitals and self._longer(reading, first, length, form, before, after, best):
            return SOMEBODY_ELSE
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
        if best <= SHORT and length < 3 and self._elsewhere(reading, first + length, end, chosen):
            return None
        if not chosen or self._of_another_kind(reading, first, length, form, chosen):
            return None
        sureness = max(owner.sureness for owner in chosen) * (0.95 if respelt else 1)
        return Mention(
            tuple(owner.place for owner in chosen), sureness, start, end,
            reading, town=town, exact=best >= FULL - 0.07,
        )  # fmt: skip

    def _definite(
        self, reading: Reading, first: int, length: int, form: tuple[str, ...], owners: tuple[Owner, ...]
    ) -> Mention | None:
        """`the Royal`, `the provider collaborative`: a part of a name after an article, as people speak of the only one."""
        start, end = reading.begin(first), reading.span(first + length - 1)[1]
        inner = [reading.begin(number) for number in range(first + 1, first + length)]
        large = [reading.text[at].isupper() for at in inner]
        following = reading.words[first + length : first + length + 2]
        if self._after(reading, first + length, end) or (not all(large) and (any(large) or length == 2)):
            return None
        if following[:1] and following[0] in ("of", "for", "in", "at") and len(following) > 1:
            at = reading.begin(first + length + 1)
            if reading.text[at].isupper() and self._town_at(reading, first + length + 1) is None:
                return None
        sureness = max(owner.sureness for owner in owners)
        return Mention(
            tuple(owner.place for owner in owners), min(sureness, DEFINITE) - (0 if all(large) else 0.04),
            inner[0] if length == 2 else start, end, reading,
        )  # fmt: skip

    def _of_another_kind(
        self, reading: Reading, first: int, length: int, form: tuple[str, ...], owners: tuple[Owner, ...]
    ) -> bool:
        """Whether words beside a short name say that another is meant: "a taxi firm, Nightjar", where there are Nightjar Taxis."""
        if length > 2:
            return False
        longer = self.directory.longer(form)
        if len(longer) < 2:
            return False
        mine = {owner.place for owner in owners}
        beside = {
            singular(word)
            for word in (
                *reading.words[max(0, first - 3) : first],
                *reading.words[first + length : first + length + 1],
            )
        }
        own = {singular(word) for place, rest in longer if place in mine for word in rest}
        others = (
            {singular(word) for place, rest in longer if place not in mine for word in rest}
            - own
            - {"the", "of", "and", "in"}
        )
        return bool(beside & others) and not beside & own

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

    def _elsewhere(self, reading: Reading, following: int, end: int, owners: Sequence[Owner]) -> bool:
        """Whether a short name is followed by a trade or a place that is not its own: "Marlpit Group, builders", "Ocular of Leeds"."""
        words = reading.words[following : following + 3]
        while words[:1] and words[0] in LEGAL:
            following, words = following + 1, reading.words[following + 1 : following + 4]
        if (
            words[:1]
            and words[0] in ("of", "at")
            and len(words) > 1
            and reading.text[reading.begin(following + 1)].isupper()
        ):
            own = {
                word
                for owner in owners
                for word in words_of(self.directory.organisations[owner.place].town or "")
            }
            known = self.directory.profiles.fitting([singular(words[1])]) & {owner.place for owner in owners}
            return (
                bool(own)
                and words[1] not in own
                and not known
                and self._town_at(reading, following + 1) is None
            )
        return (
            bool(words)
            and words[0] in _TRADES
            and reading.text[end : end + 2] in (", ", " (")
            and not (
                self.directory.profiles.fitting([singular(words[0])]) & {owner.place for owner in owners}
            )
        )

    def _kind_beside(self, reading: Reading, start: int, end: int, owners: Sequence[Owner]) -> bool:
        """Whether the sentence has a word for the kind of the owner: "of the surgeries Swift's is the farthest"."""
        words = {singular(word) for word in words_of(reading.around(start, end).replace("@@", " "))}
        if len(owners) != 1:
            return False
        return bool(words & self.directory.profiles.nouns(owners[0].place)) or bool(
            _ACTS.search(reading.around(start, end))
        )

    def _in_cells(self, reading: Reading) -> Iterable[Mention]:
        """A row of a table, or of a list, under a noun for a kind: "Network | Spent", "Fringe | 58,820"."""
        if "|" not in reading.text and "\n" not in reading.text:
            return
        for match in _CELL.finditer(reading.text):
            places = self.directory.cells.get(words_of(match[1]), ())
            kind = [
                place
                for place in places
                if any(
                    noun in reading.known or plural(noun) in reading.known
                    for noun in self.directory.profiles.nouns(place)
                )
            ]
            if len(kind) == 1:
                yield Mention((kind[0],), 0.58, match.start(1), match.end(1), reading)

    # Classes

    def _class_mention(self, reading: Reading, phrase: Phrase) -> Mention | None:
        first, length, one = phrase.first, phrase.length, phrase.one
        start, end = reading.begin(first), reading.span(first + length - 1)[1]
        after = self._after(reading, first + length, end)
        last = reading.begin(first + length - 1)
        if one:
            if reading.words[first + length : first + length + 1] in (["tax"], ["of"], ["house"]) or after:
                return None
            if reading.text[last].isupper() and reading.words[max(0, first - 1) : first] != ["the"]:
                return None
        elif (
            reading.text[last].isupper()
            and not self._all_capitals(reading, last, end)
            and (after or self._before(reading, first, start))
        ):
            return None  # a name that holds the phrase: "Inventshire Care Homes Association"
        members = phrase.members
        following = reading.text[end : end + 60]
        if _OUTSIDE_NHS.match(following):
            members = tuple(
                m for m in members if self.directory.organisations[m].kind not in ("trust", "nhs-body")
            )
        town = self._town(reading, first, length) or self._town_of_class(reading, first + length)
        if town is not None:
            members = tuple(m for m in members if self.directory.organisations[m].town == town)
            if not members:
                return None
        sureness = phrase.sureness
        if not one and sureness > SOME and sureness < CLASS:
            if town is not None:
                sureness = CLASS
            elif sureness == BARE and length == 1 and _GAINS.search(reading.around(start, end)):
                sureness = CALLED
        return Mention(
            members,
            sureness,
            start,
            end,
            reading,
            by_class=reading.text[start:end],
            one=one,
            town=town,
            within=_WITHIN.match(following) is not None,
        )

    def _town_of_class(self, reading: Reading, following: int) -> str | None:
        for at, word in enumerate(reading.words[following : following + 4]):
            if word in ("across", "around", "within", "serving", "in", "of", "at") and (
                place := self._town_at(reading, following + at + 1)
            ):
                return place
        return None

    def _all_capitals(self, reading: Reading, start: int, end: int) -> bool:
        return reading.text[start:end].isupper() and end - start <= 5
