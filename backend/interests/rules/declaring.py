"""What may be declared, by whom, by when. Values in, answers out: no row, no clock, no framework.

The facts come from the rule set in force (`frameworks/managing-conflicts-of-interest/`), which carries their source.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.kit.calendar import in_words
from backend.scope import NotPermitted, OvertakenByAnother, Refusal


class InterestType(StrEnum):
    """The three kinds; an indirect interest is one of them held by somebody close (domain facts, 1.2)."""

    FINANCIAL = "FINANCIAL"
    NON_FINANCIAL_PROFESSIONAL = "NON_FINANCIAL_PROFESSIONAL"
    NON_FINANCIAL_PERSONAL = "NON_FINANCIAL_PERSONAL"


class Relationship(StrEnum):
    """Whose interest an indirect one is. A name is never asked for; the register says no more than this."""

    SPOUSE = "SPOUSE"
    CLOSE_FAMILY = "CLOSE_FAMILY"
    CLOSE_FRIEND = "CLOSE_FRIEND"
    BUSINESS_PARTNER = "BUSINESS_PARTNER"


class DeclarationKind(StrEnum):
    """An interest; a nil return, which is recorded and published too; nothing new since last time; an end.

    A correction puts right what was wrong from the beginning; a withdrawal takes off what was entered in error.
    """

    INTEREST = "INTEREST"
    NIL = "NIL"
    UNCHANGED = "UNCHANGED"
    ENDED = "ENDED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"


class DeclarationStatus(StrEnum):
    """Where a declaration stands. It is on the register from the moment that it is submitted."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"


TYPE_IN_WORDS = {
    InterestType.FINANCIAL: "Financial interest",
    InterestType.NON_FINANCIAL_PROFESSIONAL: "Non-financial professional interest",
    InterestType.NON_FINANCIAL_PERSONAL: "Non-financial personal interest",
}
TYPE_MEANING = {
    InterestType.FINANCIAL: "You may get a direct financial benefit from the consequence of a decision.",
    InterestType.NON_FINANCIAL_PROFESSIONAL: "Your reputation, status or career may benefit.",
    InterestType.NON_FINANCIAL_PERSONAL: "You may benefit in a way that is neither professional nor financial.",
}
RELATIONSHIP_IN_WORDS = {
    Relationship.SPOUSE: "Spouse or partner",
    Relationship.CLOSE_FAMILY: "Close family",
    Relationship.CLOSE_FRIEND: "Close friend",
    Relationship.BUSINESS_PARTNER: "Business partner",
}
KIND_IN_WORDS = {
    DeclarationKind.INTEREST: "Declared an interest",
    DeclarationKind.NIL: "Declared that there are no interests",
    DeclarationKind.UNCHANGED: "Confirmed that nothing has changed",
    DeclarationKind.ENDED: "Said that an interest has ended",
    DeclarationKind.CORRECTED: "Corrected an interest",
    DeclarationKind.WITHDRAWN: "Withdrew an interest entered in error",
}
STATUS_IN_WORDS = {
    DeclarationStatus.SUBMITTED: "Waiting for review",
    DeclarationStatus.RETURNED: "Returned with a question",
    DeclarationStatus.APPROVED: "Reviewed",
}
NEXT_STATUSES = {
    DeclarationStatus.SUBMITTED: frozenset({DeclarationStatus.APPROVED, DeclarationStatus.RETURNED}),
    DeclarationStatus.RETURNED: frozenset({DeclarationStatus.APPROVED, DeclarationStatus.SUBMITTED}),
    DeclarationStatus.APPROVED: frozenset[DeclarationStatus](),
}
"""The whole of the review: what may follow what."""


class UnableToDeclare(Refusal):
    """A declaration that can't be taken; the sentence says what to change."""


class DeclaredAlready(UnableToDeclare):
    """The same interest is on the register for the same days."""


class UnableToReview(Refusal):
    """A review that may not be made."""


class ReviewedAlready(OvertakenByAnother):
    """Two reviewed at once, and the other was first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day to a day, both included; `until` of `None` is open."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def check_can_declare_for(*, declarant: object, actor: object, may_review: bool) -> None:
    """People declare for themselves; a governance officer may enter what somebody declared on paper."""
    if declarant != actor and not may_review:
        raise NotPermitted("You can declare your own interests only.")


def check_period(period: Period, *, today: date) -> None:
    """An interest has begun, or begins within a year; it does not end before it begins."""
    if period.until is not None and period.until < period.since:
        raise UnableToDeclare("The interest can't end before it began.", field="until")
    if period.since > today + timedelta(days=366):
        raise UnableToDeclare(
            "The interest begins more than a year from now; declare it nearer the time.", field="since"
        )


def check_dates(*, known_on: date | None, paper_on: date | None, for_another: bool, today: date) -> None:
    """What has not happened yet is not recorded as having; a day on paper belongs to what another declared."""
    if known_on is not None and known_on > today:
        raise UnableToDeclare(
            "Enter the day on which it became known; that day is still to come.", field="known_on"
        )
    if paper_on is not None and not for_another:
        raise UnableToDeclare("A day on paper belongs to what you enter for somebody else.", field="paper_on")
    if paper_on is not None and paper_on > today:
        raise UnableToDeclare(
            "Enter the day on which they signed the paper; that day is still to come.", field="paper_on"
        )


def check_not_declared_already(
    period: Period, *, same: Iterable[Period], what: str, for_another: bool, field: str = "since"
) -> None:
    """The same interest is on the register once at a time. `same` are the periods of those like it.

    `what` is such as “a financial interest in Castle Hill Practice”.
    """
    for other in same:
        if overlap(period, other):
            until = f"to {in_words(other.until)}" if other.until else "which continues"
            raise DeclaredAlready(
                f"{'They have' if for_another else 'You have'} already declared {what} from "
                f"{in_words(other.since)}, {until}. Correct that entry, or say when it ended, instead of "
                "declaring it twice.",
                field=field,
            )


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )


def check_indirect(*, is_indirect: bool, relationship: Relationship | None) -> None:
    if is_indirect and relationship is None:
        raise UnableToDeclare(
            "Choose whose interest it is: an indirect interest is held by somebody close to you.",
            field="relationship",
        )
    if relationship is not None and not is_indirect:
        raise UnableToDeclare("A relationship belongs to an indirect interest only.", field="relationship")


def check_can_declare_nil(*, open_interests: int) -> None:
    """A nil return says that there is nothing; what is on the register must be ended first."""
    if open_interests:
        count = "an interest" if open_interests == 1 else f"{open_interests} interests"
        raise UnableToDeclare(
            f"You have {count} on the register. Say when {'it' if open_interests == 1 else 'they'} ended, "
            "or confirm that nothing has changed, instead of making a nil return."
        )


def check_can_confirm_unchanged(*, ever_declared: bool) -> None:
    if not ever_declared:
        raise UnableToDeclare(
            "You have not declared before, so there is nothing to confirm. Declare your interests."
        )


def check_end(period: Period, *, ended_on: date, today: date) -> None:
    """An end lies between the beginning and today: what has not happened yet is not recorded as having."""
    if period.until is not None:
        raise UnableToDeclare("This interest has ended already.")
    if ended_on < period.since:
        raise UnableToDeclare("The interest can't end before it began.", field="ended_on")
    if ended_on > today:
        raise UnableToDeclare("Enter the day on which it ended; that day is still to come.", field="ended_on")


def check_may_review(*, reviews_all: bool, manages: bool) -> None:
    """A governance officer reviews everybody's declarations, a line manager those of the people that they manage."""
    if not reviews_all and not manages:
        raise NotPermitted("Only a governance officer or the person’s line manager reviews this declaration.")


def check_can_review(
    *, declarant: object, reviewer: object, status: DeclarationStatus, into: DeclarationStatus
) -> None:
    """Nobody reviews their own declaration, and a review follows the table. What is reviewed stays reviewed."""
    if declarant == reviewer:
        raise NotPermitted("You can't review your own declaration. Ask another governance officer.")
    if status is DeclarationStatus.APPROVED:
        raise ReviewedAlready(
            "Somebody else has already reviewed this declaration. Nothing was changed; look at what they decided."
        )
    if into not in NEXT_STATUSES[status] or into is DeclarationStatus.SUBMITTED:
        raise UnableToReview(f"This declaration is already “{STATUS_IN_WORDS[status].lower()}”.")


def check_can_answer(*, declarant: object, actor: object, status: DeclarationStatus) -> None:
    """The person answers what they were asked, once for each question."""
    if declarant != actor:
        raise NotPermitted("Only the person who was asked can answer.")
    if status is not DeclarationStatus.RETURNED:
        raise UnableToReview("There is no question that waits for your answer.")


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToDeclare("Say why, for the register keeps the reason.", field="reason")


def can_review(
    *, declarant: object, reviewer: object, status: DeclarationStatus, into: DeclarationStatus
) -> bool:
    """Whether `check_can_review` lets it pass: for the button."""
    try:
        check_can_review(declarant=declarant, reviewer=reviewer, status=status, into=into)
    except Refusal:
        return False
    return True


def days_to_declare(*, known_on: date, declared_on: date, pauses: Iterable[Period] = ()) -> int:
    """Whole days from knowing of the interest to declaring it; the rule set says how many are allowed.

    A day on which the person was paused is none of them, the day of declaring included. No two pauses share a day.
    """
    return (declared_on - known_on).days - sum(
        _days_within(pause, since=known_on + timedelta(days=1), until=declared_on) for pause in pauses
    )


def _days_within(pause: Period, *, since: date, until: date) -> int:
    last = until if pause.until is None else min(pause.until, until)
    return max(0, (last - max(pause.since, since)).days + 1)


def declared_late(
    *, known_on: date, declared_on: date, within_days: int, pauses: Iterable[Period] = ()
) -> bool:
    """Later than the law allows: 28 days in every edition (NHS Act 2006 s14O, then s14Z30), pauses aside."""
    return days_to_declare(known_on=known_on, declared_on=declared_on, pauses=pauses) > within_days


def next_due_on(
    *, joined_on: date, last_declared_on: date | None, within_days: int, refresh_months: int
) -> date:
    """When a person next owes a declaration: soon after joining, then so many months after the last one."""
    if last_declared_on is None:
        return joined_on + timedelta(days=within_days)
    return months_after(last_declared_on, refresh_months)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def public_until(*, ended_on: date, months_after_end: int) -> date:
    """The last day on which an ended interest is still on the public register (six months, in every edition)."""
    return months_after(ended_on, months_after_end)
