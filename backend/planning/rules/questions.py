"""When a question of the public is in time, how many are answered, and what may become of one. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.catalogue.planning import QuestionRules
from backend.kit import calendar
from backend.planning.rules import cycles
from backend.scope import Refusal

LONGEST = 2_000
LONGEST_ANSWER = 10_000


class QuestionState(StrEnum):
    """Where a question stands."""

    RECEIVED = "received"
    CHOSEN = "chosen"
    WRITTEN = "written"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_IN_WORDS = {
    QuestionState.RECEIVED: "Received",
    QuestionState.CHOSEN: "To be answered at the meeting",
    QuestionState.WRITTEN: "To be answered in writing",
    QuestionState.ANSWERED: "Answered",
    QuestionState.REFUSED: "Refused",
    QuestionState.WITHDRAWN: "Withdrawn",
}
OPEN = frozenset({QuestionState.RECEIVED, QuestionState.CHOSEN, QuestionState.WRITTEN})


class Route(StrEnum):
    """How a question came."""

    FORM = "form"
    EMAIL = "email"
    LETTER = "letter"
    TELEPHONE = "telephone"
    AT_MEETING = "at-meeting"


ROUTE_IN_WORDS = {
    Route.FORM: "On the public form",
    Route.EMAIL: "By email",
    Route.LETTER: "By letter",
    Route.TELEPHONE: "By telephone",
    Route.AT_MEETING: "At the meeting",
}


class UnableToAsk(Refusal):
    """A question that the form does not take; a person can still bring it in another way."""


class UnableToHandle(Refusal):
    """What can't become of a question, said plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What has been asked for one meeting so far."""

    by_same_person: int
    chosen: int


def closes_on(rules: QuestionRules, meeting_on: date, *, own: date | None = None) -> date:
    """The last day for a question: the officer's own for this meeting, or so many clear working days before it.

    A meeting that was moved forward takes none after its own day.
    """
    if own is not None:
        return min(own, meeting_on)
    return calendar.clear_days_before(meeting_on, rules.clear_working_days, working=True)


def check_in_time(*, today: date, closes: date) -> None:
    """The form closes; what comes later by letter or telephone is still kept, and marked as late."""
    if today > closes:
        raise UnableToAsk(
            f"Questions for this meeting were taken until {calendar.in_words(closes)}. You can still write to "
            "us, and ask for a written answer."
        )


def check_not_too_many(rules: QuestionRules, asked: Asked) -> None:
    if asked.by_same_person >= rules.most_of_one_person:
        count = rules.most_of_one_person
        raise UnableToAsk(
            f"You have asked {count} question{'' if count == 1 else 's'} for this meeting, which is the most "
            "for one person."
        )


def check_can_choose(rules: QuestionRules, state: QuestionState, asked: Asked) -> str | None:
    """Whether a question may still be chosen; the sentence is advice where it would be one too many."""
    check_open(state, "chosen")
    if asked.chosen >= rules.most_answered:
        return (
            f"{asked.chosen} questions are chosen for this meeting already; the most that is answered at one is "
            f"{rules.most_answered}."
        )
    return None


def check_open(state: QuestionState, verb: str) -> None:
    if state not in OPEN:
        raise UnableToHandle(
            f"The question was {STATE_IN_WORDS[state].lower()}, so it can’t be {verb} any more."
        )


def check_refusal(rules: QuestionRules, state: QuestionState, *, ground: str) -> str:
    """The words of the ground on which a question is refused: one of the organisation's own."""
    check_open(state, "refused")
    words = next((each.words for each in rules.grounds if each.id == ground), None)
    if words is None:
        raise UnableToHandle("Choose the ground on which it is refused.", field="ground")
    return words


def check_answer(state: QuestionState, *, answer: str) -> None:
    if state in (QuestionState.REFUSED, QuestionState.WITHDRAWN):
        raise UnableToHandle(
            f"The question was {STATE_IN_WORDS[state].lower()}, so there is nothing to be answered."
        )
    if not answer.strip():
        raise UnableToHandle("Write the answer.", field="answer")


def answer_due_on(rules: QuestionRules, *, asked_on: date) -> date:
    """The day by which a written answer is to be sent."""
    return asked_on + timedelta(days=rules.written_within_days)


def forget_on(rules: QuestionRules, *, closed_on: date) -> date:
    """The day from which the name and address of whoever asked are kept no longer."""
    month = cycles.later(cycles.month_of(closed_on), rules.keep_months)
    following = cycles.later(month, 1) - timedelta(days=1)
    return month.replace(day=min(closed_on.day, following.day))


def shown_name(name: str | None, *, consents: bool) -> str:
    """Who asked, as the public and the minutes may say it."""
    return name if name and consents else "A member of the public"
