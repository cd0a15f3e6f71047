"""The shape of a rule over facts, as a framework's file and an officer's own framework hold it.

A rule is met, not met, or unknown (where a fact that it needs is not stated). It compares one fact of a named subject,
or looks at a set of subjects: every one of them, at least one, a share, a count. Words such as `12 months` are reckoned
from the day for which the rule is judged, so time alone can change what it says.
"""

import calendar
import re
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    TypeAdapter,
    model_validator,
)

from backend.catalogue.shapes import Flag, Positive, Slug, Strict

_PERIOD = re.compile(r"(?P<count>[1-9][0-9]{0,3}) (?P<unit>day|month|year)s?")


def _with_unit(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        raise ValueError(f"says {value}, but not of what: write “{value} months” or “{value} days”")
    if isinstance(value, str) and not _PERIOD.fullmatch(value.strip()):
        raise ValueError(f"“{value}” is no length of time: write “12 months”, “90 days” or “1 year”")
    return value


Period = Annotated[str, BeforeValidator(_with_unit)]
"""A length of time with its unit: `90 days`, `12 months`, `1 year`."""


def period_after(day: date, period: str) -> date:
    """The day that lies `period` after `day`; the last of a month where that month is shorter."""
    count, unit = _parts(period)
    return _shifted(day, count, unit)


def period_before(day: date, period: str) -> date:
    """The day that lies `period` before `day`; the last of a month where that month is shorter."""
    count, unit = _parts(period)
    return _shifted(day, -count, unit)


@lru_cache(maxsize=256)
def _parts(period: str) -> tuple[int, str]:
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"“{period}” is no length of time")
    return int(match["count"]), match["unit"]


def _shifted(day: date, count: int, unit: str) -> date:
    """Past either end of the calendar it stays at that end: a day of the year 9999 means never."""
    if unit == "day":
        try:
            return day + timedelta(days=count)
        except OverflowError:
            return date.max if count > 0 else date.min
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < date.min.year or year > date.max.year:
        return date.max if count > 0 else date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _per_cent(value: float) -> float:
    if value > 100:
        raise ValueError(f"asks for {value:g}%, but no share is above 100%")
    if value < 0:
        raise ValueError(f"asks for {value:g}%, but no share is below nothing")
    return value


PerCent = Annotated[int | float, AfterValidator(_per_cent)]
FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$", max_length=80)]
SubjectName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=160)]
Amount = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Given = bool | int | Word

COMPARISONS = (
    "is",
    "is_not",
    "one_of",
    "at_least",
    "at_most",
    "within_last",
    "within_next",
    "older_than",
    "past",
    "since",
    "before",
    "no_later_than",
    "given",
    "same_as",
)
"""The words that compare a fact with something; a comparison holds exactly one of them."""


class Other(Strict):
    """A fact of another named subject."""

    fact: FactKey
    on: SubjectName


class Compared(Strict):
    """One fact, of the subject named by `on` or of each one of a set, compared with something.

    A fact that is stated and empty (never declared, vacant) satisfies no comparison but `given: false` and `is_not`.
    """

    fact: FactKey
    on: SubjectName | None = None
    is_: Given | None = Field(default=None, alias="is")
    is_not: Given | None = None
    one_of: tuple[Word, ...] | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    within_last: Period | None = None
    """The day lies in so much time up to the day judged, which counts."""
    within_next: Period | None = None
    older_than: Period | None = None
    """The day lies further back than that."""
    past: Flag | None = None
    """The day lies before the day judged; `false`: it does not."""
    since: date | None = None
    """On that day or later."""
    before: date | None = None
    no_later_than: FactKey | None = None
    """Not after the day that another fact of the same subject gives, `allowing` so much more time."""
    allowing: Period | None = None
    given: Flag | None = None
    """Whether the fact has a value; `false`: it is stated and empty."""
    same_as: Other | None = None
    """Points to one of the subjects that another fact points to."""

    @model_validator(mode="after")
    def _compares_once(self) -> "Compared":
        found = [key for key in COMPARISONS if self.compared_by(key) is not None]
        if len(found) != 1:
            said = f"has {_listed(found)}" if found else "compares it with nothing"
            raise ValueError(f"{said}; a fact takes exactly one of {', '.join(COMPARISONS)}")
        if self.allowing is not None and self.no_later_than is None:
            raise ValueError("has `allowing`, which belongs to `no_later_than`")
        return self

    def compared_by(self, key: str) -> Any:
        return getattr(self, "is_" if key == "is" else key)

    @cached_property
    def comparison(self) -> str:
        """Which of `COMPARISONS` it is."""
        return next(key for key in COMPARISONS if self.compared_by(key) is not None)

    @cached_property
    def with_what(self) -> Any:
        return self.compared_by(self.comparison)


class All(Strict):
    """Every part must hold."""

    all: tuple["Condition", ...] = Field(min_length=1)


class Any_(Strict):
    """One part is enough."""

    any: tuple["Condition", ...] = Field(min_length=1)


class Not(Strict):
    not_: "Condition" = Field(alias="not")


class Latest(Strict):
    """Only the newest so many by a day; those without that day are left out."""

    count: Positive
    by: FactKey


class Selection(Strict):
    """Subjects of one kind: all of them, or those of which `where` holds, or the latest few of these."""

    of: Slug
    where: "Condition | None" = None
    latest: Latest | None = None


IfNone = Literal["met", "not-met", "unknown"]


class Tested(Selection):
    test: "Condition"
    if_none: IfNone | None = None
    """What to say where there is nothing to judge."""


class SharedOut(Tested):
    at_least: PerCent | None = None
    at_most: PerCent | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> "SharedOut":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("takes one of at_least and at_most, in per cent")
        return self


class Counted(Selection):
    at_least: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> "Counted":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("takes one of at_least and at_most")
        return self


class Every(Strict):
    """`test` holds of every one; met where there is none, unless `if_none` says otherwise."""

    every: Tested


class Some(Strict):
    """`test` holds of at least one; not met where there is none, unless `if_none` says otherwise."""

    some: Tested


class Share(Strict):
    """`test` holds of a share, in per cent; unknown where there is none, unless `if_none` says otherwise."""

    share: SharedOut


class Count(Strict):
    """There are so many."""

    count: Counted


_SHAPES: dict[str, type[Strict]] = {
    "fact": Compared,
    "all": All,
    "any": Any_,
    "not": Not,
    "every": Every,
    "some": Some,
    "share": Share,
    "count": Count,
}


def _which(data: Any) -> str | None:
    if isinstance(data, Strict):
        return next((key for key, shape in _SHAPES.items() if isinstance(data, shape)), None)
    if isinstance(data, dict):
        return next((key for key in _SHAPES if key in data), None)
    return None


Condition = Annotated[
    Annotated[Compared, Tag("fact")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Every, Tag("every")]
    | Annotated[Some, Tag("some")]
    | Annotated[Share, Tag("share")]
    | Annotated[Count, Tag("count")],
    Discriminator(
        _which,
        custom_error_type="condition",
        custom_error_message="A rule is one of fact, all, any, not, every, some, share or count.",
    ),
]
OverSet = Every | Some | Share | Count
for _shape in (All, Any_, Not, Selection, Tested, SharedOut, Counted, Every, Some, Share, Count):
    _shape.model_rebuild()

_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


def condition_from(data: Any) -> Condition:
    """A rule from what a file or a column holds. Raises `pydantic.ValidationError`, whose messages are sentences."""
    found: Condition = _CONDITION.validate_python(data)
    return found


def condition_as_data(condition: Condition) -> dict[str, Any]:
    """A rule as plain values, such as a column of JSON keeps; `condition_from` reads it back."""
    found: dict[str, Any] = _CONDITION.dump_python(condition, mode="json", by_alias=True, exclude_none=True)
    return found


def set_of(condition: OverSet) -> Selection:
    """The set that a condition looks at."""
    if isinstance(condition, Every):
        return condition.every
    if isinstance(condition, Some):
        return condition.some
    return condition.share if isinstance(condition, Share) else condition.count


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside one."""
    if isinstance(condition, All):
        return condition.all
    if isinstance(condition, Any_):
        return condition.any
    if isinstance(condition, Not):
        return (condition.not_,)
    if isinstance(condition, Compared):
        return ()
    chosen = set_of(condition)
    inner = (chosen.where, chosen.test if isinstance(chosen, Tested) else None)
    return tuple(part for part in inner if part is not None)


def _listed(keys: list[str]) -> str:
    return " and ".join(keys)
