"""What may be kept of a contract and of its partners; names of its states. Pure: values in, answers out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from backend.kit.calendar import in_words
from backend.scope import NotPermitted, OvertakenByAnother, Refusal, Scope

MOST = Decimal("99999999999.99")
WHOLE = Decimal(100)
KEEP = "contracts.keep"


class UnableToKeepContract(Refusal):
    """A contract, a partner or a gain-share that can't be as it was given."""


class UnableToAnswer(Refusal):
    """An answer to a suggestion that can't be taken."""


class ChangedMeanwhile(OvertakenByAnother):
    """The row was changed by somebody else since the form was opened."""


class UnableToUndoStep(OvertakenByAnother):
    """A step that is not the last one with its contract."""


class State(StrEnum):
    """How a contract stands on a day, by its dates alone."""

    UNDATED = "undated"
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    RETIRED = "retired"


STATE_IN_WORDS = {
    State.UNDATED: "No dates yet",
    State.PLANNED: "Not begun",
    State.RUNNING: "Running",
    State.ENDED: "Ended",
    State.RETIRED: "No longer followed",
}


class Answer(StrEnum):
    """What a person said to a suggestion that they declare a gain-share."""

    DECLARED = "declared"
    NOTHING = "nothing"


ANSWER_IN_WORDS = {
    Answer.DECLARED: "Says that it is declared",
    Answer.NOTHING: "Says that it is no interest of theirs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a day to a day, both included; an open end is none."""

    since: date | None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return (self.until is None or other.since is None or other.since <= self.until) and (
            other.until is None or self.since is None or self.since <= other.until
        )


def reference(number: int) -> str:
    """What we call a contract: C1."""
    return f"C{number}"


def state_on(day: date, *, begins_on: date | None, ends_on: date | None, retired_on: date | None) -> State:
    """How a contract stands on a day: its last day is a day of it, the day of its retiring is not."""
    if retired_on is not None and retired_on <= day:
        return State.RETIRED
    if ends_on is not None and ends_on < day:
        return State.ENDED
    if begins_on is None:
        return State.UNDATED
    return State.PLANNED if day < begins_on else State.RUNNING


def in_per_cent(number: Decimal) -> str:
    """`12%`, `0.5%`: without the noughts that a database leaves."""
    text = f"{number:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def check_may_keep(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may(KEEP):
        raise NotPermitted("Contracts are kept by governance officers.")


def check_words(words: str | None, *, sentence: str, field: str) -> str:
    """Words that say something. Raises UnableToKeepContract with `sentence`."""
    if not (words or "").strip():
        raise UnableToKeepContract(sentence, field=field)
    return (words or "").strip()


def check_span(span: Span, *, what: str, field: str) -> None:
    """`what` begins the sentence, such as “A gain-share”."""
    if span.since is not None and span.until is not None and span.until < span.since:
        raise UnableToKeepContract(
            f"{what} can’t end before it begins: it begins on {in_words(span.since)}.", field=field
        )


def check_percent(number: Decimal | None, *, field: str) -> None:
    """Between nothing and the whole; three decimals."""
    if number is None:
        return
    if not 0 <= number <= WHOLE:
        raise UnableToKeepContract("Enter a percentage between 0 and 100, such as 12 or 2.5.", field=field)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -3:
        raise UnableToKeepContract("Enter a percentage with three decimals at the most.", field=field)


def check_pounds(amount: Decimal | None) -> None:
    if amount is not None and not 0 <= amount <= MOST:
        raise UnableToKeepContract("Enter a value between £0 and £99,999,999,999.99.", field="value_pounds")


def check_once(span: Span, *, others: Iterable[Span], name: str, role: str) -> None:
    """An organisation has one role in a contract once at a time; `others` are when it has it already."""
    for other in others:
        if span.meets(other):
            raise UnableToKeepContract(
                f"{name} is {role.lower()} of this contract already in that time. Change that entry, or say when it "
                "ended.",
                field="organisation_id",
            )


def check_lies_within(span: Span, *, of: Span, whole: str, field: str = "since") -> None:
    """A share lies in the time of its partner; `whole` names that, such as “Castle Hill is a partner”."""
    if of.since is not None and (span.since is None or span.since < of.since):
        raise UnableToKeepContract(f"{whole} from {in_words(of.since)} only. Change that first.", field=field)
    if of.until is not None and span.since is not None and span.since > of.until:
        raise UnableToKeepContract(
            f"{whole} until {in_words(of.until)} only. Change that first.", field=field
        )
