"""Where a request for evidence stands for whoever answers it, and who may approve an answer."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.scope import Refusal


class UnableToAnswer(Refusal):
    """A request for evidence that can't be kept, answered or closed as it stands."""


class Wanted(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    FOR_APPROVAL = "for-approval"
    ANSWERED = "answered"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"


WANTED_IN_WORDS = {
    Wanted.OPEN: "Open",
    Wanted.OVERDUE: "Overdue",
    Wanted.FOR_APPROVAL: "An answer waits for approval",
    Wanted.ANSWERED: "Answered",
    Wanted.SATISFIED: "Closed, satisfied",
    Wanted.NOT_SATISFIED: "Closed, not satisfied",
}

WANTED_COLOURS = {
    Wanted.OPEN: "yellow",
    Wanted.OVERDUE: "red",
    Wanted.FOR_APPROVAL: "purple",
    Wanted.ANSWERED: "blue",
    Wanted.SATISFIED: "green",
    Wanted.NOT_SATISFIED: "orange",
}


def wanted(*, due_on: date, on: date, waits: bool, sent: bool, satisfied: bool | None) -> Wanted:
    """Where a request stands on a day. Late is what is late, also while an answer waits for approval."""
    if satisfied is not None:
        return Wanted.SATISFIED if satisfied else Wanted.NOT_SATISFIED
    if sent and not waits:
        return Wanted.ANSWERED
    if on > due_on and not sent:
        return Wanted.OVERDUE
    return Wanted.FOR_APPROVAL if waits else Wanted.OPEN


def check_can_write(*, closed: bool, waits: bool) -> None:
    """One answer at a time, to a request that is open. Raises UnableToAnswer."""
    if closed:
        raise UnableToAnswer("The request is closed, so no answer to it is taken any more.")
    if waits:
        raise UnableToAnswer("An answer waits for approval already. Have it approved or sent back first.")


def check_can_approve(*, waits: bool, closed: bool, writer: UUID | None, approver: UUID | None) -> None:
    """An answer leaves once somebody else than its writer approves it; no chore does. Raises UnableToAnswer."""
    if approver is None:
        raise UnableToAnswer("A named person approves what goes out.")
    if not waits:
        raise UnableToAnswer("No answer waits for approval.")
    if closed:
        raise UnableToAnswer("The request is closed, so no answer to it is taken any more.")
    if writer == approver:
        raise UnableToAnswer("You wrote this answer. Somebody else approves it before it goes out.")
