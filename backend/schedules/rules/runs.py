"""What becomes of a run: its states, how often it is tried, how long it is kept."""

from datetime import datetime, timedelta
from enum import StrEnum

from backend.scope import Refusal


class State(StrEnum):
    ASKED = "asked"
    RUNNING = "running"
    FOLLOWING = "following"
    """It has asked others for something, and waits for what becomes of that."""
    DONE = "done"
    NOTHING = "nothing"
    """There was nothing to do."""
    FAILED = "failed"


OPEN = (State.ASKED, State.RUNNING, State.FOLLOWING)
FINISHED = (State.DONE, State.NOTHING, State.FAILED)

STATE_IN_WORDS = {
    State.ASKED: "Waiting to begin",
    State.RUNNING: "Running",
    State.FOLLOWING: "Being built",
    State.DONE: "Done",
    State.NOTHING: "Nothing to do",
    State.FAILED: "Failed",
}

KEPT_DAYS = 400
"""How long runs are kept: thirteen months, so that a yearly one can be compared with the last. The newest of each
schedule is kept however old it is.
"""

LOOK_AGAIN = timedelta(minutes=15)
"""How soon an open run is looked at again: whoever was to do it may have died, or what it asked for may be there."""

FOLLOWED = timedelta(days=1)
"""How long a run waits for what it asked for; then it has failed, and the next is not kept from beginning."""

MOST_ATTEMPTS = 5
"""How often a run is taken up whose workers die."""

_RETRIES = (timedelta(minutes=10), timedelta(hours=1))
"""After a failure it is tried again; after as many failures in a row as these, at its next regular time."""

OUR_FAULT = (
    "Something went wrong in Probity itself. Nothing was changed. If it happens again, tell the people who run Probity "
    "for you."
)
NEVER_ENDED = "What it asked for was still not there after a day. It said: {words}"
WORKERS_DIED = "It was begun several times and never finished. Tell the people who run Probity for you."


class UnableToSettleSchedule(Refusal):
    """A schedule that could not be lived."""


class UnableToRun(Refusal):
    """Something that can't be done as things are; the sentence says why, for the officer."""


def retry_at(now: datetime, failures: int) -> datetime | None:
    """When it is tried again after so many failures in a row; `None` for its next regular time."""
    return now + _RETRIES[failures - 1] if failures <= len(_RETRIES) else None


def took_in_words(milliseconds: int | None) -> str:
    """Less than a second; 12 seconds; 3 minutes; 2 hours 5 minutes."""
    if milliseconds is None:
        return ""
    seconds = round(milliseconds / 1000)
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    hours, minutes = divmod(round(seconds / 60), 60)
    told = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    told += [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes else []
    return " ".join(told)
