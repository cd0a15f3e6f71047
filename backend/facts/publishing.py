"""What becomes public, whatever it is: who must have said so, and when it appears. Values in, answers out.

asked → prepared → approved → released → replaced | recalled
asked → failed;  prepared | approved → dropped
"""

from datetime import datetime, timedelta
from enum import StrEnum

from backend.scope import NotPermitted, OvertakenByAnother, Refusal


class State(StrEnum):
    """Where a publication stands."""

    ASKED = "asked"
    PREPARED = "prepared"
    FAILED = "failed"
    APPROVED = "approved"
    RELEASED = "released"
    REPLACED = "replaced"
    DROPPED = "dropped"
    RECALLED = "recalled"


STATE_IN_WORDS = {
    State.ASKED: "Being prepared",
    State.PREPARED: "Waits for approval",
    State.FAILED: "Not prepared",
    State.APPROVED: "Waits for its hour",
    State.RELEASED: "Public",
    State.REPLACED: "Replaced by a later one",
    State.DROPPED: "Dropped",
    State.RECALLED: "Recalled",
}

LONGEST_WAIT = timedelta(days=92)
"""How far ahead the hour of release may lie: what was approved must still be true when it appears."""


class UnableToPublish(Refusal):
    """An act of publishing that may not be done; the sentence says why."""


class ChangedSince(OvertakenByAnother):
    """What was looked at is not what there is."""


def check_can_approve(
    *, state: State, asked_by: object, approver: object, sha256: str | None, seen: str
) -> None:
    """Exactly what was seen is approved, by a named person who did not prepare it."""
    if state is not State.PREPARED:
        raise OvertakenByAnother(f"This can’t be approved: {STATE_IN_WORDS[state].lower()}.")
    if approver is None:
        raise NotPermitted("A named person approves what becomes public.")
    if asked_by == approver:
        raise NotPermitted("You prepared this, so somebody else must approve it.")
    if sha256 != seen:
        raise ChangedSince(
            "This has changed since you opened the page. Look at it again before you approve it."
        )


def check_release_hour(release_at: datetime, *, now: datetime) -> None:
    if release_at < now:
        raise UnableToPublish("The hour of release must not have passed already.", field="release_on")
    if release_at > now + LONGEST_WAIT:
        raise UnableToPublish("Choose an hour of release within three months.", field="release_on")


def check_can_end(state: State, *, into: State, reason: str) -> None:
    """What is public is recalled; what is not public yet is dropped; either for a reason."""
    allowed = {State.RECALLED: {State.RELEASED}, State.DROPPED: {State.PREPARED, State.APPROVED}}[into]
    if state not in allowed:
        verb = "recalled" if into is State.RECALLED else "dropped"
        raise OvertakenByAnother(f"This can’t be {verb}: {STATE_IN_WORDS[state].lower()}.")
    if not reason.strip():
        raise UnableToPublish("Enter the reason.", field="reason")
