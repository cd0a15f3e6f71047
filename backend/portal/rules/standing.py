"""Where a received pack stands at a moment, what may still be done with it, and where a request for evidence stands."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.kit.keys import plain_fingerprint as _plain
from backend.scope import NotPermitted, Refusal

GRANTED = timedelta(minutes=30)
"""How long a recipient who has proved who they are may take a pack."""


class UnableToOpen(Refusal):
    """Something that can't be done with a received pack as it stands."""


class NotARecipient(NotPermitted):
    """A pack is opened by the people to whom it was released, and by nobody else."""


class Standing(StrEnum):
    """Where a received pack stands. What was received stays here in every case, with its hash and day."""

    LIVE = "live"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    HANDED_ON = "handed-on"


STANDING_IN_WORDS = {
    Standing.LIVE: "Open",
    Standing.SUPERSEDED: "Superseded",
    Standing.EXPIRED: "Expired",
    Standing.REVOKED: "Revoked",
    Standing.HANDED_ON: "Handed on",
}

COLOURS = {
    Standing.LIVE: "green",
    Standing.SUPERSEDED: "yellow",
    Standing.EXPIRED: "grey",
    Standing.REVOKED: "red",
    Standing.HANDED_ON: "grey",
}


def standing_of(
    *, now: datetime, expires_at: datetime, revoked: bool, superseded: bool, handed_on: bool
) -> Standing:
    """The gravest that is true: whoever may not take a pack is told why before they are told of a later issue."""
    if handed_on:
        return Standing.HANDED_ON
    if revoked:
        return Standing.REVOKED
    if now >= expires_at:
        return Standing.EXPIRED
    return Standing.SUPERSEDED if superseded else Standing.LIVE


def check_can_take(standing: Standing, *, taken: int, limit: int | None) -> None:
    """A pack is taken while its release is open; a superseded issue stays open. Raises UnableToOpen."""
    closed = {
        Standing.EXPIRED: "The release has expired, so the pack can’t be downloaded any more.",
        Standing.REVOKED: "The commissioner revoked the release, so the pack can’t be downloaded any more.",
        Standing.HANDED_ON: "The pack was handed on to the body that took over. Nothing is done with it here.",
    }.get(standing)
    if closed is not None:
        raise UnableToOpen(f"{closed} What was received stays recorded here, with its SHA-256 and its day.")
    if limit is not None and taken >= limit:
        times = "once" if limit == 1 else f"{limit} times"
        raise UnableToOpen(
            f"You may download this pack {times}, and you have. Ask the commissioner to release it again."
        )


class Asked(StrEnum):
    """Where a request for evidence stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"


REQUEST_IN_WORDS = {
    Asked.OPEN: "Open",
    Asked.OVERDUE: "Overdue",
    Asked.ANSWERED: "Answered",
    Asked.SATISFIED: "Closed, satisfied",
    Asked.NOT_SATISFIED: "Closed, not satisfied",
}

REQUEST_COLOURS = {
    Asked.OPEN: "yellow",
    Asked.OVERDUE: "red",
    Asked.ANSWERED: "blue",
    Asked.SATISFIED: "green",
    Asked.NOT_SATISFIED: "orange",
}


def asked_standing(*, due_on: date, on: date, answered: bool, satisfied: bool | None) -> Asked:
    """Where a request stands on a day: closed, answered, or waited for."""
    if satisfied is not None:
        return Asked.SATISFIED if satisfied else Asked.NOT_SATISFIED
    if answered:
        return Asked.ANSWERED
    return Asked.OVERDUE if on > due_on else Asked.OPEN


def check_can_ask(standing: Standing, *, due_on: date, on: date) -> None:
    """Evidence is asked for while the pack is this body's to work on, also after its release ran out."""
    if standing is Standing.HANDED_ON:
        raise UnableToOpen("The pack was handed on to the body that took over, which asks for evidence now.")
    if due_on <= on:
        raise UnableToOpen("Give the commissioner at least until tomorrow.", field="due_on")


def plain_fingerprint(typed: str) -> str:
    """A fingerprint as it was typed, as 64 digits. Raises UnableToOpen."""
    try:
        return _plain(typed)
    except ValueError as wrong:
        raise UnableToOpen(
            "A fingerprint is 64 digits and letters from a to f, usually in groups of four. "
            "Type it as it stands in the letter or on the page that you have it from.",
            field="fingerprint",
        ) from wrong
