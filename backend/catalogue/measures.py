"""A tenant's measures: what is counted, and each statement that a source makes of it, page by page.

A source may contradict itself. Both of its statements are kept; which of them holds is for people to decide.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from backend.catalogue.shapes import Line, Slug, Sourced, Strict, Text
from backend.kit.periods import Period, UnableToReadPeriod


class Better(StrEnum):
    """Which way a measure should move."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Said(StrEnum):
    """What a statement says of a measure."""

    BASELINE = "baseline"
    TARGET = "target"
    ACTUAL = "actual"


PeriodText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(/[0-9]{2}|-[0-9]{2}(-[0-9]{2})?)?$")]
"""`2018/19` (a financial year), `2014-06` (a month), `2014-06-30` (a day) or `2014` (a calendar year)."""


def unpadded(value: Decimal) -> Decimal:
    """The value without idle zeros, so that 5 and 5.0000 are written alike."""
    return Decimal(f"{value.normalize():f}")


class Statement(Sourced):
    """One value that a source states for one period. `value` is silent where the source has lost it."""

    said: Said
    period: PeriodText
    value: Decimal | None = Field(None, max_digits=18, decimal_places=4)
    unit: Line | None = None
    """Where this page counts in another unit than the measure does."""

    @field_validator("period")
    @classmethod
    def _a_period(cls, text: str) -> str:
        try:
            Period.read(text)
        except UnableToReadPeriod as refusal:
            raise ValueError(str(refusal)) from None
        return text

    @field_validator("value", mode="before")
    @classmethod
    def _no_float(cls, value: object) -> object:
        """TOML reads 71.6 as a binary fraction; its shortest digits are what was written."""
        return Decimal(repr(value)) if isinstance(value, float) else value

    @field_validator("value")
    @classmethod
    def _no_idle_zeros(cls, value: Decimal | None) -> Decimal | None:
        return None if value is None else unpadded(value)


class Measure(Strict):
    """A measure and all that its sources say of it."""

    id: Slug
    title: Line
    definition: Text
    unit: Line
    better: Better
    statements: tuple[Statement, ...] = ()


class MeasuresFile(Strict):
    """`measures.toml`."""

    measures: tuple[Measure, ...] = ()
