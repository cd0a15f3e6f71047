"""The register of functions as files write it: functions, agreements on delegation, and plans of their transfer.

A file says what is planned and what sources say. It never makes a function held, or an agreement signed: a named
person records that.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from backend.catalogue.shapes import Known, Line, Positive, Slug, Sourced, SourceDocument, Strict, Text
from backend.kit.calendar import MonthDate


class Standing(StrEnum):
    """By what a body holds a function. `statute` also says that a body which delegates it never gave it away."""

    DELEGATED = "delegated"
    RESERVED = "reserved"
    STATUTE = "statute"


class Model(StrEnum):
    """The three models of co-commissioning of November 2014; later agreements are delegated ones."""

    GREATER_INVOLVEMENT = "greater-involvement"
    JOINT = "joint"
    DELEGATED = "delegated"


class Rhythm(StrEnum):
    """How often an agreement asks for a report. The last two have no days of their own."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    ONCE = "once"
    ON_REQUEST = "on-request"
    WHEN_IT_HAPPENS = "when-it-happens"


MONTHS: dict[Rhythm, int] = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}
"""How many months the period of a report has."""


def _a_day_of_the_year(text: str) -> str:
    try:
        day_in(text, 2001)
    except ValueError as refusal:
        raise ValueError("is not a day of every year; write it as 09-30") from refusal
    return text


def day_in(day: str, year: int) -> date:
    """`09-30` in a year. Raises ValueError for a day that the year hasn't."""
    return date(year, int(day[:2]), int(day[3:]))


DayOfYear = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{2}-[0-9]{2}$"), AfterValidator(_a_day_of_the_year)
]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]
ReturnKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[0-9]{4}(-[0-9]{2})?$")]


class Saying(Sourced):
    """What a source says of who holds a function. It is shown with its source; it makes nobody the holder."""

    holder: Line
    standing: Standing
    model: Model | None = None
    text: Text
    from_on: date | None = None
    until_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Saying":
        _check_days(self.from_on, self.until_on)
        return self


class RegisterFunction(Sourced):
    """A function that some body holds. `scheme` names the functions of the scheme of powers that decide within it."""

    id: Slug
    name: Line
    area: Line
    about: Text | None = None
    authority: Line | None = None
    """The statute or the agreement that the function comes from."""
    scheme: tuple[Slug, ...] = ()
    says: tuple[Saying, ...] = ()


class NoticeRule(Sourced):
    """Notice given by `last_day` of a year takes effect on the next `takes_effect` after it."""

    by: Line
    """Who may leave by it, such as `the group`."""
    last_day: DayOfYear
    takes_effect: DayOfYear
    text: Text
    effective_from: date
    effective_until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "NoticeRule":
        _check_days(self.effective_from, self.effective_until)
        return self

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)


class ReportAsked(Sourced):
    """A report that an agreement asks for. `definition` names what must stand in it, as `id/edition`."""

    id: Slug
    title: Line
    about: Text | None = None
    rhythm: Rhythm
    definition: ReturnKey | None = None
    year_starts: Annotated[int, Field(strict=True, ge=1, le=12)] = 4
    """The month in which the year begins that the periods divide."""
    due_within_days: Positive | None = None
    """Days after the last day of the period by which it is due."""
    due_on: date | None = None
    """The day of a report that is asked for once."""

    @model_validator(mode="after")
    def _has_its_days(self) -> "ReportAsked":
        if (self.rhythm in MONTHS) != (self.due_within_days is not None):
            raise ValueError("has a period, and only then due_within_days: write both or neither")
        if (self.rhythm is Rhythm.ONCE) != (self.due_on is not None):
            raise ValueError("is asked for once, and only then due_on: write both or neither")
        return self


class DelegationAgreement(Sourced):
    """The terms of an agreement. Who signed it, and when, is recorded by a person."""

    id: Slug
    name: Line
    body: Line
    """With whom it is made."""
    model: Model
    authority: Line | None = None
    about: Text | None = None
    from_on: date
    until_on: date | None = None
    """The last day with it; open where left out."""
    functions: tuple[Slug, ...] = ()
    notice: tuple[NoticeRule, ...] = ()
    reports: tuple[ReportAsked, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "DelegationAgreement":
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("ends before it starts")
        return self


class TransferPhase(Sourced):
    """Functions that are to move together. A month alone stays a month; neither day nor month is “not yet known”."""

    id: Slug
    name: Line
    text: Text | None = None
    planned_month: Month | None = None
    planned_on: date | None = None
    functions: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> "TransferPhase":
        if self.planned_month is not None and self.planned_on is not None:
            raise ValueError("says a month and a day; write one of them")
        return self

    @property
    def month(self) -> MonthDate | None:
        return None if self.planned_month is None else MonthDate.parse(self.planned_month)

    @property
    def planned_by(self) -> date | None:
        """The planned day, or the last day of the planned month."""
        return self.month.last_day if self.month else self.planned_on


class TransferPlan(Sourced):
    """How functions are to move, phase by phase. `to` is us where left out; `programme` is that of the gates."""

    id: Slug
    name: Line
    about: Text
    held_before_by: Line
    to: Line | None = None
    standing: Standing = Standing.DELEGATED
    model: Model | None = None
    programme: Slug | None = None
    agreement: Slug | None = None
    phases: Annotated[tuple[TransferPhase, ...], Field(min_length=1, max_length=40)]


class FunctionsFile(Strict):
    """`functions.toml`."""

    about: Text | None = None
    functions: tuple[RegisterFunction, ...] = ()
    agreements: tuple[DelegationAgreement, ...] = ()
    plans: tuple[TransferPlan, ...] = ()


class ShippedFunctions(FunctionsFile):
    """`frameworks/<id>/<edition>/functions.yaml`: lists, terms and plans that a tenant may take up."""

    id: Slug
    edition: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2})?$")]
    title: Line
    publisher: Line
    about: Text
    effective_from: Known[date] | None = None
    effective_to: Known[date] | None = None
    not_in_force: Text | None = None
    """Why it counts for nobody yet, such as a bill that is not law: it can be read, and not taken up."""
    documents: tuple[SourceDocument, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.id}/{self.edition}"


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValueError("has a last day before its first")
