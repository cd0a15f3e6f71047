"""The many wordings of one thing in old registers of interests: the kind of interest, and whose it is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from backend.facts.rows.dates import UnableToReadCell
from backend.facts.rows.words import short
from backend.interests.rules.declaring import InterestType, Relationship

_FAMILY = {
    "family", "relative", "relatives", "mother", "father", "parent", "parents", "son", "sons", "daughter", "daughters",
    "child", "children", "brother", "brothers", "sister", "sisters", "sibling", "siblings", "uncle", "aunt", "cousin",
    "nephew", "niece", "grandparent", "grandmother", "grandfather", "grandson", "granddaughter", "stepson",
    "stepdaughter", "in law",
}  # fmt: skip
_SPOUSE = {"spouse", "husband", "wife", "partner", "civil partner", "fiancé", "fiancée", "fiance", "fiancee"}
_BUSINESS = {"business partner", "business partners", "business associate", "business"}
_RELATIONS: tuple[tuple[Relationship, frozenset[str]], ...] = (
    (Relationship.BUSINESS_PARTNER, frozenset(_BUSINESS)),
    (Relationship.SPOUSE, frozenset(_SPOUSE)),
    (Relationship.CLOSE_FAMILY, frozenset(_FAMILY)),
    (Relationship.CLOSE_FRIEND, frozenset({"friend", "friends"})),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell about the type says: the type if it does, whether it is indirect if it does, and whose."""

    type: InterestType | None = None
    indirect: bool | None = None
    relationship: Relationship | None = None


@lru_cache(maxsize=10_000)
def read_type(written: str) -> Kind:
    """The type of an interest, in any of its wordings. An empty cell says nothing. Raises UnableToReadCell."""
    text = " ".join(re.sub(r"[‐‑‒–—\-_/]", " ", written.lower()).split())
    if not text or text in ("n a", "none"):
        return Kind()
    words = text.split()
    indirect = True if "indirect" in text else None
    found = {kind for kind in InterestType if _says(kind, words)}
    if len(found) > 1:
        raise UnableToReadCell(
            f"“{short(written, 60)}” names more than one type of interest. Give each a row of its own."
        )
    if not found:
        if indirect:
            return Kind(indirect=True, relationship=relationship_in(written))
        if "non" in words or "nonfinancial" in words:
            raise UnableToReadCell(
                f"“{short(written, 60)}” does not say whether the interest is professional or personal."
            )
        if text == "direct":
            return Kind(indirect=False)
        raise UnableToReadCell(
            f"“{short(written, 60)}” is not a type of interest that is known. Write financial, non-financial "
            "professional or non-financial personal."
        )
    return Kind(
        type=found.pop(), indirect=indirect, relationship=relationship_in(written) if indirect else None
    )


def _says(kind: InterestType, words: list[str]) -> bool:
    text = " ".join(words)
    plain = text.replace("non financial", "nonfinancial").replace("non pecuniary", "nonfinancial").split()
    match kind:
        case InterestType.FINANCIAL:
            return any(
                word in ("financial", "pecuniary", "finance", "fin", "f", "monetary") for word in plain
            )
        case InterestType.NON_FINANCIAL_PROFESSIONAL:
            return any(word in ("professional", "prof", "professionally") for word in plain)
        case InterestType.NON_FINANCIAL_PERSONAL:
            return any(word in ("personal", "pers", "personally") for word in plain)


@lru_cache(maxsize=10_000)
def read_held_by(written: str) -> Kind:
    """Direct or indirect, and whose. An empty cell says nothing. Raises UnableToReadCell."""
    text = " ".join(re.sub(r"[‐‑‒–—]", "-", written.lower()).split()).strip(" .")
    if text in ("", "-", "n/a", "na", "none"):
        return Kind()
    if text in ("direct", "d", "own", "self", "mine", "personal", "declarant"):
        return Kind(indirect=False)
    whose = relationship_in(text)
    if text in ("indirect", "i", "indirect interest"):
        return Kind(indirect=True)
    if whose is None:
        raise UnableToReadCell(
            f"“{short(written, 60)}” does not say whose interest it is. Write direct, or: spouse, close family, close "
            "friend or business partner."
        )
    return Kind(indirect=True, relationship=whose)


@lru_cache(maxsize=10_000)
def relationship_in(text: str) -> Relationship | None:
    """The relationship that words of a text name, if they name just one. A name is never kept from it."""
    lowered = " ".join(text.lower().replace("-", " ").split())
    found = []
    for relationship, words in _RELATIONS:
        for word in words:
            if re.search(rf"\b{re.escape(word)}\b", lowered):
                found.append(relationship)
                break
        if found and relationship is Relationship.BUSINESS_PARTNER:
            return found[0]
    if Relationship.CLOSE_FAMILY in found and Relationship.SPOUSE in found and "partner" in lowered:
        return None
    return found[0] if len(found) == 1 else None
