"""How long each kind of record is kept, and what happens then."""

from datetime import date
from enum import StrEnum
from typing import Literal

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Known, Line, Positive, Slug, Sourced, Text


class Outcome(StrEnum):
    """What a record comes to when its time is over. Either is proposed, and done by people."""

    DISPOSE = "DISPOSE"
    APPRAISE = "APPRAISE"
    """An archive is asked whether it is preserved for good; what the archive does not take is disposed of."""


class RecordType(Sourced):
    """One kind of record. `counted_from` says in words when its years begin."""

    id: Slug
    name: Line
    about: Text
    keep_years: Known[Positive]
    counted_from: Line
    outcome: Outcome

    def due_on(self, ended_on: date) -> date:
        """The first day after the years; 29 February counts as 1 March where there is none."""
        year = ended_on.year + self.keep_years.value
        try:
            return ended_on.replace(year=year)
        except ValueError:
            return date(year, 3, 1)


class RetentionSchedule(Edition):
    """An edition of the schedule of record types."""

    type: Literal["retention"]
    records: tuple[RecordType, ...]

    def record_type(self, record_id: str) -> RecordType | None:
        return next((each for each in self.records if each.id == record_id), None)
