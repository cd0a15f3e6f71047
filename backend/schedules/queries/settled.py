"""Schedules as a tenant has settled them; one that never did lives by its folder, or by those of its kind."""

from dataclasses import dataclass
from datetime import datetime

from backend.catalogue import shelf
from backend.catalogue.schedules import ScheduleSettings
from backend.kit.database import fetch
from backend.schedules.rules import Calendar
from backend.scope import Scope

_SETTLED = """
SELECT key, settings, next_at, failures, reason, changed_at, changed_by_name FROM schedules_schedule
WHERE tenant_id = $1 ORDER BY key
"""
_HELD = f"{_SETTLED} FOR UPDATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLine:
    """One schedule. `next_at` is when it next runs or is looked at; `changed_at` is empty for one never settled."""

    key: str
    settings: ScheduleSettings
    next_at: datetime | None = None
    failures: int = 0
    reason: str = ""
    changed_at: datetime | None = None
    changed_by_name: str = ""


async def schedules_of(scope: Scope, *, hold: bool = False) -> tuple[ScheduleLine, ...]:
    """Every schedule, in the order of the catalogue; held against change if `hold`."""
    rows = await fetch(_HELD if hold else _SETTLED, scope.tenant.id)
    kept = {
        row["key"]: ScheduleLine(**{**row, "settings": ScheduleSettings.model_validate_json(row["settings"])})
        for row in rows
    }
    shipped = shelf.catalogue().schedules_of(scope.tenant.slug, kind=scope.tenant.kind).by_key()
    return tuple(kept.get(key, ScheduleLine(key=key, settings=settings)) for key, settings in shipped.items())


async def living(scope: Scope) -> dict[str, ScheduleSettings]:
    """The schedules that the tenant has rows of, by key: what a folder is compared with."""
    rows = await fetch(
        "SELECT key, settings FROM schedules_schedule WHERE tenant_id = $1 ORDER BY key", scope.tenant.id
    )
    return {row["key"]: ScheduleSettings.model_validate_json(row["settings"]) for row in rows}


async def calendar_of(scope: Scope) -> Calendar:
    """The tenant's clock and the days on which it is closed."""
    rows = await fetch(
        "SELECT day FROM chasing_closed_day WHERE tenant_id = $1 AND taken_back_at IS NULL", scope.tenant.id
    )
    return Calendar(zone=scope.tenant.time_zone, closed=frozenset(row["day"] for row in rows))
