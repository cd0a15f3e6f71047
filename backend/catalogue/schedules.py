"""When Probity does things by itself for a tenant: which schedule, on which days, at which hour of its own clock."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from backend.catalogue.shapes import Count, Flag, Slug, Strict

MOST_DAYS_BEFORE = 30


class Every(StrEnum):
    """How often a schedule comes round."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MEETING = "meeting"
    """So many days before each meeting."""
    DUE = "due"
    """On the day that the tenant's rules ask for."""


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""An hour at the tenant's clock on the wall, such as 06:00."""


class ScheduleSettings(Strict):
    """One schedule. It runs from `effective_from` until `effective_until`, both days included, where these are given.

    `days`: so many days before each meeting; the which day of each month, or after each quarter; the day of the year's
    `month`. With `working` only working days are counted, and a day of the year that is none gives way to the next.
    """

    on: Flag = True
    every: Every
    at: Hour
    days: Count = 1
    month: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None
    weekday: Weekday | None = None
    working: Flag = True
    committees: tuple[Slug, ...] = ()
    """The committees before whose meetings it runs; every one where left out."""
    effective_from: date | None = None
    effective_until: date | None = None

    @model_validator(mode="after")
    def _comes_round(self) -> Self:
        if (self.weekday is None) is (self.every is Every.WEEK):
            raise ValueError("names a weekday where it comes round each week, and nowhere else")
        if (self.month is None) is (self.every is Every.YEAR):
            raise ValueError("names a month where it comes round each year, and nowhere else")
        if self.committees and self.every is not Every.MEETING:
            raise ValueError("names committees, but does not run before meetings")
        most = self.most_days
        if not (0 if self.every is Every.MEETING else 1) <= self.days <= most:
            raise ValueError(f"has {self.days} days; there can be at most {most}")
        if self.effective_from and self.effective_until and self.effective_until < self.effective_from:
            raise ValueError("ends before it begins")
        return self

    @property
    def most_days(self) -> int:
        """So that the day exists: the shortest month has 19 working days or so, February at most 29 days."""
        match self.every:
            case Every.MEETING:
                return MOST_DAYS_BEFORE
            case Every.MONTH:
                return 15 if self.working else 28
            case Every.QUARTER:
                return 40
            case Every.YEAR:
                return {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(self.month or 1, 31)
            case _:
                return 1


class SchedulesSettings(Strict):
    """`schedules.toml`, schedule by schedule, after those of the tenant's kind.

    The hour of the chase is not here: it is the hour of letters, which stands with the chase. No default is a value, so
    that a folder that is written back names every schedule, whatever its kind says.
    """

    register_refresh: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.DUE, at="06:00")
    )
    board_packs: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.MEETING, at="06:00", days=5)
    )
    assurance_pack: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.QUARTER, at="06:00", days=3)
    )
    framework_report: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(on=False, every=Every.MEETING, at="06:00", days=8)
    )
    terms_review: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.YEAR, at="07:00", month=4, days=1)
    )
    register_review: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.YEAR, at="07:00", month=4, days=1)
    )
    year_freeze: ScheduleSettings = Field(
        default_factory=lambda: ScheduleSettings(every=Every.YEAR, at="00:05", month=4, days=1, working=False)
    )

    @model_validator(mode="after")
    def _each_as_it_can(self) -> Self:
        for name, allowed in CAN_COME_ROUND.items():
            every = getattr(self, name).every
            if every not in allowed:
                raise ValueError(
                    f"lets {name} come round each {every.value}; it can be: {', '.join(allowed)}"
                )
        return self

    def of(self, key: str) -> ScheduleSettings:
        """The schedule of a key such as `board-packs`."""
        found: ScheduleSettings = getattr(self, key.replace("-", "_"))
        return found

    def by_key(self) -> dict[str, ScheduleSettings]:
        """Every schedule, by keys such as `board-packs`."""
        return {name.replace("_", "-"): getattr(self, name) for name in type(self).model_fields}


_REVIEW = (Every.WEEK, Every.MONTH, Every.QUARTER, Every.YEAR)

CAN_COME_ROUND: dict[str, tuple[Every, ...]] = {
    "register_refresh": (Every.DUE, Every.MONTH, Every.QUARTER, Every.YEAR),
    "board_packs": (Every.MEETING,),
    "assurance_pack": (Every.QUARTER,),
    "framework_report": (Every.MEETING,),
    "terms_review": _REVIEW,
    "register_review": _REVIEW,
    "year_freeze": (Every.YEAR,),
}
"""How often each schedule can come round: an assurance pack tells of a quarter, a board pack of a meeting."""
