"""The chase of the next thirty days: as it is in force, and beside it as it would be under a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from backend.chasing import sweeping
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules.ladders import Ladder
from backend.chasing.rules.owing import Fate
from backend.desk.chasing import rows
from backend.desk.chasing.chased import SOURCES, WITH_NEWS, titles_of
from backend.scope import Scope

DAYS = 30
"""How far ahead the pages look."""

_NONE: Mapping[str, Ladder] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The rows of the next days."""

    first: date
    last: date
    rows: tuple[rows.Row, ...]

    @property
    def reminders(self) -> int:
        return sum(row.fate is Fate.SEND for row in self.rows)

    @property
    def persons(self) -> int:
        return len({row.to_id for row in self.rows if row.fate is Fate.SEND})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What one person gets on one day, or why somebody does not: now, and under the draft."""

    day: date
    to: str
    to_id: UUID | None
    now: tuple[rows.Row, ...]
    then: tuple[rows.Row, ...]

    @property
    def differs(self) -> bool:
        return _said(self.now) != _said(self.then)


async def forecast_of(scope: Scope, settings: Settings, *, drafts: Mapping[str, Ladder] = _NONE) -> Forecast:
    """The next thirty days; a ladder that is off is shown as if it were switched on now, a draft as put in force."""
    first = await sweeping.first_day(scope)
    last = first + timedelta(days=DAYS - 1)
    off = {
        each.ladder for each in SOURCES if settings.mode is Mode.STOPPED or not settings.is_on(each.ladder)
    }
    made = await sweeping.forecast(
        scope, WITH_NEWS, first=first, last=last, fresh=frozenset(off), drafts=drafts
    )
    return Forecast(
        first=first, last=last, rows=rows.rows_of(made, titles=titles_of(scope), zone=scope.tenant.time_zone)
    )


def beside(now: Forecast, then: Forecast) -> tuple[Beside, ...]:
    """Both forecasts by day and person."""
    mine, theirs = _by_place(now.rows), _by_place(then.rows)
    return tuple(
        Beside(
            day=place[0], to=place[1], to_id=place[2],
            now=tuple(mine.get(place, ())), then=tuple(theirs.get(place, ())),
        )
        for place in sorted({*mine, *theirs}, key=lambda place: (place[0], place[1], str(place[2])))
    )  # fmt: skip


def _by_place(found: Iterable[rows.Row]) -> dict[tuple[date, str, UUID | None], list[rows.Row]]:
    by_place: dict[tuple[date, str, UUID | None], list[rows.Row]] = {}
    for row in found:
        by_place.setdefault((row.day, row.to, row.to_id), []).append(row)
    return by_place


def _said(found: Iterable[rows.Row]) -> list[tuple[object, ...]]:
    return sorted((row.subject, row.words, row.fate.value, row.why, bool(row.digest)) for row in found)
