"""Asking that something held or published about oneself be put right, pure: its steps, its clock, its outcomes.

unproved → open → answered;  unproved → forgotten
"""

import hashlib
import hmac
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from backend.requests.rules import UnableToHandle
from backend.requests.rules.clock import months_after

MONTHS = 1
"""From memory: articles 12(3) and 16 of the UK GDPR, within one month of receipt. Before 25 May 2018 no number of days
was in the law; the product asks for the same."""

PROVED_WITHIN = timedelta(days=7)
MOST_TRIES = 10
REMIND_BEFORE = timedelta(days=7)


class CorrectionState(StrEnum):
    """Where it stands. One whose address nobody proved is seen by nobody, and forgotten after a week."""

    UNPROVED = "unproved"
    OPEN = "open"
    ANSWERED = "answered"
    FORGOTTEN = "forgotten"


class CorrectionOutcome(StrEnum):
    """What became of it."""

    PUT_RIGHT = "put-right"
    IN_PART = "in-part"
    NOT = "not"


OUTCOME_IN_WORDS = {
    CorrectionOutcome.PUT_RIGHT: "It has been put right",
    CorrectionOutcome.IN_PART: "It has been put right in part",
    CorrectionOutcome.NOT: "It has not been changed",
}


class About(StrEnum):
    """Where the person found it."""

    REGISTER = "register"
    MEETING = "meeting"
    LETTER = "letter"
    OTHER = "other"


ABOUT_IN_WORDS = {
    About.REGISTER: "In a register",
    About.MEETING: "In papers or minutes of a meeting",
    About.LETTER: "In a letter or email from us",
    About.OTHER: "Somewhere else",
}


def due_on(received_on: date) -> date:
    return months_after(received_on, MONTHS)


def code_for(correction_id: UUID, *, key: bytes) -> str:
    """Eight digits that go to the address, and that nobody finds without the key."""
    digest = hmac.new(key, correction_id.bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**8:08}"


def check_code(correction_id: UUID, code: str, *, key: bytes, tries: int) -> None:
    if tries >= MOST_TRIES:
        raise UnableToHandle("There were too many wrong codes. Begin again with the form.", field="code")
    if not hmac.compare_digest(code_for(correction_id, key=key), "".join(code.split())):
        raise WrongCode("That is not the code that was sent to you. Look at the newest letter.", field="code")


class WrongCode(UnableToHandle):
    """A code that is not the one that was sent; the try counts."""


def check_may_answer(state: CorrectionState) -> None:
    if state is not CorrectionState.OPEN:
        raise UnableToHandle("It has been answered already.")


def falls_today(due: date, today: date) -> bool:
    """Whether officers are reminded today: a week before, on the day, and each week while it is late."""
    return today in {due, due - REMIND_BEFORE} or (today > due and (today - due).days % 7 == 0)
