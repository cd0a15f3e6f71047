"""What becomes public, for how long, and who must have said so. Values in, answers out.

Who says so is told for all that becomes public in `facts.publishing`.

The months come from the rule set in force (`publication.public_after_end_months`; domain facts, 1.5).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from backend.facts.publishing import (
    STATE_IN_WORDS,
    ChangedSince,
    State,
    UnableToPublish,
    check_can_approve,
    check_can_end,
    check_release_hour,
)

__all__ = [
    "CHANGE_IN_WORDS",
    "REVIEWED_SOON",
    "STATE_IN_WORDS",
    "YEARLY",
    "Change",
    "ChangedSince",
    "Frozen",
    "State",
    "UnableToPublish",
    "changes",
    "check_can_approve",
    "check_can_end",
    "check_release_hour",
    "financial_year",
    "first_year_of",
    "months_after",
    "shown_until",
    "years_stated",
]

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A frozen line as far as comparing goes: what it says, whether it had ended, and its last day."""

    sha256: str
    ended: bool
    shown_until: date | None


class Change(StrEnum):
    """What became of a line since the release before."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    REMOVED = "removed"


CHANGE_IN_WORDS = {
    Change.ADDED: "Added",
    Change.CHANGED: "Changed",
    Change.ENDED: "Ended",
    Change.REMOVED: "No longer there",
}


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


REVIEWED_SOON = "What was declared is still being reviewed. Nothing of it is public yet."
"""Said of a register in which lines wait for their review: “none” would be untrue of it, and of any year."""

YEARLY = frozenset({"gifts"})
"""Registers whose lines leave the public page year by year, so that what is said of a year is true of all of it."""


def shown_until(ended_on: date | None, *, months: int, register: str = "interests") -> date | None:
    """The last day on which a line that ended is public; nothing for one that goes on.

    Of a register in `YEARLY`, the months are counted from the end of the financial year.
    """
    if ended_on is None:
        return None
    if register in YEARLY:
        ended_on = date(first_year_of(ended_on) + 1, 3, 31)
    return months_after(ended_on, months)


def changes(before: Mapping[Key, Frozen], after: Mapping[Key, Frozen]) -> dict[Key, Change]:
    """What became of each line that is not the same in both."""
    found: dict[Key, Change] = {}
    for key, line in after.items():
        old = before.get(key)
        if old is None:
            found[key] = Change.ADDED
        elif old.sha256 != line.sha256:
            found[key] = Change.ENDED if line.ended and not old.ended else Change.CHANGED
    found.update({key: Change.REMOVED for key in before if key not in after})
    return found


def financial_year(first: int) -> str:
    """The year from April to March that begins in `first`, such as 2014 to 2015."""
    return f"{first} to {first + 1}"


def first_year_of(day: date) -> int:
    """The calendar year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def years_stated(
    counted: Mapping[int, int], *, as_at: date, today: date, months: int | None, waiting: bool, most: int = 6
) -> list[tuple[str, int]]:
    """How many lines fall in each financial year, newest first, none said as plainly as some.

    `counted` is by the year in which each begins. From the first that has a line, the year of `as_at` always; but
    no year whose lines have left the page, where they do so after some `months`; and none is said to have no line
    while any waits for its review.
    """
    newest = first_year_of(as_at)
    oldest = max(min([*counted, newest]), newest - most + 1)
    return [
        (financial_year(year), counted.get(year, 0))
        for year in range(newest, oldest - 1, -1)
        if (months is None or months_after(date(year + 1, 3, 31), months) >= today)
        and (year in counted or not waiting)
    ]
