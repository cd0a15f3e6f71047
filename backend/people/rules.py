"""The rules of the room, without database or framework: passwords, waits, lives of sessions, the last officer."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from backend.kit import calendar
from backend.people import permissions
from backend.scope import Refusal

IDLE_WITHIN = timedelta(minutes=60)
"""A session that was not used for so long has ended."""
ABSOLUTE_WITHIN = timedelta(hours=12)
"""A session ends so long after it began, used or not."""
HALF_DONE_WITHIN = timedelta(minutes=10)
"""How long somebody who gave a password may take to give the second factor."""
INVITED_WITHIN = timedelta(hours=72)
CONFIRMED_WITHIN = timedelta(minutes=5)
"""Changing how one signs in needs proof of who it is this fresh."""
SITTING_WITHIN = timedelta(minutes=10)
"""One proof covers a sitting: so long one may sign papers off, send them back, and withdraw what one signed."""
WORDS_KEPT_FOR = timedelta(hours=1)
"""What somebody had written when they were asked who they are."""

OFFICER = permissions.OFFICER

SHORTEST_PASSWORD = 12
ADVISED_PASSWORD = 15
LONGEST_PASSWORD = 256

DEMONSTRATION_CODE = "246810"
"""The second factor of demonstration accounts, shown to whoever asks. No real organisation's account takes it."""

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
COUNTED_WITHIN = timedelta(hours=1)
"""Failures older than this are forgotten."""
FAILURES_FROM_ADDRESS = 50

_METHODS = {
    "password": "a password",
    "totp": "a code from their own device",
    "passkey": "a passkey",
    "provider": "their organisation’s sign-in",
    "demonstration": "the code of the demonstration",
}
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\".]+(\.[^\s@<>\".]+)+")
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

_LEET = str.maketrans("0134578@$!", "oleastbasi")
_ROWS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890" * 3,
)
# Letters only, as they read when digits and signs that stand for letters are read as letters.
_COMMON_WORDS = """
password passwort passw pass qwerty qwertyuiop asdf asdfgh zxcvbn letmein welcome admin administrator root user guest
login master monkey dragon sunshine princess football liverpool arsenal chelsea everton rangers celtic shadow
michael jennifer charlie iloveyou trustno superman batman starwars summer winter spring autumn january february
march april may june july august september october november december monday friday secret changeme default temp
temporary test testing hello computer internet samsung google england london birmingham dudley health nhs nhsuk
nhsmail hospital doctor nurse surgery practice patient probity governance committee chair board abc abcd
"""


class UnableToKeepPassword(Refusal):
    """A password that is too easily guessed."""


class UnableToKeepPerson(Refusal):
    """A person's particulars that can't be."""


class UnableToSignIn(Refusal):
    """The sign-in failed; the sentence is the same whoever was named."""


class TooManyAttempts(UnableToSignIn):
    """Too many failures; nothing was tried."""

    status = 429


class UnableToEndRole(Refusal):
    """A role that may not end."""


class UnableToGrantRole(Refusal):
    """A role that may not be granted."""


class UnableToPause(Refusal):
    """A pause that can't be, as it stands."""


NOT_RECOGNISED = "The email address or password is not right. Check both and try again."
CODE_NOT_RIGHT = "The code is not right, or was used already. Wait for the next code and try again."


def checked_name(name: str) -> str:
    """A person's name on one line; raises `UnableToKeepPerson`."""
    plain = " ".join(name.split())
    if not plain or len(plain) > 120:
        raise UnableToKeepPerson("Enter a name of 120 characters or fewer.", field="name")
    return plain


def checked_email(email: str) -> str:
    """An address of e-mail in lower case; raises `UnableToKeepPerson`. Whether it works, a letter must show."""
    plain = email.strip().lower()
    if len(plain) > 254 or not _EMAIL.fullmatch(plain):
        raise UnableToKeepPerson(
            "Enter an email address in the correct format, like name@example.nhs.uk.", field="email"
        )
    return plain


def check_password(password: str, *, own_words: Collection[str] = ()) -> None:
    """Refuse what is short or easily guessed. There are no rules of composition (NIST SP 800-63B, 3.1.1.2).

    `own_words` are the person's name, address and organisation; a password of little else is refused.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UnableToKeepPassword(
            f"The password must be {SHORTEST_PASSWORD} characters or more; {ADVISED_PASSWORD} or more is better.",
            field="password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise UnableToKeepPassword(
            f"The password must be {LONGEST_PASSWORD} characters or fewer.", field="password"
        )
    if _is_common(password.casefold(), own_words):
        raise UnableToKeepPassword(
            "That password is one of the first that anybody would try. Choose several unrelated words.",
            field="password",
        )


def _is_common(password: str, own_words: Collection[str]) -> bool:
    if len(set(password)) < 5:
        return True
    if any(password in row * 3 or password in row[::-1] * 3 for row in _ROWS):
        return True
    own = {part for word in own_words for part in _letters(word.casefold()).split() if len(part) > 2}
    words = sorted({*_COMMON_WORDS.split(), *own}, key=len, reverse=True)
    return any(
        _is_made_of(_letters(reading).replace(" ", ""), words)
        for reading in (password, password.translate(_LEET))
    )


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(
        letter if letter.isalpha() else " " for letter in plain if not unicodedata.combining(letter)
    )


def _is_made_of(text: str, words: Sequence[str]) -> bool:
    """Whether little is left of `text` when every one of `words` is taken out of it."""
    for word in words:
        text = text.replace(word, "")
    return len(text) < 4


def wait_left(failures: Sequence[datetime], *, now: datetime) -> timedelta:
    """How long the next attempt has to wait, after these failures since the last success; zero for not at all.

    Five are free; then the wait doubles from thirty seconds to a quarter of an hour. It never locks for good, or
    anybody could lock anybody out.
    """
    counted = [at for at in failures if now - at < COUNTED_WITHIN]
    if len(counted) < FREE_FAILURES:
        return timedelta(0)
    doublings: int = 2 ** min(len(counted) - FREE_FAILURES, 10)
    wait = min(FIRST_WAIT * doublings, LONGEST_WAIT)
    return max(timedelta(0), max(counted) + wait - now)


def in_minutes(wait: timedelta) -> str:
    """A wait in words: "1 minute", "12 minutes"."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def session_lives(*, last_seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session that nobody ended is still good: neither idle for too long nor too old."""
    return now < expires_at and now - last_seen_at < IDLE_WITHIN


def is_fresh(authenticated_at: datetime, *, now: datetime, within: timedelta = CONFIRMED_WITHIN) -> bool:
    """Whether the proof of who it is is recent enough for an act of weight."""
    return now - authenticated_at < within


def proof_in_words(methods: Collection[str], *, at: datetime) -> str:
    """How somebody proved who they are: "Proved who they are with a passkey on 3 June 2014 at 2:05pm"."""
    known = list(dict.fromkeys(_METHODS[method] for method in methods if method in _METHODS))
    ways = " and ".join(known) if len(known) < 3 else f"{', '.join(known[:-1])} and {known[-1]}"
    return f"Proved who they are with {ways or 'their session'} on {calendar.in_words(at)}"


def check_tenant_role(role: str) -> None:
    if role not in permissions.TENANT_ROLES:
        raise UnableToGrantRole("Choose a role from the list.", field="role")


def check_grant(from_on: date, *, joined_on: date, left_on: date | None) -> None:
    if from_on < joined_on or (left_on is not None and from_on >= left_on):
        raise UnableToGrantRole(
            "The role must begin while the person belongs to the organisation.", field="from_on"
        )


def check_officer_remains(others: int, *, field: str) -> None:
    """Somebody must be left who can let people in: the last governance officer stays until another is there."""
    if others < 1:
        raise UnableToEndRole(
            "This is the last governance officer. Give the role to somebody else first.", field=field
        )


def check_period(from_on: date, to_on: date | None, *, field: str) -> None:
    if to_on is not None and to_on < from_on:
        raise UnableToEndRole("The last date must not come before the first.", field=field)


def check_pause(*, from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise UnableToPause("The pause can't end before it begins.", field="until_on")
    if until_on is not None and (until_on - from_on).days > 731:
        raise UnableToPause(
            "A pause lasts two years at most. Authorise it again then, if it is still needed.",
            field="until_on",
        )


def check_pauses_apart(
    from_on: date, until_on: date | None, other_from: date, other_until: date | None
) -> None:
    """Two pauses of a person share no day, so that each day is counted once."""
    taken_back = other_until is not None and other_until < other_from
    begins_later = other_until is not None and from_on > other_until
    ends_earlier = until_on is not None and until_on < other_from
    if not (taken_back or begins_later or ends_earlier):
        raise UnableToPause("The person is paused already on some of these days.", field="from_on")


def check_pause_goes_on(until_on: date | None, *, today: date) -> None:
    if until_on is not None and until_on < today:
        raise UnableToPause("This pause has ended already.")


def device_in_words(agent: str) -> str:
    """What a browser calls itself, as far as its user would know it again: "Firefox on Windows"."""
    browser = next((words for mark, words in _BROWSERS if mark in agent), "")
    system = next((words for mark, words in _SYSTEMS if mark in agent), "")
    return " on ".join(filter(None, (browser, system))) or agent[:60] or "Unknown device"
