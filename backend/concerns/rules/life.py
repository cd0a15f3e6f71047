"""The life of a concern: its states and what leads from one to the next.

The fields of a finding and its order are those of the breach logs that commissioners kept (domain facts, 1.8).
"""

from datetime import date
from enum import StrEnum

from backend.scope import OvertakenByAnother, Refusal

LONGEST = 10_000
"""Characters of what somebody raises, or writes about it."""


class UnableToMoveOn(Refusal):
    """A step that the concern does not stand before."""


class UnableToFind(Refusal):
    """A finding that can't be made yet; the sentence says what is missing."""


class Route(StrEnum):
    """How a concern came."""

    PERSON = "PERSON"
    ON_BEHALF = "ON_BEHALF"
    PUBLIC = "PUBLIC"


ROUTE_IN_WORDS = {
    Route.PERSON: "Raised by somebody who had signed in",
    Route.ON_BEHALF: "Taken down for a caller or from a letter",
    Route.PUBLIC: "Raised on the public form",
}


class Category(StrEnum):
    """What a concern is about, as far as can be said of it in one line."""

    UNDECLARED = "UNDECLARED"
    GIFT = "GIFT"
    MEETING = "MEETING"
    PROCUREMENT = "PROCUREMENT"
    CONFIDENCE = "CONFIDENCE"
    OTHER = "OTHER"


CATEGORY_IN_WORDS = {
    Category.UNDECLARED: "An interest that was not declared, or late",
    Category.GIFT: "A gift, hospitality or sponsorship",
    Category.MEETING: "Taking part in a decision despite a conflict",
    Category.PROCUREMENT: "A procurement or contract",
    Category.CONFIDENCE: "Use of confidential information",
    Category.OTHER: "Something else",
}


class State(StrEnum):
    """Where a concern stands."""

    RECEIVED = "RECEIVED"
    ASSESSED = "ASSESSED"
    INVESTIGATED = "INVESTIGATED"
    FOUND = "FOUND"
    CLOSED = "CLOSED"


STATE_IN_WORDS = {
    State.RECEIVED: "Received",
    State.ASSESSED: "Assessed",
    State.INVESTIGATED: "Under investigation",
    State.FOUND: "Finding made",
    State.CLOSED: "Closed",
}

NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ASSESSED}),
    State.ASSESSED: frozenset({State.ASSESSED, State.INVESTIGATED, State.FOUND}),
    State.INVESTIGATED: frozenset({State.INVESTIGATED, State.FOUND}),
    State.FOUND: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.ASSESSED}),
}
"""State → the states that a handler may move it to; a closed concern is opened again by assessing it anew."""

OPEN = frozenset(State) - {State.CLOSED}


class Finding(StrEnum):
    """What an allegation turned out to be."""

    BREACH = "BREACH"
    NO_BREACH = "NO_BREACH"
    NOT_PROCEEDED = "NOT_PROCEEDED"


FINDING_IN_WORDS = {
    Finding.BREACH: "Breach",
    Finding.NO_BREACH: "No breach",
    Finding.NOT_PROCEEDED: "Not proceeded with",
}


class Investigator(StrEnum):
    """Who investigates: somebody of the organisation, or somebody from outside."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"


INVESTIGATOR_IN_WORDS = {
    Investigator.INTERNAL: "Somebody of this organisation",
    Investigator.EXTERNAL: "Somebody from outside",
}


class Body(StrEnum):
    """To whom a concern can be referred beside the handling here."""

    COUNTER_FRAUD = "COUNTER_FRAUD"
    SPEAK_UP = "SPEAK_UP"
    OTHER = "OTHER"


BODY_IN_WORDS = {
    Body.COUNTER_FRAUD: "Counter-fraud specialist",
    Body.SPEAK_UP: "Freedom to Speak Up Guardian",
    Body.OTHER: "Another body",
}


def check_can_move(state: State, into: State) -> None:
    """Raises `UnableToMoveOn` unless a handler may move a concern from `state` to `into`."""
    if into not in NEXT[state]:
        now = STATE_IN_WORDS[state].lower()
        raise UnableToMoveOn(f"The concern stands at “{now}”, from where this step can't be taken.")


def can_move(state: State, into: State) -> bool:
    return into in NEXT[state]


def check_can_find(
    finding: Finding, *, state: State, about_a_person: bool, replied: bool, reply_by: date | None, on: date
) -> None:
    """Raises `UnableToFind` or `UnableToMoveOn`.

    A breach, or its absence, is found after an investigation; and a breach by a person only once they had notice and
    replied, or let the day for it pass. What is not proceeded with needs neither.
    """
    check_can_move(state, State.FOUND)
    if finding is Finding.NOT_PROCEEDED:
        return
    if state is not State.INVESTIGATED:
        raise UnableToFind("Name who investigates first, or choose “Not proceeded with”.", field="finding")
    if finding is not Finding.BREACH or not about_a_person or replied:
        return
    if reply_by is None:
        raise UnableToFind(
            "Nobody is found in breach unheard: give the person concerned notice first.", field="finding"
        )
    if on <= reply_by:
        raise UnableToFind(
            "The person concerned may still reply. Wait for the reply, or until the day for it has passed.",
            field="finding",
        )


def check_found_breach(finding: Finding | None) -> None:
    """Only of a breach that was found is a text agreed for publication."""
    if finding is not Finding.BREACH:
        raise UnableToMoveOn("Only a breach that was found is published.")


def check_replies_once(replied: bool) -> None:
    if replied:
        raise OvertakenByAnother("A reply to this notice was recorded already. Nothing was changed.")


def financial_year(day: date) -> str:
    """`2016/17` for any day from 1 April 2016 to 31 March 2017."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def financial_years(first: date, last: date) -> tuple[str, ...]:
    """Every financial year from the one of `last` back to the one of `first`."""
    start, end = (day.year if day.month >= 4 else day.year - 1 for day in (first, last))
    return tuple(financial_year(date(year, 4, 1)) for year in range(end, start - 1, -1))
