"""Fit and proper persons: the day of a check and the day of the next. Nothing is kept of what was found."""

from datetime import date, timedelta
from enum import StrEnum

from backend.interests.rules.declaring import months_after
from backend.scope import Refusal

EVERY_MONTHS = 12
"""How often board members are checked: yearly, from memory. It fills the form in and binds nobody."""
SOON = timedelta(days=60)


class UnableToRecordCheck(Refusal):
    """A check can't be recorded so."""


class CheckState(StrEnum):
    NEVER = "NEVER"
    OVERDUE = "OVERDUE"
    SOON = "SOON"
    IN_DATE = "IN_DATE"


STATE_IN_WORDS = {
    CheckState.NEVER: "Not checked",
    CheckState.OVERDUE: "Overdue",
    CheckState.SOON: "Due soon",
    CheckState.IN_DATE: "In date",
}


def state_of(*, next_due_on: date | None, today: date) -> CheckState:
    if next_due_on is None:
        return CheckState.NEVER
    if next_due_on < today:
        return CheckState.OVERDUE
    return CheckState.SOON if next_due_on <= today + SOON else CheckState.IN_DATE


def usual_next(checked_on: date) -> date:
    return months_after(checked_on, EVERY_MONTHS)


def check_dates(*, checked_on: date, next_due_on: date, today: date) -> None:
    if checked_on > today:
        raise UnableToRecordCheck("The day of the check lies ahead.", field="checked_on")
    if next_due_on <= checked_on:
        raise UnableToRecordCheck("The next check comes after this one.", field="next_due_on")
