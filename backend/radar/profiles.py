"""What one may say of an organisation instead of its name: its kind, its class, a word of its name, its town."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from backend.radar.files import Organisation
from backend.radar.kinds import singular, tags_of
from backend.radar.names import words_of
from backend.radar.spelling import akin
from backend.radar.texts import Reading

_BY_KIND = {
    "practice": "practice surgery site", "branch": "branch surgery practice site", "trust": "trust", "federation": "federation alliance", "network": "network pcn",
    "council": "council authority", "charity": "charity", "company": "company firm business", "supplier": "company firm supplier business",
    "nhs-body": "body", "representative-body": "body committee",
}  # fmt: skip
_BY_TAG = {
    "acute": "hospital acute", "pharmacy": "pharmacy chemist", "dental": "dentist dental practice", "optical": "optician", "carehome": "home care",
    "nursing": "nursing", "homecare": "agency homecare provider", "pathology": "laboratory pathology", "diagnostics": "diagnostic imaging scanning provider",
    "hospice": "hospice", "university": "university", "school": "school", "ooh": "provider service", "community": "community provider", "mental": "provider",
    "ambulance": "ambulance service", "consultancy": "consultancy firm consultant", "software": "supplier software", "pharma": "company manufacturer maker",
    "independent": "provider hospital", "voluntary": "charity group organisation", "housing": "association",
}  # fmt: skip
_BY_WORD = {
    "cic": "community interest company", "llp": "partnership", "pathology": "laboratory lab", "laboratory": "pathology", "pharmacy": "chemist", "chemist": "pharmacy", "dental": "dentist",
    "domiciliary": "homecare", "cooperative": "coop company", "telecom": "phone", "audit": "auditor", "solicitor": "lawyer", "counselling": "counsellor",
}  # fmt: skip
# Words of a paper that show which kind it speaks of, where several have one name.
_SIGNS: dict[str, frozenset[str]] = {
    "practice": frozenset("surgery practice partner patient gp doctor list appointment registered surgeries consulting".split()),
    "carehome": frozenset("home resident bed nursing care fee".split()),
    "dental": frozenset("dental dentist tooth teeth".split()),
    "pharmacy": frozenset("pharmacy chemist prescription pharmacist".split()),
    "optical": frozenset("optician optometrist eye".split()),
    "homecare": frozenset("agency package carer visit".split()),
    "school": frozenset("school pupil governor child children teacher".split()),
    "hospice": frozenset("hospice bereavement".split()),
    "charity": frozenset("charity volunteer trustee grant".split()),
    "trust": frozenset("trust ward hospital".split()),
    "council": frozenset("council councillor".split()),
    "network": frozenset("network pcn".split()),
}  # fmt: skip


def profile(one: Organisation) -> frozenset[str]:
    """Every word, in the singular, that may describe an organisation."""
    words = {word for name in (one.name, *one.other_names, *one.former_names) for word in words_of(name)}
    words |= {word for name in (*one.classes, one.town or "") for word in words_of(name)}
    words |= {word for tag in tags_of(one) for word in _BY_TAG.get(tag, "").split()}
    words |= set(_BY_KIND.get(one.kind, "").split())
    single = {singular(word) for word in words}
    return frozenset(single | {other for word in single for other in _BY_WORD.get(word, "").split()})


class Profiles:
    """The words of all organisations of a directory, by word."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self._organisations = organisations

    @cached_property
    def posted(self) -> dict[str, set[int]]:
        posted: dict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(self._organisations):
            for word in profile(one):
                posted[word].add(place)
        return posted

    def fitting(self, words: Iterable[str]) -> set[int]:
        """The places of all whom every one of the words fits."""
        sets = sorted((self.posted.get(word, set()) for word in words), key=len)
        return set.intersection(*sets) if sets else set()

    def nouns(self, place: int) -> frozenset[str]:
        """The words for its kind."""
        one = self._organisations[place]
        return frozenset(
            " ".join([_BY_KIND.get(one.kind, ""), *(_BY_TAG.get(tag, "") for tag in tags_of(one))]).split()
        )

    def told(self, places: Sequence[int], readings: Iterable[Reading]) -> int | None:
        """Of several with one name the one that the rest of an item speaks of, by its kind and by other words of its name."""
        counted = dict.fromkeys(places, 0)
        names = {
            place: {
                word
                for name in (self._organisations[place].name, *self._organisations[place].other_names)
                for word in words_of(name)
            }
            for place in places
        }
        for reading in readings:
            known = {singular(word) for word in reading.known}
            for place in places:
                tags = tags_of(self._organisations[place])
                kind = self._organisations[place].kind
                signs = {sign for tag in (*tags, kind) for sign in _SIGNS.get(tag, ())}
                rest = frozenset[str]().union(*(names[other] for other in places if other != place))
                counted[place] += len(signs & known)
                counted[place] += 4 * sum(
                    any(akin(word, other) or word == other for other in reading.known)
                    for word in names[place] - rest
                    if len(word) >= 6
                )
        best, second = sorted(counted, key=lambda place: -counted[place])[:2]
        return best if counted[best] >= 2 and counted[best] >= 2 * counted[second] else None
