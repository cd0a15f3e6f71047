"""Naming people who did not declare: off for commissioners, and never before the person was told.

Where the tenant's rule set has it on (`publication.name_those_who_did_not_declare`), a person is told first and has
time to declare; who is paused, has left or makes no decisions is not named; a named officer decides about each.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.scope import Refusal

NOTICE = timedelta(days=14)
"""How long a person has been told before they may be named. Our own habit: no edition names a time."""


class UnableToName(Refusal):
    """A name that may not be part of a publication, or no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePerson:
    """Somebody whose declaration is overdue. `told_on`: when they were told that they may be named for it."""

    person_id: UUID
    name: str
    position: str
    email: str | None
    due_on: date
    told_on: date | None
    paused: bool
    decision_making: bool

    def accountable(self, today: date) -> bool:
        """Late, at work, and one who makes decisions."""
        return self.due_on < today and self.decision_making and not self.paused


def is_to_be_told(person: LatePerson, *, today: date) -> bool:
    """Whether a person is to be told now that they may be named."""
    return person.accountable(today) and person.told_on is None


def may_be_named(person: LatePerson, *, today: date) -> bool:
    """Whether a person may be proposed: told long enough ago, and still late."""
    return person.accountable(today) and person.told_on is not None and person.told_on + NOTICE <= today
