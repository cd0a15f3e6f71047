"""Kinds of provider: the words for each, and the kinds that an organisation of the directory is of.

A kind is a set of tags. `PMS practice` is {practice, pms}; `provider of community services` is {community}. Words of a
directory's classes that stand in no list here are tags of their own, so a directory can have kinds that nobody foresaw.
"""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import itertools
from functools import lru_cache

from backend.radar.files import Organisation
from backend.radar.names import words_of

CONTRACTS = frozenset("gms pms apms".split())
# What a provider provides: one phrase has one of these, or several as alternatives.
SUBJECTS = frozenset(
    """practice pharmacy dental optical pharma carehome homecare acute community mental learning ambulance ooh urgent voluntary
    charity hospice council university federation pcn independent diagnostics pathology consultancy software school housing
    trust""".split()
)
_PHRASES: dict[str, str] = {
    "practice": "practice; surgery; gp; gp practice; gp surgery; general practice; general practitioner; medical practice; family doctor;"
        "general medical practice; doctor surgery; primary medical service; primary medical care; primary care; primary care contractor; practice contractor",
    "dental": "dental; dentist; dental practice; dental surgery; general dental; general dental practice; dental care; dentistry; orthodontist; general dental practitioner",
    "optical": "optical; optician; optometrist; optometry; ophthalmic; optical practice; optometry practice; ophthalmic practice; ophthalmic optician; eye care; eyecare",
    "pharmacy": "pharmacy; chemist; pharmacist; community pharmacy; community chemist; community pharmacist; pharmacy contractor;"
        "pharmaceutical contractor; dispensing chemist; retail pharmacy; retail pharmacist; high street pharmacy; high street chemist; local pharmacy; pharmaceutical service",
    "pharma": "pharmaceutical; pharmaceutical company; pharmaceutical manufacturer; drug company; drug firm; drug manufacturer; medicine manufacturer; pharmaceutical industry; drug maker; pharma",
    "carehome": "care home; residential home; residential care home; residential care; rest home; home for older people; home for old people; home for the elderly; home for elderly people; care home with residential",
    "carehome nursing": "nursing home; home with nursing; care home with nursing; nursing care home; home with nurse; home that nurse; home with nursing care",
    "homecare": "home care; dom care; homecare; domiciliary care; domiciliary; care at home; care agency; home help; domiciliary care agency; home care agency",
    "acute": "acute; hospital; secondary care; acute hospital; acute care; general hospital; acute service; hospital service; district general hospital",
    "community": "community; community service; community health; community health service; community nursing; community care; community healthcare; community health care",
    "mental": "mental health; mh; mental health service; mental healthcare; mental health care; psychiatric; psychological therapy; talking therapy",
    "learning": "learning disability; ld; learning disability service",
    "ambulance": "ambulance; ambulance service; patient transport; emergency ambulance; paramedic",
    "ooh": "out of hour; outofhours; ooh; out of hour care; out of hour service; deputising",
    "urgent": "urgent care; urgent treatment; walk in; walkin; minor injury",
    "voluntary": "voluntary; voluntary sector; third sector; vcse; vcs; voluntary and community; community and voluntary; voluntary community and social enterprise; voluntary and community sector; community and voluntary sector; social enterprise; vcse sector; non profit; not for profit; voluntary community",
    "charity": "charity; charitable",
    "hospice": "hospice; hospice care; palliative care",
    "council": "council; local authority; local council; local government; social care authority",
    "council unitary": "unitary; unitary authority; unitary council",
    "university": "university; higher education; medical school",
    "federation": "federation; gp federation; practice federation; federation of practice; federation of gp; gp alliance; gp provider company",
    "pcn": "primary care network; pcn; network of practice; practice network; gp network",
    "independent": "independent sector; private sector; independent hospital; private hospital; independent provider; private provider; commercial provider; for profit; independent sector hospital; private company; independent clinic",
    "diagnostics": "diagnostic; imaging; scanning; radiology",
    "pathology": "pathology; laboratory; lab",
    "consultancy": "consultancy; management consultancy; management consultant; consulting; consulting firm",
    "software": "software; it; it system; it service; clinical system; system supplier; digital",
    "school": "school; primary school; secondary school; academy",
    "housing": "housing association; housing; social landlord; registered social landlord; housing provider",
    "pms": "pms; personal medical service",
    "gms": "gms; general medical service",
    "apms": "apms; alternative provider medical service",
    "member": "member; constituent; membership",
    "dispensing": "dispensing; dispense",
    "training": "training; teaching",
    "singlehanded": "single handed; singlehanded; single handed gp; single hander; solo",
    "super": "super",
}  # fmt: skip
TAGS: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(phrase.split()): tuple(tags.split())
    for tags, phrases in _PHRASES.items()
    for phrase in phrases.split(";")
}
LONGEST = max(map(len, TAGS))
# Nouns that say that somebody provides, and not what.
NOUNS = frozenset(
    """provider contractor agency organisation group body supplier company firm sector holder service manufacturer trust hospital
    authority network home practitioner doctor partnership centre landlord operator owner enterprise maker clinic business handed
    nhs foundation of with for and or in to the their contract local care health""".split()
)
_BY_KIND = {
    "practice": ("practice",), "trust": ("trust",), "council": ("council",), "federation": ("federation",), "charity": ("charity",),
}  # fmt: skip
_NAMED: dict[str, str] = {
    "pharmacy": "pharmacy", "chemist": "pharmacy", "optician": "optical", "optometrist": "optical", "dental": "dental", "dentist": "dental",
    "hospice": "hospice", "university": "university", "ambulance": "ambulance", "homecare": "homecare", "school": "school",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word in CONTRACTS:
        return word
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "es" if word.endswith(("s", "x", "ch", "sh")) else word + "s"


def tags_in(words: tuple[str, ...], own: frozenset[str] = frozenset()) -> tuple[list[str], list[str]]:
    """Tags of singular words, the longest phrases first, in their order; and the words that no phrase has.

    `own` are the words of a directory that are tags themselves.
    """
    found: list[str] = []
    strange: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            tags = TAGS.get(words[at : at + size])
            if tags:
                found.extend(tags)
                at += size
                break
        else:
            if words[at] in own:
                found.append(words[at])
            elif words[at] not in NOUNS:
                strange.append(words[at])
            at += 1
    if len(found) > 1 and "practice" in found and any(tag in SUBJECTS for tag in found if tag != "practice"):
        found = [tag for tag in found if tag != "practice"]  # a dental practice is no GP practice
    return found, strange


@lru_cache(maxsize=5_000)
def _of_class(name: str) -> frozenset[str]:
    words = tuple(singular(word) for word in words_of(name))
    for link in ("of", "for"):
        if link in words[1:-1] and words not in TAGS and words[0] != "out":
            at = words.index(link, 1)
            words = (*words[at + 1 :], *words[:at])
    if len(words) > 1 and words[-1] == "trust" and tags_in(words[:-1])[0]:
        words = words[:-1]
    found, strange = tags_in(words)
    return frozenset([*found, *strange])


def tags_of(organisation: Organisation) -> frozenset[str]:
    """The tags of an organisation, by its classes and its kind; by its name where the directory has no class for it."""
    tags = {tag for name in organisation.classes for tag in _of_class(name)}
    name = words_of(organisation.name)
    tags.update(_BY_KIND.get(organisation.kind, ()))
    if organisation.kind == "network" and name[-3:] == ("primary", "care", "network"):
        tags.add("pcn")
    if organisation.kind == "council":
        tags.update(
            set(name) & {"county", "city", "district", "borough", "metropolitan", "parish", "town", "unitary"}
        )
    if not organisation.classes and organisation.kind != "representative-body":
        tags.update(tag for word in name if (tag := _NAMED.get(singular(word))))
        if ("nursing", "home") in itertools.pairwise(name):
            tags.update(("carehome", "nursing"))
        if name[-2:] in (("care", "home"), ("residential", "home")):
            tags.add("carehome")
        if organisation.kind == "charity" and "hospice" not in tags:
            tags.add("voluntary")
    return frozenset(tags)
