"""What may happen to a letter, and when. Values only: no rows, no clock of its own.

    pending → sending → sent | kept | failed | uncertain
    pending → withdrawn

Exactly once can't be had over SMTP. The promise is: at most one letter too many for each time that a worker died, or
the line broke, while a letter was being handed over; and that letter is marked uncertain.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.notices.topics import Way


class LetterState(StrEnum):
    """Stored as written here; each has a plain meaning in `MEANINGS`."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    HELD = "held"
    SHOWN = "shown"
    RETURNED = "returned"


MEANINGS: Mapping[LetterState, str] = MappingProxyType(
    {
        LetterState.PENDING: "Waiting to be sent",
        LetterState.SENDING: "Being sent",
        LetterState.SENT: "Sent: the mail server took it",
        LetterState.UNCERTAIN: "May have been sent, perhaps twice: the line to the mail server broke",
        LetterState.FAILED: "Not sent, and will not be tried again",
        LetterState.WITHDRAWN: "Withdrawn before it was sent: there was no more need of it",
        LetterState.KEPT: "Kept here to be read: no mail server is set, so nothing was sent",
        LetterState.HELD: "Waits for the daily letter, as its recipient chose",
        LetterState.SHOWN: "In the recipient’s own notices, not sent by itself: as they chose",
        LetterState.RETURNED: "Came back: it was sent, and could not be delivered",
    }
)

MAY_COME_BACK = frozenset({LetterState.SENT, LetterState.UNCERTAIN})
MAY_BE_SENT_AGAIN = frozenset({LetterState.FAILED, LetterState.RETURNED, LetterState.UNCERTAIN})
NEEDS_SOMEBODY = (LetterState.FAILED, LetterState.RETURNED, LetterState.UNCERTAIN)
"""What an officer is asked to look at."""

LEASE = timedelta(minutes=4)
"""How long one attempt may take before the letter is another worker's; real time."""

LONGEST_ATTEMPT = timedelta(minutes=3)
"""When an attempt gives up by itself, well before its lease ends, so that no worker sends on a lease it lost."""

_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(_WAITS) + 1
"""After so many refusals for the time being, over about a day, the letter has failed."""

FIRST_LOOK = timedelta(minutes=2)
"""How long after a letter was taken the post is first asked what became of it, where it can be."""

_LOOKS = (
    (timedelta(minutes=15), timedelta(minutes=5)),
    (timedelta(hours=3), timedelta(hours=1)),
    (timedelta(days=4), timedelta(hours=8)),
)
"""While a letter is younger than this, how long until the next look. GOV.UK Notify tries for three days."""

LONGEST_SUBJECT = 200

_KEY = re.compile(r"[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*")
_KIND = re.compile(r"([a-z]+)\.([a-z]+(?:-[a-z]+)*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is written to: the person, and their name and address as they stand now (`None`: none is known)."""

    person_id: UUID
    name: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A due day for somebody's calendar. `uid` stays the same when the day moves; `path` is in the tenant."""

    uid: str
    day: date
    summary: str
    path: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One letter to be told. `key` is subject/rung/recipient/window; `context` is for the words alone.

    `subject`: where the words are made later, of a context of plain values. `way`: how it goes, where the teller has
    looked at what the person chose. `not_before`: when it goes, where that is not at once. Due
    days for the person's calendar stand in the context as `calendar`, made by `calendars.kept`.
    """

    key: str
    to: Recipient
    context: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    way: Way | None = None
    not_before: datetime | None = None


class Step(StrEnum):
    """What delivery does next with a letter that it holds."""

    SEND = "send"
    GIVE_UP = "give up"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A letter as delivery finds it; moments are real time."""

    state: LetterState
    doubted: bool
    wanted: bool
    lease_until: datetime | None
    retry_at: datetime | None


def next_step(letter: Standing, *, now: datetime) -> Step:
    """What may be done with the letter: send it, give it up as uncertain, or leave it alone.

    A letter whose lease ended while it was being sent may have arrived. It is sent once more, with the same message
    id, unless that was done before or nobody wants it any longer.
    """
    if letter.state is LetterState.PENDING:
        return Step.SEND if letter.retry_at is None or letter.retry_at <= now else Step.LEAVE
    if letter.state is LetterState.SENDING and letter.lease_until is not None and letter.lease_until <= now:
        return Step.GIVE_UP if letter.doubted or not letter.wanted else Step.SEND
    return Step.LEAVE


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th refusal for the time being; `None` when it was the last."""
    return _WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None


def next_look(age: timedelta) -> timedelta | None:
    """How long until the post is asked again about a letter that it took so long ago; `None`: it never says."""
    return next((wait for young, wait in _LOOKS if age < young), None)


def check_key(key: str) -> None:
    """Raises ValueError for a key that could not be a beginning of others: words divided by strokes."""
    if len(key) > 300 or not _KEY.fullmatch(key):
        raise ValueError(f"The key of a letter is words divided by strokes, not {key!r}.")


def thread_of(key: str) -> str:
    """What letters under this key are about: the first two parts, such as `actions.action-owed/<id>`."""
    return "/".join(key.split("/", 2)[:2])


def room_and_kind(kind: str) -> tuple[str, str]:
    """`interests.declaration-overdue` in its two parts; raises ValueError."""
    match = _KIND.fullmatch(kind)
    if match is None:
        raise ValueError(f"The kind of a letter looks like interests.declaration-overdue, not {kind!r}.")
    return match[1], match[2]


def one_line(text: str) -> str:
    """`text` as one line without control characters: what a name brings with it starts no header of its own."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
