"""Where a return stands for whoever reviews it, worked out of what came and what was decided; never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.scope import NotPermitted, OvertakenByAnother, Refusal


class UnableToReview(Refusal):
    """Something that can't be done with a return as it stands."""


class UnableToKeep(Refusal):
    """A commissioner, an expected return, or a part of the team that can't be kept as it was asked."""


class StoodAside(NotPermitted):
    """Whoever stands aside from a commissioner sees and does nothing of its returns."""


class HeldByAnother(OvertakenByAnother):
    """Somebody else has the return in hand."""


class Standing(StrEnum):
    """Where one return stands on a day."""

    DUE = "due"
    LATE = "late"
    RECEIVED = "received"
    QUERIED = "queried"
    CONDITIONAL = "conditional"
    ACCEPTED = "accepted"
    REFUSED = "refused"


STANDING_IN_WORDS = {
    Standing.DUE: "Due",
    Standing.LATE: "Late",
    Standing.RECEIVED: "Received",
    Standing.QUERIED: "Queried",
    Standing.CONDITIONAL: "Accepted with conditions",
    Standing.ACCEPTED: "Accepted",
    Standing.REFUSED: "Sent back",
}

COLOURS = {
    Standing.DUE: "white",
    Standing.LATE: "red",
    Standing.RECEIVED: "blue",
    Standing.QUERIED: "yellow",
    Standing.CONDITIONAL: "aqua-green",
    Standing.ACCEPTED: "green",
    Standing.REFUSED: "orange",
}

SETTLED = frozenset({Standing.ACCEPTED, Standing.CONDITIONAL})


class Decided(StrEnum):
    """What a reviewer may decide of an issue. A question back is no decision."""

    ACCEPTED = "accepted"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


DECIDED_IN_WORDS = {
    Decided.ACCEPTED: "Accept",
    Decided.CONDITIONAL: "Accept with conditions",
    Decided.REFUSED: "Send back, to be made again",
}


class Settled(StrEnum):
    """What became of a condition, as a named person says it."""

    MET = "met"
    NOT_MET = "not-met"
    WITHDRAWN = "withdrawn"


SETTLED_IN_WORDS = {
    Settled.MET: "Met",
    Settled.NOT_MET: "Not met",
    Settled.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An outcome that was given: of which issue, and what it says."""

    issue: int
    verdict: Decided


def standing_of(*, issue: int, given: Iterable[Given], open_questions: int) -> Standing:
    """Where a return of which something came stands: by the last outcome of its newest issue, else by its questions.

    A new issue is looked at anew: what was decided of an earlier one does not hold for it.
    """
    of_newest = [each for each in given if each.issue == issue]
    if of_newest:
        return Standing(of_newest[-1].verdict.value)
    return Standing.QUERIED if open_questions else Standing.RECEIVED


def standing_of_expected(*, due_on: date, on: date) -> Standing:
    """Where a return of which nothing came stands on a day."""
    return Standing.LATE if due_on < on else Standing.DUE


def days_late(*, due_on: date | None, first_received_on: date) -> int:
    """By how many days the first issue came after its day; 0 where it was in time or had none."""
    return 0 if due_on is None else max(0, (first_received_on - due_on).days)


def check_conditions(verdict: Decided, conditions: Iterable[str]) -> None:
    """Conditions go with “accept with conditions”, and with nothing else. Raises UnableToReview."""
    given = [each for each in conditions if each.strip()]
    if verdict is Decided.CONDITIONAL and not given:
        raise UnableToReview(
            "Say at least one condition, or accept it without conditions.", field="condition_1"
        )
    if verdict is not Decided.CONDITIONAL and given:
        raise UnableToReview(
            "Conditions go with “accept with conditions”. Choose that, or take the conditions out.",
            field="verdict",
        )
