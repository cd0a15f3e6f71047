"""What a note may be, who reads it, and when its author is asked whether it is still wanted."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scope import NotPermitted, Refusal, Scope

MOST_WORDS = 10_000
"""Letters of one note."""

MOST_QUOTED = 4_000
"""Letters of a quotation."""

MONTHS = 12
"""Months after the meeting, where a tenant has not said otherwise."""

MONTHS_SOURCE = (
    "From memory: committees commonly keep members' notes until the minutes are agreed and a year has passed."
)


class UnableToNote(Refusal):
    """A note that can't be made, changed or shared as it was asked."""


def checked_words(words: str) -> str:
    """The words of a note as they are kept. Raises UnableToNote."""
    plain = words.strip()
    if not plain:
        raise UnableToNote("Write the note.", field="words")
    if len(plain) > MOST_WORDS:
        raise UnableToNote(f"A note has at most {MOST_WORDS:,} characters.", field="words")
    return plain


def check_may_note(scope: Scope) -> UUID:
    """Whoever reads papers may note what they think. Returns who it is."""
    if scope.actor.person_id is None or not scope.may("papers.note"):
        raise NotPermitted("Your role in this organisation does not include making notes on papers.")
    return scope.actor.person_id


def may_share(scope: Scope, *, committee_id: UUID) -> bool:
    """A note is shared with a committee by somebody who sits on it."""
    return scope.sits_on(committee_id)


def check_may_share(scope: Scope, *, committee_id: UUID, committee: str) -> None:
    if not may_share(scope, committee_id=committee_id):
        raise UnableToNote(
            f"Notes are shared among those who sit on {committee}. You don’t, so this note stays yours alone.",
            field="shared",
        )


def due_at(ended_at: datetime, *, months: int, keep_until: datetime | None, time_zone: str) -> datetime:
    """From when a note is proposed for removal: so many months after the meeting, or as long as its author said."""
    local = ended_at.astimezone(ZoneInfo(time_zone))
    count = local.year * 12 + local.month - 1 + months
    first = local.replace(year=count // 12, month=count % 12 + 1, day=min(local.day, 28))
    return max(first, keep_until) if keep_until is not None else first
