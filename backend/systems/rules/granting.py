"""Which figures may be granted, in words, and when they are delivered. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from backend.kit.calendar import in_words
from backend.scope import Refusal


class UnableToGrant(Refusal):
    """A grant or a delivery that can't be made as it was asked."""


class Figure(StrEnum):
    """What one organisation may let another see of itself. Nothing else can be granted."""

    COMMITTEES = "committees"
    DECLARATIONS = "declarations"
    ACTIONS = "actions"
    GATES = "gates"
    MILESTONES = "milestones"
    BAF = "baf"
    PACK = "pack"


TITLES = {
    Figure.COMMITTEES: "Committees and quorum",
    Figure.DECLARATIONS: "Declarations of interests",
    Figure.ACTIONS: "Actions",
    Figure.GATES: "Gates",
    Figure.MILESTONES: "Milestones by colour",
    Figure.BAF: "Board assurance framework",
    Figure.PACK: "Last board pack",
}

MEANINGS = {
    Figure.COMMITTEES: "How many committees there are, and of each whether the seats that are filled make a quorum",
    Figure.DECLARATIONS: "How many people are in date, due within 28 days, and late; small counts are hidden",
    Figure.ACTIONS: "How many actions are open, and how many of them are past their date; no words of any",
    Figure.GATES: "How many gates are passed, ready to be passed, and stopped; no criterion of any",
    Figure.MILESTONES: "How many milestones are green, amber, red and grey; what each colour means stands beside it",
    Figure.BAF: "How many principal risks stand in each band of our own matrix; no title of any",
    Figure.PACK: "For which committee the last board pack was sealed, which issue, and on what day",
}


class Every(StrEnum):
    """How often a grant delivers after the first time."""

    MONTH = "month"
    BY_HAND = "by-hand"


EVERY_IN_WORDS = {
    Every.MONTH: "Once when it is accepted, and then on the first of each month",
    Every.BY_HAND: "Once when it is accepted, and then only when an officer sends it",
}

FIRST = "first"


def terms_of(figures: Collection[Figure], every: Every, words: str, *, giver: str, taker: str) -> str:
    """What both bodies sign: which figures, how often, and what becomes of small numbers."""
    listed = "\n".join(f"- {TITLES[each]}: {MEANINGS[each]}." for each in Figure if each in figures)
    told = f"\n\n{words.strip()}" if words.strip() else ""
    return (
        f"{giver} delivers to {taker} these figures of its own, and nothing else:\n{listed}\n\n"
        f"{EVERY_IN_WORDS[every]}.\n\nCounts of people below the threshold that {giver} has settled are shown as "
        "“fewer than” it, and what would give them away is not shown beside them; both happens before anything goes. "
        "Either body may end this at any time. What was delivered stays, with its day, and is shown as ended."
        f"{told}"
    )


def check_figures(figures: Sequence[Figure]) -> None:
    if not figures:
        raise UnableToGrant("Choose at least one figure.", field="figures")


def key_due(keys: Collection[str], last_on: date | None, *, today: date, every: Every) -> str | None:
    """Which delivery is owed today: the first, that of a month that has begun since the last, or none."""
    if FIRST not in keys:
        return FIRST
    key = f"{today:%Y-%m}"
    begun = last_on is not None and (last_on.year, last_on.month) < (today.year, today.month)
    return key if every is Every.MONTH and begun and key not in keys else None


def key_by_hand(today: date) -> str:
    """One by hand a day: pressed twice, it is sent once."""
    return f"by hand on {in_words(today)}"


def key_in_words(key: str) -> str:
    if key == FIRST:
        return "The first delivery"
    if key.startswith("by hand"):
        return f"Sent {key}"
    try:
        return f"The delivery of {date.fromisoformat(key + '-01'):%B %Y}"
    except ValueError:  # another's key may be anything
        return key
