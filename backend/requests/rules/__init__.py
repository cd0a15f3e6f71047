"""What may be done to a request, and when: pure, and the same for the button and for the guard."""

from enum import StrEnum

from backend.scope import Refusal


class UnableToHandle(Refusal):
    """A step of a request that can't be taken; the sentence says why."""


class State(StrEnum):
    """Where a request stands.

    open → to-check → checked → answered → reviewing → reviewed;  open → withdrawn | transferred
    """

    OPEN = "open"
    TO_CHECK = "to-check"
    CHECKED = "checked"
    ANSWERED = "answered"
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


STATE_IN_WORDS: dict[State, tuple[str, str]] = {
    State.OPEN: ("Open", "blue"),
    State.TO_CHECK: ("Waits for the second check", "yellow"),
    State.CHECKED: ("Checked, not sent yet", "yellow"),
    State.ANSWERED: ("Answered", "green"),
    State.REVIEWING: ("Internal review", "orange"),
    State.REVIEWED: ("Reviewed", "green"),
    State.WITHDRAWN: ("Withdrawn", "grey"),
    State.TRANSFERRED: ("Transferred", "grey"),
}
"""In words, and the colour of the tag."""

OWED = frozenset({State.OPEN, State.TO_CHECK, State.CHECKED})
"""The answer is still owed."""


class Outcome(StrEnum):
    """How a request was answered."""

    FULL = "full"
    PART = "part"
    REFUSED = "refused"
    NOT_HELD = "not-held"


OUTCOME_IN_WORDS = {
    Outcome.FULL: "Disclosed in full",
    Outcome.PART: "Disclosed in part",
    Outcome.REFUSED: "Refused",
    Outcome.NOT_HELD: "Not held",
}


class ReviewOutcome(StrEnum):
    """What an internal review came to."""

    UPHELD = "upheld"
    PARTLY = "partly"
    OVERTURNED = "overturned"


REVIEW_IN_WORDS = {
    ReviewOutcome.UPHELD: "The answer stands",
    ReviewOutcome.PARTLY: "The answer stands in part",
    ReviewOutcome.OVERTURNED: "The answer does not stand",
}


class Came(StrEnum):
    """How a request came."""

    MAIL = "mail"
    LETTER = "letter"
    WEB = "web"
    OTHER = "other"


CAME_IN_WORDS = {
    Came.MAIL: "By email",
    Came.LETTER: "By letter",
    Came.WEB: "By the form on our pages",
    Came.OTHER: "Another way",
}


class Disclosing(StrEnum):
    """What becomes of a document that was found."""

    UNDECIDED = "undecided"
    AS_IT_IS = "as-it-is"
    REDACTED = "redacted"
    WITHHELD = "withheld"


DISCLOSING_IN_WORDS = {
    Disclosing.UNDECIDED: "Not decided yet",
    Disclosing.AS_IT_IS: "Goes out as it is",
    Disclosing.REDACTED: "Goes out redacted",
    Disclosing.WITHHELD: "Withheld",
}
