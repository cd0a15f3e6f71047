"""Where the newest root of a ledger is kept outside our control, how often, and what is said of it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.scope import Refusal


class Place(StrEnum):
    """Where a root is taken."""

    BUCKET = "bucket"
    STAMP = "stamp"
    MAIL = "mail"


PLACES = {
    Place.BUCKET: "A store that nobody can change or empty before its day",
    Place.STAMP: "An outside authority’s time stamp",
    Place.MAIL: "A letter to the auditor",
}

EVERY = timedelta(days=1)
"""A root goes to a place at most this often, unless somebody asks."""

FIRST_RETRY = timedelta(hours=1)
LONGEST_RETRY = timedelta(days=1)
LONG_BEFORE = timedelta(days=365)
"""So long before the certificate of a stamp ends it is said: what it vouches for should be stamped anew."""

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
_LONGEST = 254


class Often(StrEnum):
    """How often the auditor is written to."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    NEVER = "never"


OFTEN = {Often.MONTHLY: "Each month", Often.QUARTERLY: "Each quarter", Often.NEVER: "Not at all"}


class UnableToSettleAuditor(Refusal):
    """An auditor who can't be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorLine:
    """One root at one place, or the vain attempt. Moments are real ones."""

    id: UUID
    place: Place
    at: datetime
    size: int
    root: bytes
    where: str
    held: bool
    said: str
    until: datetime | None = None
    """Until when the place holds it, or the stamp's certificate is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Who is written to about roots."""

    id: UUID
    name: str
    address: str
    often: Often


def check_auditor(name: str, address: str, often: Often) -> tuple[str, str]:
    """Name and address, tidied; neither is needed for somebody who is not to be written to."""
    name, address = " ".join(name.split()), address.strip()
    if often is Often.NEVER and not address:
        return name, address
    if not name or len(name) > 200 or not name.isprintable():
        raise UnableToSettleAuditor("Enter the auditor’s name.", field="name")
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise UnableToSettleAuditor("Enter one email address, such as audit@example.org.", field="address")
    return name, address


def retry_after(failures: int) -> timedelta:
    """How long after so many vain attempts in a row the next is made."""
    doubled: int = 2 ** min(max(failures - 1, 0), 10)
    return min(FIRST_RETRY * doubled, LONGEST_RETRY)


def window_of(moment: datetime, often: Often) -> str:
    """The month or quarter in which one letter goes to the auditor, such as 2014-09 or 2014-q3."""
    if often is Often.QUARTERLY:
        return f"{moment.year}-q{(moment.month - 1) // 3 + 1}"
    return f"{moment:%Y-%m}"


def root_in_words(root: bytes, size: int) -> str:
    """A root in the foot of a page: enough of it that nobody finds a second that begins alike."""
    digits = root.hex()[:32]
    groups = " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
    return f"Ledger of {size:,} lines: {groups}"
