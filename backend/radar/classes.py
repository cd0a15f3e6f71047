"""Phrases for a class of providers, read as noun phrases: what stands before the noun, the noun, what stands after it.

"All member practices", "PMS and APMS practices", "practices that dispense", "surgeries in Tolbury", "every dental contractor",
"the community trust". No list of phrases: nouns and qualifiers come from `backend.radar.kinds` and from the directory's classes.
"""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

from backend.radar.files import Organisation
from backend.radar.kinds import CONTRACTS, SUBJECTS, TAGS, plural, singular, tags_in, tags_of
from backend.radar.names import words_of
from backend.radar.texts import Reading

# How sure: of everybody in a class; of a class without more; of practices without more; of one alone; of some among them.
EVERY, CLASS, ONE, CALLED, BARE, SOME = 0.85, 0.78, 0.62, 0.57, 0.45, 0.4
_HEADS = frozenset(
    """practice surgery gp practitioner doctor contractor pharmacy chemist pharmacist dentist optician optometrist home hospice council
    authority charity university federation network pcn trust hospital provider agency organisation group body supplier company firm
    sector holder manufacturer partnership school consultancy laboratory landlord association maker contract agreement owner operator
    dispenser centre business service clinic consultant industry government dentistry""".split()
)
_ALL = frozenset("all every each any both our member constituent these those either".split())
_PROVIDES = frozenset(
    "provider supplier contractor organisation company firm operator owner network federation group holder association".split()
)
_ALONE = frozenset("council hospice federation university pcn".split())  # "the council", where there is one
_MEANT = {"trust": "trust", "home": "carehome", "network": "pcn"}  # a noun alone
_PAID = frozenset("home pharmacy hospice dentist optician chemist".split())
_MONEY = frozenset(
    "fee fees grant grants contract contracts payment payments rate rates funding price prices uplift uplifts tariff".split()
)
_EACH = frozenset("every each any per either".split())
_DEFINITE = frozenset("the our local its their this county area city".split())
_DETERMINING = _EACH | _DEFINITE
_NEUTRAL = frozenset(
    """local nhs individual gp general medical high street retail provider contracted existing current independent contractor
    whole small contract area participating eligible registered licensed neighbourhood foundation main single health clinical""".split()
)
_SOME = frozenset(
    """some several few many certain selected successful two three four five six seven eight nine ten eleven twelve dozen thirteen
    fourteen fifteen sixteen twenty thirty forty fifty half one another rural urban smaller larger large bigger distant remote inner outer outlying northern
    southern eastern western pilot named chosen remaining failing struggling most""".split()
)
_NOT_HERE = frozenset(
    "other neighbouring another non different foreign english scottish welsh elsewhere national outside no".split()
)
_NONE = frozenset(("none", "neither"))
_JOINS = frozenset("and or".split())
_LINKS = frozenset("and or of for the with in at to that not older people nurse".split())
_LINKED = frozenset(
    tuple(phrase[at - 1 : at + 2])
    for phrase in TAGS
    for at in range(1, len(phrase) - 1)
    if phrase[at] in _LINKS
)
_CONTRACT_WORDS = frozenset(
    "contract agreement contractor practice surgery term funding premium budget baseline review money kind holder doctor provider".split()
)
_SINGLE = frozenset("a an one its this that the new his her their interim temporary".split())
_IDLE = frozenset(
    "nhs individual existing current whole small area main single".split()
)  # what they stand before says no more by them
_GOES_ON = frozenset("of for that which who with on holding under".split())
_LONGEST = 7  # words before the noun


@dataclass(frozen=True, slots=True)
class Phrase:
    first: int  # number of its first word
    length: int
    members: tuple[int, ...]
    sureness: float
    one: bool  # speaks of one organisation: "the community trust"


class Classes:
    """Finds phrases for classes in a text and says which places of the directory each means."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        organisations = tuple(organisations)
        self._of: dict[str, set[int]] = defaultdict(set)
        self._trusts: set[int] = set()
        for place, organisation in enumerate(organisations):
            for tag in tags_of(organisation):
                if not (tag == "council" and "parish" in tags_of(organisation)):
                    self._of[tag].add(place)
            if organisation.kind == "trust":
                self._trusts.add(place)
        self._own = frozenset(tag for tag in self._of if tag not in SUBJECTS)
        self._modifiers = ({word for phrase in TAGS for word in phrase} | self._own | _NEUTRAL) - _LINKS
        heads = (
            _HEADS
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
        telling = {head for head in heads if tags_in((head,), self._own)[0] or head in _MEANT}
        self._quiet = frozenset(form for head in heads - telling for form in (head, plural(head))) - CONTRACTS
        self._qualifying = frozenset(
            form for word in self._modifiers - _IDLE for form in (word, plural(word))
        )
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
        for at in compress(range(len(words)), map(self.heads.__contains__, words)):
            # A noun that says nothing alone needs a word beside it that says what is provided.
            if words[at] in self._quiet and not (
                (at and words[at - 1] in self._qualifying) or (at < last and words[at + 1] in _GOES_ON)
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
            and head in _PAID
            and reading.words[at + 1 : at + 2] != []
            and reading.words[at + 1] in _MONEY
        )
        if not many and not money and not self._is_one(reading, at):
            return None
        first, segments = self._before(reading, at, head)
        lead = reading.words[max(0, first - 3) : first]
        if lead and not self._joined(reading, first - 1):
            lead = []
        if lead and (lead[-1] in _NOT_HERE or not _NONE.isdisjoint(lead)):
            return None
        choices = []
        for number, segment in enumerate(segments):
            tags, _ = tags_in(
                (*segment, head) if number == len(segments) - 1 or tags_in((*segment, head))[0] else segment,
                self._own,
            )
            choices.extend(self._choices(tags, head))
        end, more = self._after(reading, at)
        if more is None:
            return None
        if more:
            choices = [choice | more for choice in choices] or [more]
            for contract in more & CONTRACTS:
                choices = [choice - CONTRACTS | {contract} for choice in choices if choice]
        choices = [choice for choice in choices if choice]
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
        sureness = self._sureness(head, end - first, lead, choices, many=many, more=bool(more), money=money)
        return (
            None
            if sureness is None
            else Phrase(
                first,
                end - first,
                members,
                sureness,
                not many and not money and not set(lead[-2:]) & _EACH and head != "sector",
            )
        )

    def _is_one(self, reading: Reading, at: int) -> bool:
        """Whether a noun in the singular may mean a class or the only one of it: "each practice", "the hospice"."""
        return (
            not _DETERMINING.isdisjoint(reading.words[max(0, at - 5) : at])
            or reading.words[at] == "sector"
            or reading.text[reading.begin(at) - 3 : reading.begin(at)] in ("'s ", "’s ")
        )

    def _before(self, reading: Reading, at: int, head: str) -> tuple[int, list[tuple[str, ...]]]:
        """Where the phrase begins, and its qualifiers, in parts that "and" or a comma joins."""
        first = at
        segments: list[list[str]] = [[]]
        while first > 0 and at - first < _LONGEST:
            word = reading.words[first - 1]
            bare = singular(word)
            if not self._joined(reading, first - 1):
                break
            if (
                first > 1
                and (singular(reading.words[first - 2]), word, singular(reading.words[first])) in _LINKED
            ):
                segments[0].insert(0, bare)
            elif word in _JOINS:
                if (
                    first < 2
                    or singular(reading.words[first - 2]) not in self._modifiers
                    or reading.words[first - 2] in self._plurals
                ):
                    break
                segments.insert(0, [])
            elif bare in self._modifiers and not (
                word in self._plurals and bare not in ("service", "sector", "hour")
            ):
                if "," in reading.text[reading.span(first - 1)[1] : reading.begin(first)] and segments[0]:
                    segments.insert(0, [])
                segments[0].insert(0, bare)
            else:
                break
            first -= 1
        while segments and not segments[0]:
            if len(segments) == 1:
                break
            segments.pop(0)
            first += 1
        return first, [tuple(segment) for segment in segments]

    def _joined(self, reading: Reading, number: int) -> bool:
        """Whether nothing but a space or a mark inside a phrase stands between this word and the next."""
        gap = reading.text[reading.span(number)[1] : reading.begin(number + 1)]
        return len(gap) < 4 and gap.strip().strip("’'s") in ("", "-", ",", "/", "‑", "(")

    def _choices(self, tags: list[str], head: str) -> list[frozenset[str]]:
        """Tags of one part; several kinds of provider, or of contract, are alternatives."""
        subjects = list(dict.fromkeys(tag for tag in tags if tag in SUBJECTS))
        contracts = [tag for tag in tags if tag in CONTRACTS]
        rest = frozenset(tag for tag in tags if tag not in SUBJECTS and tag not in CONTRACTS)
        if not subjects and not contracts and not rest:
            return [frozenset([_MEANT[head]])] if head in _MEANT else []
        if not subjects and not contracts and head in ("gp", "doctor", "practice", "surgery"):
            subjects = ["practice"]
        if "practice" in subjects and len(subjects) > 1:
            subjects.remove("practice")
        return [
            rest | {one for one in (subject, contract) if one}
            for subject in (subjects or [""])
            for contract in (contracts or [""])
        ]

    def _after(self, reading: Reading, at: int) -> tuple[int, frozenset[str] | None]:
        """Where the phrase ends, tags that follow the noun, or None where it means others."""
        words = reading.words
        tags: set[str] = set()
        end = at + 1
        if (
            singular(words[at]) == "home"
            and words[end : end + 1] == ["without"]
            and words[end + 1 : end + 2] in (["nursing"], ["nurses"])
        ):
            return end + 2, frozenset(["carehome", "-nursing"])
        following = words[end : end + 7]
        if (
            singular(words[at]) == "home"
            and following[:1] == ["for"]
            and following[1:2] in (["older"], ["old"], ["elderly"], ["the"])
        ):
            return at + 3, frozenset(["carehome"])
        if following[:1] in (["elsewhere"], ["abroad"], ["nationally"]) or following[:2] in (
            ["in", "another"],
            ["in", "other"],
            ["in", "neighbouring"],
            ["outside", "the"],
        ):
            return end, None
        if following[:1] == ["of"] or following[:1] == ["for"]:
            # "providers of community services", "suppliers of software"
            taken: list[str] = []
            for number, word in enumerate(following[1:6]):
                if not self._joined(reading, at + number) or (
                    singular(word) not in self._modifiers and word not in _LINKS
                ):
                    break
                taken.append(singular(word))
            while taken and taken[-1] in _LINKS:
                taken.pop()
            found, _ = tags_in(tuple(taken), self._own)
            subjects = [tag for tag in found if tag in SUBJECTS]
            if subjects and singular(words[at]) in _PROVIDES:
                return at + 2 + len(taken), frozenset(found)
        for number, word in enumerate(following):
            if not self._joined(reading, at + number):
                break
            bare = singular(word)
            if word in CONTRACTS or (
                bare in self._own
                and word not in ("member",)
                and number < 4
                and following[0] in ("that", "which", "who", "with")
            ):
                tags.add(word if word in CONTRACTS else bare)
                end = at + number + 2
            elif number and following[0] in ("that", "which", "who") and number == 1:
                verb = next(
                    (
                        tag
                        for tag in self._own | {"dispensing", "training"}
                        if tag.endswith("ing") and tag[:-3] in (bare, word, bare.rstrip("e"))
                    ),
                    None,
                )
                if verb is None and word not in ("hold", "have", "are", "do", "also"):
                    break
                if verb is not None:
                    tags.add(verb)
                    end = at + number + 2
            elif word == "nursing" and following[0] == "with":
                tags.add("nursing")
                end = at + number + 2
            elif word not in (
                "with",
                "on",
                "of",
                "holding",
                "under",
                "that",
                "which",
                "who",
                "hold",
                "have",
                "a",
                "an",
                "the",
                "and",
                "or",
                "contract",
                "contracts",
                "terms",
            ):
                break
        if (
            tags
            and end < len(words)
            and words[end] in ("contract", "contracts", "agreements", "kind", "terms")
        ):
            end += 1
        return end, frozenset(tags)

    def _contract(self, reading: Reading, at: int) -> Phrase | None:
        """`PMS` alone, as in "the PMS premium" or "contracts of the PMS kind"; one contract of somebody is no class."""
        words = reading.words
        following = words[at + 1] if at + 1 < len(words) else ""
        before = words[at - 1] if at else ""
        members = self._members(frozenset([frozenset([words[at]])]))
        if (
            not members
            or before in _NOT_HERE
            or (
                before in _SINGLE
                and following in ("contract", "agreement", "practice", "surgery", "contractor", "provider")
            )
        ):
            return None
        known = singular(following) in _CONTRACT_WORDS
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
    ) -> float | None:
        word = lead[-1] if lead else ""
        # "Both homes" are two of whom the paper has spoken; "both acute trusts" are all that there are.
        number = word.isdigit() or word in _SOME or (word == "both" and length == 1)
        if head == "sector":
            return CLASS if "the" in lead[-1:] else BARE
        if not many and not (set(lead[-2:]) & _EACH):
            if money:
                return ONE
            return (
                None
                if choices == [frozenset(["practice"])]
                else ONE
                if length > 1 or head in _ALONE
                else BARE
            )
        if (
            (word in _ALL and not number)
            or (number and set(lead[:-1]) & (_ALL | ({"the"} if length > 1 else set())))
            or (word in ("the", "of") and set(lead) & _ALL)
        ):
            return EVERY
        if number:
            return SOME
        if length == 1 and head in ("home", "network") and not more:
            return BARE
        if choices == [frozenset(["practice"])] and not more:
            return CALLED if length > 1 else BARE
        return CLASS if not any(tag == "member" for tags in choices for tag in tags) else EVERY
