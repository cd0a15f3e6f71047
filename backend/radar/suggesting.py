"""What the rules suggest for a hit: by framework, purpose and kind of interest. Nothing is decided by it."""

# ruff: noqa: E501 -- patterns, word lists and wide signatures read better on one line

import re
from dataclasses import dataclass

from backend.radar.files import Framework, Interest, Item, Person, Suggestion, Treatment

# The Act's section; the guidance's paragraphs were not to be read, so none is named.
_SOURCES: dict[Framework, str] = {
    "ccg-2014": (
        "NHS Act 2006, section 14O, and NHS England, Managing Conflicts of Interest: Statutory Guidance for CCGs, December 2014"
    ),
    "ccg-2017": (
        "NHS Act 2006, section 14O, and NHS England, Managing Conflicts of Interest: Revised Statutory Guidance for CCGs, June 2017"
    ),
    "icb-2022": "NHS Act 2006, section 14Z30, and the model constitution for integrated care boards",
}
_SELECTION = "Health Care Services (Provider Selection Regime) Regulations 2023, regulation 21"
_SELECTION_SINCE = 2024

# From the least to the most strict; a treatment is never suggested by more than the purpose asks for.
_ORDER: tuple[Treatment, ...] = (
    "NOTED_FULL_PARTICIPATION",
    "DISCUSS_NOT_DECIDE_REMAIN",
    "DISCUSS_LEAVE_FOR_DECISION",
    "LEAVE_FOR_ITEM",
)
_STEPS: dict[str, dict[str, int]] = {
    # purpose: kind of interest, and what is suggested where the interest is directly in what the item touches
    "note": {"financial": 0, "non-financial-professional": 0, "non-financial-personal": 0, "indirect": 0},
    "discuss": {"financial": 1, "non-financial-professional": 1, "non-financial-personal": 0, "indirect": 1},
    "decide": {"financial": 2, "non-financial-professional": 1, "non-financial-personal": 1, "indirect": 2},
    "procure": {"financial": 3, "non-financial-professional": 2, "non-financial-personal": 2, "indirect": 3},
}
_WHY = {
    "note": "the item is only to be noted",
    "discuss": "the item is to be discussed and nothing is decided",
    "decide": "the item is to be decided",
    "procure": "the item may bring a contract",
}
_DOES: dict[Treatment, str] = {
    "NOTED_FULL_PARTICIPATION": "The interest is noted and the member takes part",
    "DISCUSS_NOT_DECIDE_REMAIN": "The member stays and may speak, and takes no part in the decision",
    "DISCUSS_LEAVE_FOR_DECISION": "The member may speak, then leaves before the decision",
    "LEAVE_FOR_ITEM": "The member leaves for the discussion and the decision",
    "NO_PAPERS": "The member does not receive the papers of the item",
    "EXCLUDE_FROM_MEETING": "The member is asked not to attend",
    "CHAIR_STANDS_DOWN": "Somebody without an interest takes the chair for the item",
}
_CHAIR = re.compile(r"\bchair(?:man|woman|person)?\b", re.IGNORECASE)
_NOT_CHAIR = re.compile(r"\b(?:vice|deputy|former|audit|past|assistant)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Touch:
    """How the item touches the interest, as far as a suggestion depends on it."""

    by_class: bool
    steps: int
    home: bool


def suggestion(
    *, framework: Framework, year: int, item: Item, person: Person, interest: Interest, touch: Touch
) -> Suggestion:
    """The treatment that is in proportion, its reason in a sentence, and the rule's source."""
    source = (
        _SELECTION
        if framework == "icb-2022" and item.purpose == "procure" and year >= _SELECTION_SINCE
        else _SOURCES[framework]
    )
    if touch.home:
        # The seat is for that perspective: exclusion for the home organisation alone would empty it.
        at = 1 if item.purpose == "procure" else 0
        treatment = _ORDER[at]
        reason = "the member sits for the perspective of the home organisation"
        if at:
            reason += ", which may gain by the contract"
        return Suggestion(treatment=treatment, words=f"{_DOES[treatment]}: {reason}.", source=source)
    at = _STEPS[item.purpose][interest.kind]
    reasons = [_WHY[item.purpose]]
    if touch.by_class and at > 1 and item.purpose != "procure":
        at -= 1
        reasons.append("it touches the whole class alike")
    if interest.until is not None or interest.ended:
        at = max(0, at - 1)
        reasons.append("the interest has ended or will end")
    if touch.steps > 1 and at > 1:
        at -= 1
        reasons.append("the organisation is touched at some remove")
    treatment = _ORDER[at]
    role = person.role or ""
    if at >= 2 and _CHAIR.search(role) and not _NOT_CHAIR.search(role):
        treatment = "CHAIR_STANDS_DOWN"
        reasons.append("the member has the chair")
    return Suggestion(
        treatment=treatment, words=f"{_DOES[treatment]}: {', and '.join(reasons)}.", source=source
    )


def severity(treatment: Treatment) -> int:
    return {
        "NOTED_FULL_PARTICIPATION": 0,
        "DISCUSS_NOT_DECIDE_REMAIN": 1,
        "DISCUSS_LEAVE_FOR_DECISION": 2,
    }.get(treatment, 3)
