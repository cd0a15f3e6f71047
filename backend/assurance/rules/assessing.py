"""An assessment's life: it is open, is closed, and is signed for its period; and how its requirements are tallied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from backend.assurance.rules.standing import Stands
from backend.kit.calendar import in_words
from backend.scope import OvertakenByAnother, Refusal


class AssessmentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    SIGNED = "signed"


STATE_IN_WORDS: Mapping[AssessmentState, str] = MappingProxyType(
    {
        AssessmentState.OPEN: "Open",
        AssessmentState.CLOSED: "Closed",
        AssessmentState.SIGNED: "Signed",
    }
)
NEXT: Mapping[AssessmentState, frozenset[AssessmentState]] = MappingProxyType(
    {
        AssessmentState.OPEN: frozenset({AssessmentState.CLOSED}),
        AssessmentState.CLOSED: frozenset({AssessmentState.OPEN, AssessmentState.SIGNED}),
        AssessmentState.SIGNED: frozenset(),
    }
)


class UnableToAssess(Refusal):
    """An assessment can't be opened, closed, reopened or signed as asked."""


class MovedByAnother(OvertakenByAnother):
    """Somebody else moved the assessment on since the page was opened."""


def check_open(state: AssessmentState, *, title: str) -> None:
    """Refuse a change of an answer where the assessment is closed or signed."""
    if state is AssessmentState.OPEN:
        return
    way = "Reopen it first." if state is AssessmentState.CLOSED else "What was signed stays as it was signed."
    raise UnableToAssess(
        f"“{title}” is {STATE_IN_WORDS[state].lower()}, so its answers can’t be changed. {way}"
    )


def check_move(state: AssessmentState, into: AssessmentState, *, title: str) -> None:
    """Refuse a step that the state does not allow."""
    if into in NEXT[state]:
        return
    if state is into:
        raise MovedByAnother(f"“{title}” is {STATE_IN_WORDS[state].lower()} already; nothing was changed.")
    if into is AssessmentState.SIGNED:
        raise UnableToAssess(
            f"Close “{title}” before it is signed, so that nobody answers while you read it."
        )
    raise UnableToAssess(
        f"“{title}” is signed. What was signed stays as it was signed: open another assessment."
    )


def check_period(title: str, period_from: date, period_until: date) -> str:
    """The title without spaces around it. Raises UnableToAssess."""
    plain = title.strip()
    if not plain:
        raise UnableToAssess("Give the assessment a title, such as “2014/15”.", field="title")
    if period_until < period_from:
        raise UnableToAssess(
            f"The period ends on {in_words(period_until)}, before it begins.", field="period_until"
        )
    return plain


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requirements stand how. `to_review` answers wait for a second person, `differing` from their rule,
    `waiting` for somebody to confirm what was carried over."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    not_applicable: int = 0
    unknown: int = 0
    lapsed: int = 0
    unanswered: int = 0
    to_review: int = 0
    differing: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return (
            self.met
            + self.partly
            + self.not_met
            + self.not_applicable
            + self.unknown
            + self.lapsed
            + self.unanswered
        )

    @property
    def answered(self) -> int:
        """Those that somebody's word, or a rule that can tell, stands for."""
        return self.met + self.partly + self.not_met + self.not_applicable

    def of(self, stands: Stands) -> int:
        return int(getattr(self, COLUMN[stands]))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) - getattr(other, name) for name in NAMES))


COLUMN: Mapping[Stands, str] = MappingProxyType({each: each.value.replace("-", "_") for each in Stands})
NAMES = (*COLUMN.values(), "to_review", "differing", "waiting")


def one(stands: Stands, *, to_review: bool = False, differs: bool = False, waits: bool = False) -> Tally:
    """The tally of one requirement."""
    return Tally(**{COLUMN[stands]: 1}, to_review=int(to_review), differing=int(differs), waiting=int(waits))


def added(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
