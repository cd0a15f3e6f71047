"""When a release stands, who may open it, and what may still be fetched."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from backend.scope import NotFound, Refusal

FAILURES = 5
"""So many wrong codes lock a recipient's link."""

VISIT_FOR = timedelta(minutes=60)
"""How long a given code holds; real time."""

DOWNLOAD_FOR = timedelta(minutes=60)
"""How long a download that was begun may be taken up again where the line broke."""

MOST_REQUESTS = 500
"""So many requests may take up one download: what fetches in pieces stays well below."""

HELD_FOR = timedelta(minutes=10)
"""How long the letters of a release wait, so that it can be undone before anybody heard of it."""

ENDS_SOON = timedelta(days=7)
LONGEST = timedelta(days=366)
MOST_RECIPIENTS = 6

KINDS = (
    "NHS commissioning regulator",
    "Professional or quality regulator",
    "Government department",
    "Auditor",
    "Local authority",
    "Other body with a power to ask",
)
"""What a regulator may be."""


class Standing(StrEnum):
    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


STANDING_IN_WORDS = MappingProxyType(
    {Standing.LIVE: "Live", Standing.EXPIRED: "Expired", Standing.REVOKED: "Revoked"}
)


class Form(StrEnum):
    """What of a pack is fetched."""

    SEALED = "sealed"
    READING = "reading"


FORM_IN_WORDS = MappingProxyType(
    {Form.SEALED: "The sealed pack", Form.READING: "The reading copy of its report"}
)


class UnableToRelease(Refusal):
    """A release that may not be made or changed so."""


class UnableToOpen(Refusal):
    """A link that does not open, or not with this code."""


class LinkEnded(Refusal):
    """The link is of a release that has ended; its page says so in words of its own."""

    status = 410


class UnableToFetch(Refusal):
    """A file that is not given now."""

    status = 409


class NoVisit(NotFound):
    """The page is one of a visit, and there is none; the same words whoever asks for whatever."""

    def __init__(self) -> None:
        super().__init__("page")
        self.sentence = WITHOUT_A_VISIT


WITHOUT_A_VISIT = (
    "This page opens from the link that you were sent, with the code that you were told. It closes an hour after you "
    "gave the code: open the link again."
)


def standing_of(*, revoked_at: datetime | None, expires_at: datetime, now: datetime) -> Standing:
    """How a release stands at a moment: it has expired from the very moment at which it does."""
    if revoked_at is not None and revoked_at <= now:
        return Standing.REVOKED
    return Standing.EXPIRED if now >= expires_at else Standing.LIVE


def check_can_release(*, signed: bool, expires_at: datetime, now: datetime) -> None:
    """Raises UnableToRelease."""
    if not signed:
        raise UnableToRelease(
            "This pack is not signed off yet. Only a pack that everybody whom its definition names has signed may be "
            "released."
        )
    if expires_at <= now:
        raise UnableToRelease("The moment at which it ends has passed already.", field="expires_on")
    if expires_at > now + LONGEST:
        raise UnableToRelease(
            "A release ends within a year. It can be extended when that is near.", field="expires_on"
        )


def check_can_undo(
    *, released_at: datetime, opened: bool, by_mail: bool, by_door: bool, now: datetime
) -> None:
    """Whether a release can be undone as though it had not been: nobody has heard of it yet. Raises UnableToRelease."""
    if not by_mail or by_door or opened or now >= released_at + HELD_FOR:
        raise UnableToRelease("It can’t be undone any more: somebody may know of it. Revoke it, and say why.")


def check_can_give_code(*, failures: int, locked: bool) -> None:
    """Raises UnableToOpen where a link is locked."""
    if locked or failures >= FAILURES:
        raise UnableToOpen(
            "This link is locked, because a wrong code was given five times. Telephone whoever told you the code: they "
            "can tell you a new one.",
            field="code",
        )


def check_can_begin(*, begun: int, most: int) -> None:
    """Whether a recipient may begin one more download. Raises UnableToFetch."""
    if begun >= most:
        times = "once" if most == 1 else f"{most} times"
        raise UnableToFetch(
            f"You have begun to download it {times}, which is as often as this link allows. Ask whoever released it to "
            "allow more."
        )


def budget_of(size: int) -> int:
    """How many bytes one download may take, with what is asked for again after a broken line."""
    return 2 * size


def check_can_fetch(
    *, until: datetime, requests: int, taken: int, wanted: int, size: int, now: datetime
) -> None:
    """Whether a download that was begun may take `wanted` more bytes. Raises UnableToFetch."""
    if now >= until:
        raise UnableToFetch(
            "This download was begun more than an hour ago. Begin it anew from the page of the pack."
        )
    if requests >= MOST_REQUESTS or taken + wanted > budget_of(size):
        raise UnableToFetch(
            "This download was taken up too often, or has taken the file twice over. Begin it anew from the page of "
            "the pack."
        )


def can_fetch(*, until: datetime, requests: int, taken: int, wanted: int, size: int, now: datetime) -> bool:
    try:
        check_can_fetch(until=until, requests=requests, taken=taken, wanted=wanted, size=size, now=now)
    except UnableToFetch:
        return False
    return True


def new_code() -> str:
    """Eight digits, in two groups as they are told by telephone."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]} {digits[4:]}"


def plain_code(typed: str) -> str:
    """A code as it was typed, without the spaces and dashes that people put in."""
    return "".join(letter for letter in typed if letter.isalnum())
