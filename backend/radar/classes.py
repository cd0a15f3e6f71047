"""Organisations implied by a phrase for their class: "all member practices", "PMS practices", "both acute trusts"."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from backend.radar.files import Organisation
from backend.radar.names import WORD, folded, plain_word, words_of

_CONTRACTS = frozenset("gms pms apms".split())
_EACH = ("all", "every", "each", "any", "both", "our", "these", "those", "member", "local")
# What a class is also called. Keys and values are whole phrases; keys as in the directory, in the singular.
_ALSO: dict[str, tuple[str, ...]] = {
    "member practice": ("our practices", "gp practices", "general practices", "all practices", "every practice", "each practice",
        "all our practices", "gp surgeries", "constituent practices", "practices in membership", "all gps in the area",
        "each gp practice", "every gp practice", "all surgeries", "every surgery", "each surgery", "all the practices",
        "all of the practices", "all general practice contractors", "both practices in membership", "all member gps"),
    "gp practice": ("our practices", "gp practices", "general practices", "all practices", "every practice", "each practice",
        "all our practices", "gp surgeries", "each gp practice", "all surgeries", "every surgery", "each surgery",
        "all the practices", "member practices", "general medical practices", "every general practice"),
    "community pharmacy": ("pharmacies", "chemists", "community pharmacists", "pharmacy contractors", "community chemists",
        "every pharmacy", "each pharmacy", "every chemist", "retail pharmacies", "high street pharmacies", "pharmacists in the community"),
    "pharmacy": ("pharmacies", "chemists", "community pharmacies", "pharmacy contractors"),
    "dental practice": ("dentists", "dental contractors", "dental providers", "high street dentists", "general dental practices",
        "dental surgeries", "every dentist", "each dentist"),
    "optometry practice": ("opticians", "optometrists", "optical practices", "ophthalmic practices", "optical contractors",
        "high street opticians", "every optician", "each optician"),
    "optician": ("optometrists", "optometry practices", "opticians"),
    "care home": ("care homes", "residential homes", "residential care homes", "every home for older people", "homes for older people",
        "care home providers", "care home owners", "the care home sector", "care home fees"),
    "care home with nursing": ("nursing homes", "homes with nursing", "care homes with nursing", "nursing care homes"),
    "nursing home": ("nursing homes", "homes with nursing", "care homes with nursing", "care homes"),
    "acute provider": ("acute trusts", "hospital trusts", "acute hospitals", "acute hospital trusts", "acute providers", "hospital providers"),
    "acute trust": ("acute trusts", "hospital trusts", "acute hospitals", "acute providers"),
    "provider of community services": ("community providers", "community services providers", "community service providers",
        "community trusts", "community health providers", "community health services providers"),
    "provider of mental health services": ("mental health providers", "mental health trusts", "mental health services providers"),
    "voluntary sector": ("voluntary groups", "voluntary organisations", "voluntary bodies", "charities", "third sector organisations",
        "voluntary sector organisations", "voluntary sector providers", "community and voluntary groups", "the voluntary sector",
        "local charities", "the third sector"),
    "out of hours provider": ("out of hours providers", "providers of out of hours care", "out of hours services"),
    "primary care network": ("pcns", "every pcn", "each pcn", "all networks", "each network", "every network", "the networks", "networks of practices"),
    "gp federation": ("federations", "gp federations", "federations of practices", "each federation", "both federations"),
    "local authority": ("local authorities", "councils", "local councils", "all councils", "every council", "each council"),
    "unitary authority": ("unitary authorities", "unitary councils"),
    "pharmaceutical company": ("drug companies", "drug manufacturers", "pharmaceutical manufacturers", "medicine manufacturers"),
    "independent sector provider": ("independent providers", "private providers", "independent hospitals", "private hospitals",
        "the independent sector", "independent sector hospitals"),
    "dispensing practice": ("dispensing doctors", "dispensing surgeries", "practices that dispense", "practices which dispense", "dispensing gps"),
    "training practice": ("practices that train", "practices which train", "teaching practices", "training surgeries", "practices that take trainees"),
    "domiciliary care provider": ("home care providers", "home care agencies", "domiciliary care agencies", "homecare providers", "home care firms"),
    "home care provider": ("home care agencies", "domiciliary care providers", "domiciliary care agencies", "homecare providers"),
    "single handed practice": ("single handed gps", "single handers", "single handed doctors"),
    "hospice": ("hospices", "all hospices", "adult hospices"),
    "university": ("universities",),
    "ambulance provider": ("ambulance trusts", "ambulance services", "patient transport providers"),
}  # fmt: skip
_BY_KIND: dict[str, tuple[str, ...]] = {
    "trust": ("nhs trusts", "provider trusts", "each trust", "every trust", "all trusts", "both trusts", "all three trusts", "foundation trusts"),
    "council": ("councils", "local authorities", "each council", "every council", "both councils"),
    "federation": ("gp federations", "both federations", "each federation", "every federation", "all federations"),
    "network": ("primary care networks", "pcns", "each network", "every network", "all networks"),
    "practice": ("all practices", "every practice", "each practice", "gp practices", "general practices"),
}  # fmt: skip
# Words before and after the word that tells, for phrases such as "PMS and APMS practices" and "the community trust".
_HEADS = frozenset(
    "practices contracts contractors surgeries holders gps trusts providers hospitals homes pharmacies organisations".split()
)
_ONE = frozenset("trust provider hospital service organisation".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    members: tuple[int, ...]
    one: bool  # speaks of one organisation: "the community trust"


class Classes:
    """Phrases, each with the places in the directory of those whom it means."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        many: dict[tuple[str, ...], set[int]] = defaultdict(set)
        one: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.telling: dict[str, set[int]] = defaultdict(set)  # by a single word: "pms", "acute"
        names: dict[str, set[int]] = defaultdict(set)
        for place, organisation in enumerate(organisations):
            for name in organisation.classes:
                names[name].add(place)
            club = organisation.kind == "network" and words_of(organisation.name)[-3:] != (
                "primary",
                "care",
                "network",
            )
            for called in () if club else _BY_KIND.get(organisation.kind, ()):
                many[_words(called)].add(place)
            if organisation.kind in ("council", "federation"):
                one[organisation.kind,].add(place)
            if organisation.kind == "council":
                one["local", "authority"].add(place)
                ending = words_of(organisation.name)[-2:]
                one[ending].add(place)
                many[(ending[0], "councils")].add(place)
        for name, places in names.items():
            words = _words(name)
            for phrase in _phrases(words):
                many[phrase] |= places
            for phrase in _singular(words):
                one[phrase] |= places
            if len(words) == 2 and words[1] in ("practice", "provider", "trust", "contractor", "hospital"):
                self.telling[words[0]] |= places
            if words[:2] == ("provider", "of") and len(words) == 4 and words[3] == "services":
                self.telling[words[2]] |= places
        self.telling = {word: places for word, places in self.telling.items() if word not in ("gp", "member")}
        self.phrases = {
            words: Phrase(tuple(sorted(places)), False) for words, places in many.items() if words
        }
        for words, places in one.items():
            if words and words not in self.phrases:
                self.phrases[words] = Phrase(tuple(sorted(places)), True)

    def together(self, words: list[str], at: int) -> tuple[frozenset[str], int] | None:
        """The telling words from here on that share one noun, and where it ends: `PMS and APMS practices`."""
        told: set[str] = set()
        end = at
        while end < len(words) and end < at + 8:
            word = words[end]
            if word in self.telling:
                told.add(word)
            elif word in _HEADS:
                return frozenset(told), end + 1
            elif word not in ("and", "or", "services", "contract", "medical", "health", "nhs", "contracted"):
                return None
            end += 1
        return None


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(plain_word(match[0]) for match in WORD.finditer(folded(phrase)))


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es" if not word.endswith("s") else word
    return word + "s"


def _singular_of(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _phrases(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """A class in the plural, and in the singular after "each"."""
    if words[:2] == ("provider", "of") or words[:2] == ("providers", "of"):
        rest = words[2:]
        found = {("providers", "of", *rest), (*rest, "providers"), ("those", "who", "provide", *rest)}
        found |= {(each, "provider", "of", *rest) for each in _EACH}
        if rest[-1:] == ("services",):
            found |= {
                ("providers", "of", *rest[:-1], "care"),
                ("providers", "of", *rest[:-1], "health", "services"),
            }
            found |= {(*rest[:-1], "providers"), (*rest[:-1], "trusts"), (*rest[:-1], "service", "providers")}
        else:
            found.add((*rest, "service", "providers"))
            found.add(("providers", "of", *rest, "services"))
        key = " ".join(("provider", "of", *rest))
    else:
        with_part = next(
            (at for at, word in enumerate(words) if word in ("with", "of", "for", "in")), len(words)
        )
        head = with_part - 1
        single = (*words[:head], _singular_of(words[head]), *words[with_part:])
        plural = (*words[:head], _plural(_singular_of(words[head])), *words[with_part:])
        found = {plural} | {(each, *single) for each in _EACH if each not in ("both", "these", "those")}
        key = " ".join(single)
        if single[-1] == "practice" and len(single) > 1:
            kind = single[:-1]
            found |= {
                (*kind, "surgeries"),
                (*kind, "contractors"),
                ("practices", "on", *kind),
                ("practices", "that", "hold", *kind, "contracts"),
            }
            found |= {
                ("practices", "with", *kind, "contracts"),
                ("practices", "holding", *kind, "contracts"),
                (*kind, "contract", "holders"),
            }
            if kind[-1] in _CONTRACTS:
                found |= {
                    (*kind, "contracts"),
                    ("holders", "of", *kind, "contracts"),
                    ("contractors", "on", *kind),
                    (*kind, "gps"),
                }
                found |= {
                    ("practices", "with", "a", *kind, "contract"),
                    ("practices", "on", *kind, "contracts"),
                    ("practices", "on", "a", *kind, "contract"),
                }
        if single[-1] == "provider" and len(single) > 1:
            found |= {
                ("providers", "of", *single[:-1], "care"),
                ("providers", "of", *single[:-1], "services"),
                (*single[:-1], "services", "providers"),
            }
    found |= {_words(phrase) for phrase in _ALSO.get(key, ())}
    return found


def _singular(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What one of the class is called when there is only one."""
    if words[:2] == ("provider", "of"):
        kind = words[2:-1] if words[-1] == "services" else words[2:]
        return {
            (*kind, "trust"),
            (*kind, "provider"),
            (*kind, "services", "provider"),
            (*kind, "nhs", "trust"),
        }
    if words[-1] in ("provider", "trust"):
        return {(*words[:-1], end) for end in ("provider", "trust", "hospital", "service")}
    if words in (("hospice",), ("university",), ("gp", "federation"), ("primary", "care", "network")):
        return {words, *({("federation",)} if words[-1] == "federation" else set())}
    return set()
