"""Phrases for a class of providers, read as noun phrases: what stands before the noun, the noun, what stands after it.

"All member practices", "PMS and APMS practices", "practices that dispense", "surgeries in Tolbury", "every dental contractor",
"the community trust". No list of phrases: nouns and qualifiers come from `backend.radar.kinds` and from the directory's classes.
"""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from backend.radar.files import Organisation
from backend.radar.kinds import CONTRACTS, SUBJECTS, TAGS, plural, singular, tags_in, tags_of
from backend.radar.names import words_of
from backend.radar.nouns import (
    ALL,
    ALONE,
    BARE,
    CALLED,
    CLASS,
    CONTRACT_WORDS,
    EACH,
    EVERY,
    GOES_ON,
    HEADS,
    IDLE,
    LINKS,
    MEANT,
    MONEY,
    NEUTRAL,
    NONE,
    NOT_HERE,
    NUMBERS,
    ONE,
    ONLY,
    PAID,
    SEVERAL,
    SINGLE,
    SOME,
)
from backend.radar.qualifying import Qualifying
from backend.radar.texts import Reading

_DENTAL = frozenset(["uda", "udas", "dental", "dentist", "dentists", "dentistry", "orthodontic"])
_DOCTORS = frozenset(["gp", "gps", "gms", "pms", "apms", "surgery", "surgeries", "doctors"])


@dataclass(frozen=True, slots=True)
class Phrase:
    first: int  # number of its first word
    length: int
    members: tuple[int, ...]
    sureness: float
    one: bool  # speaks of one organisation: "the community trust"


class Classes(Qualifying):
    """Finds phrases for classes in a text and says which places of the directory each means."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        organisations = tuple(organisations)
        self._of: dict[str, set[int]] = defaultdict(set)
        self._trusts: set[int] = set()
        self.town_words = frozenset(word for one in organisations for word in words_of(one.town or ""))
        for place, organisation in enumerate(organisations):
            for tag in tags_of(organisation):
                if not (tag == "council" and "parish" in tags_of(organisation)):
                    self._of[tag].add(place)
            if organisation.kind == "trust":
                self._trusts.add(place)
        self._own = frozenset(tag for tag in self._of if tag not in SUBJECTS)
        self._modifiers = ({word for phrase in TAGS for word in phrase} | self._own | NEUTRAL) - LINKS
        heads = (
            HEADS
            | {words_of(name)[-1] for one in organisations for name in one.classes if words_of(name)}
            & self._own
        )
        self._plurals = {plural(word): word for word in heads} | {
            "gps": "gp",
            "sector": "sector",
            "providers": "provider",
        }
        self._singulars = {word: word for word in heads}
        self.heads = frozenset([*self._plurals, *self._singulars, *CONTRACTS]) if self._of else frozenset()
        telling = {head for head in heads if tags_in((head,), self._own)[0] or head in MEANT}
        self._quiet = frozenset(form for head in heads - telling for form in (head, plural(head))) - CONTRACTS
        self._qualifying = frozenset(form for word in self._modifiers - IDLE for form in (word, plural(word)))
        self._known: dict[frozenset[frozenset[str]], tuple[int, ...]] = {}
        # Words that are written as they are, and are no misspelt names.
        self.words = frozenset(
            {*self._modifiers, *self._plurals, *self._singulars, *map(plural, self._modifiers)}
        )

    def phrases(self, reading: Reading) -> list[Phrase]:
        """Every phrase of a text that means somebody of the directory."""
        if not (self.heads & reading.known):
            return []
        found = []
        words = reading.words
        last = len(words) - 1
        for at in reading.at(self.heads):
            # A noun that says nothing alone needs a word beside it that says what is provided.
            if words[at] in self._quiet and not (
                (at and words[at - 1] in self._qualifying) or (at < last and words[at + 1] in GOES_ON)
            ):
                continue
            phrase = self._phrase(reading, at)
            if phrase is not None:
                found.append(phrase)
        return found

    def _phrase(self, reading: Reading, at: int) -> Phrase | None:
        word = reading.words[at]
        many = word in self._plurals
        head = self._plurals.get(word) or word
        if word in CONTRACTS:
            return self._contract(reading, at)
        # "Care home fees" are the fees of all care homes.
        money = (
            not many
            and head in PAID
            and reading.words[at + 1 : at + 2] != []
            and reading.words[at + 1] in MONEY
        )
        if not many and not money and not self._is_one(reading, at):
            return None
        first, segments = self._before(reading, at, head)
        if reading.words[first] == "out" and reading.words[first + 1] != "of":
            first, segments = first + 1, [segments[0][1:], *segments[1:]]  # "leaves out pharmacies"
        if not many and not money and word != "sector" and not self._is_told(reading, first):
            return None
        lead = reading.words[max(0, first - 3) : first]
        if lead and not self._joined(reading, first - 1):
            lead = []
        # "None of the other Tolbury practices" leaves them out as "other practices" does.
        while lead and (lead[-1] in self.town_words):
            lead = lead[:-1]
        if lead and (lead[-1] in NOT_HERE or not NONE.isdisjoint(lead)):
            return None
        choices = []
        for number, segment in enumerate(segments):
            tags, strange = tags_in(
                (*segment, head) if number == len(segments) - 1 or tags_in((*segment, head))[0] else segment,
                self._own,
            )
            if set(strange) - NEUTRAL and not many and not money:
                return None  # "the hospice education centre"
            if "non" in segment:
                tags = [tag if tag in SUBJECTS else f"-{tag}" for tag in tags]
            choices.extend(self._choices(tags, head))
        end, more = self._after(reading, at)
        if more is None:
            return None
        if more:
            choices = [choice | more for choice in choices] or [more]
            for contract in more & CONTRACTS:
                choices = [choice - CONTRACTS | {contract} for choice in choices if choice]
        choices = [choice for choice in choices if choice]
        if (
            choices == [frozenset(["practice"])]
            and head in ("practice", "surgery")
            and not self._of_doctors(reading)
        ):
            choices = [frozenset(["dental"])]
        several = [tag for choice in choices for tag in choice if tag in SUBJECTS]
        if more and len(several) > len(choices):
            rest = frozenset(tag for choice in choices for tag in choice if tag not in SUBJECTS)
            choices = [rest | {subject} for subject in dict.fromkeys(several)]
        if not choices:
            return None
        members = self._members(frozenset(choices))
        if head == "trust" and self._trusts.intersection(members):
            members = tuple(place for place in members if place in self._trusts)
        if not members:
            return None
        goes = self._stands_alone(reading, end)
        alone = goes and lead[-1:] in (["the"], ["our"])
        sureness = self._sureness(
            head, end - first, lead, choices,
            many=many, more=bool(more), money=money, members=len(members), alone=alone, goes=goes,
        )  # fmt: skip
        return (
            None
            if sureness is None
            else Phrase(
                first,
                end - first,
                members,
                sureness,
                not many and not money and not set(lead[-2:]) & EACH and head != "sector",
            )
        )

    def _of_doctors(self, reading: Reading) -> bool:
        """Whether practices are those of doctors, or of dentists: by the rest of a text."""
        return (
            _DENTAL.isdisjoint(reading.known)
            or not _DOCTORS.isdisjoint(reading.known)
            or not self._of.get("dental")
        )

    def _choices(self, tags: list[str], head: str) -> list[frozenset[str]]:
        """Tags of one part; several kinds of provider, or of contract, are alternatives."""
        subjects = list(dict.fromkeys(tag for tag in tags if tag in SUBJECTS))
        contracts = [tag for tag in tags if tag in CONTRACTS]
        rest = frozenset(tag for tag in tags if tag not in SUBJECTS and tag not in CONTRACTS)
        if not subjects and not contracts and not rest:
            return [frozenset([MEANT[head]])] if head in MEANT else []
        if not subjects and not contracts and head in ("gp", "doctor", "practice", "surgery"):
            subjects = ["practice"]
        for less in ("practice", "university"):  # a dental practice, a university hospital
            if (
                less in subjects
                and len(subjects) > 1
                and (less == "practice" or head in ("hospital", "trust"))
            ):
                subjects.remove(less)
        return [
            rest | {one for one in (subject, contract) if one}
            for subject in (subjects or [""])
            for contract in (contracts or [""])
        ]

    def _contract(self, reading: Reading, at: int) -> Phrase | None:
        """`PMS` alone, as in "the PMS premium" or "contracts of the PMS kind"; one contract of somebody is no class."""
        words = reading.words
        following = words[at + 1] if at + 1 < len(words) else ""
        before = words[at - 1] if at else ""
        members = self._members(frozenset([frozenset([words[at]])]))
        if (
            not members
            or before in NOT_HERE
            or (
                before in SINGLE
                and following in ("contract", "agreement", "practice", "surgery", "contractor", "provider")
            )
        ):
            return None
        known = singular(following) in CONTRACT_WORDS and reading.text[
            reading.span(at)[1] : reading.begin(at + 1)
        ] in (" ", "-")
        return Phrase(at, 2 if known else 1, members, CLASS - 0.06 if known else BARE, False)

    def _members(self, choices: frozenset[frozenset[str]]) -> tuple[int, ...]:
        known = self._known.get(choices)
        if known is None:
            places: set[int] = set()
            for tags in choices:
                sets = [self._of.get(tag, set()) for tag in tags if tag[0] != "-"]
                without = set[int]().union(*(self._of.get(tag[1:], set()) for tag in tags if tag[0] == "-"))
                if "charity" in tags:
                    sets = [
                        self._of.get("charity", set()) | self._of.get("voluntary", set()),
                        *(self._of.get(tag, set()) for tag in tags if tag != "charity"),
                    ]
                places |= set.intersection(*sets) - without
            known = self._known[choices] = tuple(sorted(places))
        return known

    def _sureness(
        self,
        head: str,
        length: int,
        lead: list[str],
        choices: list[frozenset[str]],
        *,
        many: bool,
        more: bool,
        money: bool,
        members: int,
        alone: bool,
        goes: bool,
    ) -> float | None:
        word = lead[-1] if lead else ""
        # "Both homes" are two of whom the paper has spoken; "both acute trusts" are all that there are.
        number = (
            word.isdigit()
            or word in SEVERAL
            or (word == "both" and length == 1 and (head in MEANT or choices == [frozenset(["practice"])]))
        )
        if head == "sector":
            return CLASS if "the" in lead[-1:] else BARE
        if not many and not (set(lead[-2:]) & EACH):
            if money or (lead[-1:] in (["our"], ["local"]) and head == "hospital"):
                return ONE
            practice = choices == [frozenset(["practice"])]
            if practice or (length == 1 and head not in ALONE):
                return ONLY if alone else None if practice else BARE
            return ONE if length > 1 or goes else BARE
        if (
            (word in ALL and not number)
            or (number and set(lead[:-1]) & (ALL | ({"the"} if length > 1 else set())))
            or (word in ("the", "of") and set(lead) & ALL)
        ):
            return EVERY
        if number:
            return (
                EVERY if length > 0 and NUMBERS.get(word) == members and set(lead) & {"the", "our"} else SOME
            )
        if length == 1 and head in ("home", "network") and not more:
            return BARE
        if choices == [frozenset(["practice"])] and not more:
            return CALLED if length > 1 else BARE
        return CLASS if not any(tag == "member" for tags in choices for tag in tags) else EVERY
