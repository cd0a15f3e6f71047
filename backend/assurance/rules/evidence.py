"""What evidence is worth on a day, and what may be done with it. Values only.

    current → due for review → (confirmed) current;   current → expired → (new version) current;   any → withdrawn

The state is worked out for the day that somebody asks about, and never stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from backend.kit.calendar import in_words
from backend.scope import OvertakenByAnother, Refusal

LONGEST = 4_000
"""Letters of what it shows, of its limits and of a statement."""
SOON = timedelta(days=60)
"""How far ahead of its day a review or an expiry is told of."""


class Sort(StrEnum):
    FILE = "file"
    RECORD = "record"
    STATEMENT = "statement"


SORT_IN_WORDS: Mapping[Sort, str] = MappingProxyType(
    {Sort.FILE: "File", Sort.RECORD: "Link to a record", Sort.STATEMENT: "Statement"}
)


class Line(IntEnum):
    """The three lines of assurance."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


LINE_IN_WORDS: Mapping[Line, str] = MappingProxyType(
    {
        Line.FIRST: "First line: those who manage the work",
        Line.SECOND: "Second line: those who oversee it, such as a committee, finance or quality",
        Line.THIRD: "Third line: independent of it, such as an auditor or a regulator",
    }
)
LINE_SHORT: Mapping[Line, str] = MappingProxyType(
    {Line.FIRST: "First", Line.SECOND: "Second", Line.THIRD: "Third"}
)


class Independence(StrEnum):
    OWN = "own"
    WITHIN = "within"
    OUTSIDE = "outside"


INDEPENDENCE_IN_WORDS: Mapping[Independence, str] = MappingProxyType(
    {
        Independence.OWN: "From those who do the work",
        Independence.WITHIN: "From others in the organisation",
        Independence.OUTSIDE: "From outside the organisation",
    }
)


class Level(StrEnum):
    """How much assurance it gives, as its author or the owner judges. Audit firms use other names for these."""

    SUBSTANTIAL = "substantial"
    REASONABLE = "reasonable"
    LIMITED = "limited"
    NONE = "none"
    UNRATED = "unrated"


LEVEL_IN_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.SUBSTANTIAL: "Substantial",
        Level.REASONABLE: "Reasonable",
        Level.LIMITED: "Limited",
        Level.NONE: "No assurance",
        Level.UNRATED: "Not rated",
    }
)


class State(StrEnum):
    CURRENT = "current"
    DUE = "due"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not-yet"


STATE_IN_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.CURRENT: "Current",
        State.DUE: "Due for review",
        State.EXPIRED: "Expired",
        State.WITHDRAWN: "Withdrawn",
        State.NOT_YET: "Not in effect yet",
    }
)
COUNTS = frozenset({State.CURRENT, State.DUE})
"""In these states it counts for what rests on it. What is due for review counts, and says that somebody must look."""


class StepKind(StrEnum):
    ADDED = "added"
    RENEWED = "renewed"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


STEP_IN_WORDS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.ADDED: "Added",
        StepKind.RENEWED: "New version",
        StepKind.CHANGED: "Owner or readers changed",
        StepKind.CONFIRMED: "Confirmed at review",
        StepKind.WITHDRAWN: "Withdrawn",
        StepKind.RESTORED: "Taken back into use",
    }
)


class UnableToKeepEvidence(Refusal):
    """Evidence that can't be kept, or an act that it can't bear, as it stands."""


class UnableToRely(Refusal):
    """Evidence that nothing can be rested on today."""


class ChangedMeanwhile(OvertakenByAnother):
    """Somebody else changed the item since the page was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a person says of a version: what it shows and does not show, from whom, how much, and of what time.

    The effective period is that which the evidence is about, whenever it was added; `expires_on` is the last day on
    which it counts.
    """

    shows: str
    limits: str
    line: Line
    independence: Independence
    level: Level
    effective_from: date
    effective_to: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """That the record which serves as evidence was amended: what happened to it, in words, when and by whom."""

    at: datetime
    on: date
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the state of a day is worked out from, all as it stood at the end of that day."""

    effective_from: date
    expires_on: date | None
    review_on: date | None
    withdrawn: bool
    amended: Sequence[Amendment] = ()


def state_on(facts: Facts, day: date) -> State:
    """The state at the end of `day`. Withdrawn stands over everything, expired over what is only due."""
    if facts.withdrawn:
        return State.WITHDRAWN
    if facts.effective_from > day:
        return State.NOT_YET
    if facts.expires_on is not None and facts.expires_on < day:
        return State.EXPIRED
    if facts.amended or (facts.review_on is not None and facts.review_on <= day):
        return State.DUE
    return State.CURRENT


def why_on(facts: Facts, day: date) -> str:
    """Why the state is what it is, in a sentence; empty for what is simply current."""
    state = state_on(facts, day)
    if state is State.NOT_YET:
        return f"It is in effect from {in_words(facts.effective_from)}."
    if state is State.EXPIRED and facts.expires_on is not None:
        return f"It counted until {in_words(facts.expires_on)} and counts no more."
    if state is not State.DUE:
        return ""
    if facts.amended:
        last = facts.amended[-1]
        return (
            f"{last.words} on {in_words(last.on)} by {last.by}, after it was linked or last confirmed here."
        )
    assert facts.review_on is not None  # nothing else makes it due
    return f"Its review was due on {in_words(facts.review_on)}."


def lapses_on(facts: Facts, day: date) -> date | None:
    """The first day after `day` on which time alone changes the state; `None` where none does."""
    if facts.withdrawn:
        return None
    ends = facts.expires_on + timedelta(days=1) if facts.expires_on else None
    days = [each for each in (facts.effective_from, facts.review_on, ends) if each is not None and each > day]
    if facts.expires_on is not None and facts.expires_on < day:
        return None
    return min(days, default=None)


def check_traits(traits: Traits, *, review_on: date | None, today: date) -> None:
    """Words that say something, and days that fit one another. Raises UnableToKeepEvidence.

    A past expiry is refused: it would count on no day from now on.
    """
    if not traits.shows.strip():
        raise UnableToKeepEvidence("Write what it shows.", field="shows")
    if not traits.limits.strip():
        raise UnableToKeepEvidence(
            "Write what it does not show: the limits of what may be concluded from it.", field="limits"
        )
    if traits.effective_to is not None and traits.effective_to < traits.effective_from:
        raise UnableToKeepEvidence("The period that it is about ends before it begins.", field="effective_to")
    if traits.expires_on is not None and traits.expires_on < traits.effective_from:
        raise UnableToKeepEvidence("It would expire before it is in effect.", field="expires_on")
    if traits.expires_on is not None and traits.expires_on < today:
        raise UnableToKeepEvidence(
            f"It expired on {in_words(traits.expires_on)}, so nothing could rest on it. Give the last day on which it "
            "counts, or leave the expiry empty.",
            field="expires_on",
        )
    check_review_day(review_on, expires_on=traits.expires_on, today=today)


def check_review_day(review_on: date | None, *, expires_on: date | None, today: date) -> None:
    """The next review lies ahead, and before the expiry: evidence that nobody ever looks at again is none."""
    if review_on is None and expires_on is None:
        raise UnableToKeepEvidence(
            "Give the day of the next review, or the day on which it expires: somebody must look at it again.",
            field="review_on",
        )
    if review_on is not None and review_on <= today:
        raise UnableToKeepEvidence("The next review must lie ahead.", field="review_on")
    if review_on is not None and expires_on is not None and review_on > expires_on:
        raise UnableToKeepEvidence("The review would come after it has expired.", field="review_on")


def check_counts(state: State, *, title: str, why: str) -> None:
    """Something may come to rest on it today. Raises UnableToRely."""
    if state not in COUNTS:
        raise UnableToRely(
            f"“{title}” is {STATE_IN_WORDS[state].lower()}, so nothing can rest on it. {why} "
            "Give it a new version first, or choose other evidence.".replace("  ", " "),
            field="evidence_id",
        )


def check_version(seen: int, now: int) -> None:
    """Raises ChangedMeanwhile (409)."""
    if seen != now:
        raise ChangedMeanwhile(
            "Somebody else has changed this evidence since you opened the page. What you wrote is here: look at "
            "what stands now, and save once more."
        )


def reference(number: int) -> str:
    return f"E-{number}"
