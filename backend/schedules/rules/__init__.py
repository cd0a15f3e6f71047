"""When a schedule comes round, how that is said, and what a run may be. Values in, answers out."""

from backend.schedules.rules.runs import (
    FINISHED,
    FOLLOWED,
    KEPT_DAYS,
    LOOK_AGAIN,
    MOST_ATTEMPTS,
    NEVER_ENDED,
    OPEN,
    OUR_FAULT,
    STATE_IN_WORDS,
    WORKERS_DIED,
    State,
    UnableToRun,
    UnableToSettleSchedule,
    retry_at,
    took_in_words,
)
from backend.schedules.rules.timing import Calendar, next_after, next_morning, quarter_before
from backend.schedules.rules.wording import hour_in_words, in_words

__all__ = [
    "FINISHED",
    "FOLLOWED",
    "KEPT_DAYS",
    "LOOK_AGAIN",
    "MOST_ATTEMPTS",
    "NEVER_ENDED",
    "OPEN",
    "OUR_FAULT",
    "STATE_IN_WORDS",
    "WORKERS_DIED",
    "Calendar",
    "State",
    "UnableToRun",
    "UnableToSettleSchedule",
    "hour_in_words",
    "in_words",
    "next_after",
    "next_morning",
    "quarter_before",
    "retry_at",
    "took_in_words",
]
