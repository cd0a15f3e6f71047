"""A phrase for a class in its text: its town, how many, what is done to it, and whether a longer name only holds it."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re

from backend.radar.classes import Phrase
from backend.radar.mentions import Mention
from backend.radar.nouns import BARE, CALLED, CLASS, EVERY, NUMBERS, SOME
from backend.radar.surroundings import Surroundings
from backend.radar.texts import Reading

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
_RESTRICTED = re.compile(r" (?:that|which|whose|who|with|where|having|able|willing|wishing)\b", re.IGNORECASE)
_THROUGHOUT = re.compile(
    r"(?: that serve| serving)? (?:across|throughout|in (?:the|our|both|all))(?: the| our| both| all)? (?:whole )?(?:area|county|district|city|towns?|borough|patch|place|system|locality|region|valley)s?\b",
    re.IGNORECASE,
)
_OUTSIDE_NHS = re.compile(
    r",? (?:outside|not in|not part of|other than in) the (?:NHS|health service)\b", re.IGNORECASE
)
# After "in" with a capital and no place.
_NO_PLACE = frozenset(
    """january february march april june july august september october november december schedule table phase group band tier wave england
    appendix annex section part quarter year spring summer autumn winter place primary category cohort lots list""".split()
)


class ClassMentions(Surroundings):
    """Reads phrases for a class against one directory."""

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
        if town is None and self._abroad(reading, first + length):
            return None
        count = NUMBERS.get(reading.words[first - 1]) if first else None
        if town is None and count is not None and first > 1:
            town = self._town_at(reading, first - 2)  # "Long Sedge's two practices"
            town = town or (self._town_at(reading, first - 3) if first > 2 else None)
        if town is not None:
            members = tuple(m for m in members if self.directory.organisations[m].town == town)
            if not members:
                return None
        sureness = phrase.sureness
        if town is not None and count == len(members):
            sureness = EVERY
        if not one and sureness == SOME and length > 1 and _THROUGHOUT.match(following):
            sureness = CLASS
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
            restricted=_RESTRICTED.match(following) is not None,
        )

    def _abroad(self, reading: Reading, following: int) -> bool:
        """Whether a class is said to be in a place that nobody of the directory has in a name: "care homes in Kent"."""
        if reading.words[following : following + 1] != ["in"] or following + 1 >= len(reading.words):
            return False
        word, begin = reading.words[following + 1], reading.begin(following + 1)
        return (
            reading.text[begin].isupper()
            and len(word) > 3
            and word.isalpha()
            and word not in self.directory.spelling.vocabulary
            and word not in _NO_PLACE
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
