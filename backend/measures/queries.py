"""Measures with all that is stated of them, as it was known on a day."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from backend.catalogue.measures import Better, Said, unpadded
from backend.kit.database import fetch
from backend.kit.periods import Period
from backend.measures.rules.differing import Difference, differences_in
from backend.measures.rules.outliers import Outlier, outliers_in
from backend.measures.rules.standing import Standing, Stands, standing_of
from backend.measures.rules.values import Value
from backend.scope import NotFound, Scope

_MEASURES = """
SELECT measure.*, person.name AS owner FROM measures_measure measure
LEFT JOIN people_person person ON person.tenant_id = $1 AND person.id = measure.owner_person_id
WHERE measure.tenant_id = $1
"""

_VALUES = """
SELECT value.*, organisation.name AS about FROM measures_value value
LEFT JOIN organisations_organisation organisation
  ON organisation.tenant_id = $1 AND organisation.id = value.organisation_id
WHERE value.tenant_id = $1 AND value.measure_id = ANY($2)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningView:
    finding: str
    words: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, kw_only=True)
class MeasureView:
    """A measure and the values that stood on the day that was asked for."""

    id: UUID
    slug: str
    title: str
    definition: str
    unit: str
    better: Better
    owner_person_id: UUID | None
    owner: str | None
    version: int
    retired_at: datetime | None
    retired_because: str | None
    values: tuple[Value, ...]

    @property
    def path(self) -> str:
        return f"/measures/{self.id}"

    @cached_property
    def whole(self) -> tuple[Value, ...]:
        """What is said of the whole tenant, by period."""
        return tuple(each for each in self.values if each.about_id is None)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        return differences_in(self.values)

    @cached_property
    def stands(self) -> Stands:
        return standing_of(self.values, unit=self.unit, better=self.better)

    @cached_property
    def counted(self) -> tuple[tuple[Period, tuple[Value, ...]], ...]:
        """What was measured of each organisation, by period, the newest first."""
        by_period = defaultdict(list)
        for each in self.values:
            if each.about_id is not None and each.said is Said.ACTUAL and each.unit == self.unit:
                by_period[each.period].append(each)
        return tuple((period, tuple(by_period[period])) for period in sorted(by_period, reverse=True))

    @cached_property
    def outliers(self) -> tuple[Outlier, ...]:
        """Who stands out in the newest period, in both directions."""
        return outliers_in(self.counted[0][1]) if self.counted else ()

    @property
    def newest(self) -> tuple[Value, ...]:
        """What was measured last: more than one value where sources differ on that period."""
        last = self.stands.newest
        return (
            ()
            if last is None
            else tuple(
                each
                for each in self.whole
                if each.said is Said.ACTUAL and each.period == last.period and each.value is not None
            )
        )

    @property
    def off_track(self) -> bool:
        return self.stands.standing is Standing.OFF_TRACK


async def measures_of(
    scope: Scope, *, on: date | None = None, also_retired: bool = False
) -> tuple[MeasureView, ...]:
    """Every measure by title, with its values as they were known at the end of `on`. Two statements."""
    rows = await fetch(
        _MEASURES + " AND ($2 OR measure.retired_at IS NULL) ORDER BY lower(measure.title), measure.id",
        scope.tenant.id,
        also_retired,
    )
    values = await _values(
        scope,
        [row["id"] for row in rows],
        known_at=_known_at(scope, on),
    )
    return tuple(_measure(row, values.get(row["id"], ())) for row in rows)


async def measure(scope: Scope, *, measure_id: UUID, on: date | None = None) -> MeasureView:
    """One measure. Raises NotFound. Two statements."""
    rows = await fetch(_MEASURES + " AND measure.id = $2", scope.tenant.id, measure_id)
    if not rows:
        raise NotFound("measure")
    values = await _values(scope, [measure_id], known_at=_known_at(scope, on))
    return _measure(rows[0], values.get(measure_id, ()))


async def struck_of(scope: Scope, *, measure_id: UUID) -> tuple[Value, ...]:
    """What was struck out of a measure, the newest first."""
    rows = await fetch(
        _VALUES + " AND value.struck_at IS NOT NULL ORDER BY value.struck_at DESC, value.id",
        scope.tenant.id,
        [measure_id],
    )
    return tuple(_value(row) for row in rows)


async def value_of(scope: Scope, *, value_id: UUID) -> tuple[MeasureView, Value]:
    """A value and its measure. Raises NotFound, also for what has been struck out."""
    rows = await fetch(
        "SELECT measure_id FROM measures_value WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL",
        scope.tenant.id,
        value_id,
    )
    if not rows:
        raise NotFound("value")
    found = await measure(scope, measure_id=rows[0]["measure_id"])
    return found, next(each for each in found.values if each.id == value_id)


async def meanings_of(scope: Scope, *, value_ids: Sequence[UUID]) -> Mapping[UUID, tuple[MeaningView, ...]]:
    """What people wrote of values, the newest first."""
    rows = await fetch(
        "SELECT value_id, finding, words, written_at, written_by FROM measures_meaning "
        "WHERE tenant_id = $1 AND value_id = ANY($2) ORDER BY written_at DESC, id DESC",
        scope.tenant.id,
        list(value_ids),
    )
    found = defaultdict(list)
    for row in rows:
        plain = dict(row)
        found[plain.pop("value_id")].append(MeaningView(**plain))
    return {value_id: tuple(each) for value_id, each in found.items()}


def _known_at(scope: Scope, on: date | None) -> datetime:
    return scope.now if on is None else min(scope.now, scope.end_of(on))


async def _values(
    scope: Scope, measure_ids: Sequence[UUID], *, known_at: datetime
) -> Mapping[UUID, tuple[Value, ...]]:
    rows = await fetch(
        _VALUES + " AND value.entered_at <= $3 AND (value.struck_at IS NULL OR value.struck_at > $3) "
        "ORDER BY value.ends_on, value.said, value.entered_at, value.id",
        scope.tenant.id,
        list(measure_ids),
        known_at,
    )
    found = defaultdict(list)
    for row in rows:
        found[row["measure_id"]].append(_value(row))
    return {measure_id: tuple(values) for measure_id, values in found.items()}


def _measure(row: Mapping[str, Any], values: tuple[Value, ...]) -> MeasureView:
    plain = {name: row[name] for name in MeasureView.__dataclass_fields__ if name != "values"}
    return MeasureView(**{**plain, "better": Better(row["better"])}, values=values)


def _value(row: Mapping[str, Any]) -> Value:
    return Value(
        id=row["id"],
        said=Said(row["said"]),
        period=Period.read(row["period"]),
        value=None if row["value"] is None else unpadded(row["value"]),
        unit=row["unit"],
        source=row["source"],
        note=row["note"],
        about_id=row["organisation_id"],
        about=row["about"],
        low=None if row["low"] is None else unpadded(row["low"]),
        high=None if row["high"] is None else unpadded(row["high"]),
        entered_at=row["entered_at"],
        entered_by=row["entered_by"],
        struck_at=row["struck_at"],
        struck_because=row["struck_because"],
        provenance=json.loads(row["provenance"]),
    )
