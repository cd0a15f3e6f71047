"""What is recorded of a meeting as it happens: who came and went, and what changed for the whole room."""

from enum import StrEnum

from backend.scope import OvertakenByAnother, Refusal


class UnableToRecord(Refusal):
    """Something that can't have happened, or can't be read, at a meeting."""


class HeldByAnother(OvertakenByAnother):
    """Somebody else holds the live page; what was typed is given back."""


class Kind(StrEnum):
    """What somebody did; without an item it holds for the whole meeting."""

    ARRIVED = "arrived"
    LEFT = "left"
    RETURNED = "returned"
    APOLOGIES = "apologies"
    TOOK_CHAIR = "took-chair"


KIND_IN_WORDS = {
    Kind.ARRIVED: "Arrived",
    Kind.LEFT: "Left",
    Kind.RETURNED: "Returned",
    Kind.APOLOGIES: "Apologies",
    Kind.TOOK_CHAIR: "Took the chair",
}


class Turn(StrEnum):
    """What changed for the whole room."""

    PRIVATE = "private"
    PUBLIC = "public"
    CLOSED = "closed"


TURN_IN_WORDS = {
    Turn.PRIVATE: "Went into private session",
    Turn.PUBLIC: "Went back into public session",
    Turn.CLOSED: "Closed the meeting",
}
