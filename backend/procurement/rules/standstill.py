"""The standstill: the days in which providers may make representations, and no contract is awarded.

It ends at midnight at the end of the eighth working day after the day on which it begins; where a further decision to
award was made after representations, five working days follow that decision (domain facts, 9, over 1.12). That it
begins on the day after the notice of intention is published is from memory. Working days are those of England.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.kit.calendar import working_day_after

WORKING_DAYS = 8
AFTER_FURTHER_DECISION = 5


class Answer(StrEnum):
    """What the organisation decides after it reviewed a representation (regulation 12)."""

    AWARD = "AWARD"
    REPEAT = "REPEAT"
    ABANDON = "ABANDON"


ANSWER_IN_WORDS = {
    Answer.AWARD: "Award as intended",
    Answer.REPEAT: "Go back and repeat a step",
    Answer.ABANDON: "Abandon the procurement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A representation: the day on which it came, and the further decision on it, if that was made."""

    received_on: date
    answer: Answer | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """`ends_on` is the last day, to midnight; `None` while a representation holds the award back."""

    begins_on: date
    representations_until: date
    ends_on: date | None

    def over(self, day: date) -> bool:
        return self.ends_on is not None and day > self.ends_on

    def running(self, day: date) -> bool:
        return day >= self.begins_on and not self.over(day)


def standstill_of(intended_on: date, heard: Sequence[Heard] = ()) -> Standstill:
    """The standstill after a notice of intention published on `intended_on`.

    Representations count that came within the eight days; what came later does not hold the award back. The last
    further decision to award moves the end; it never comes earlier than the eight days. After a decision to repeat a
    step or to abandon, this standstill lets nothing be awarded: a new notice of intention begins another.
    """
    begins = intended_on + timedelta(days=1)
    first_end = working_day_after(begins, WORKING_DAYS)
    counting = [each for each in heard if intended_on <= each.received_on <= first_end]
    ends: date | None = first_end
    if any(each.answer is not Answer.AWARD for each in counting):
        ends = None
    else:
        for each in counting:
            if each.answered_on is not None and ends is not None:
                ends = max(ends, working_day_after(each.answered_on, AFTER_FURTHER_DECISION))
    return Standstill(begins_on=begins, representations_until=first_end, ends_on=ends)
