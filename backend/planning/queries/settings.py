"""The tenant's planning settings on a day: what was settled in the app, else what its files, or its kind's, say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.planning import PlanningSettings, StandingItem
from backend.kit.database import fetch
from backend.planning.rules import settings as rules
from backend.scope import Scope
from backend.tenancy.settings import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """What was settled from a day on, by whom and by what authority; `withdrawn_because`: it never was."""

    id: UUID
    effective_from: date
    values: Mapping[str, Any]
    source: str
    settled_at: datetime
    settled_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    withdrawn_by_name: str | None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was ever settled, the latest day first and of one day the latest act first."""

    shipped: PlanningSettings
    lines: Sequence[SettledLine]

    def line_on(self, day: date) -> SettledLine | None:
        """What was settled for a day; `None` where the files say it."""
        return next((each for each in self.lines if each.stands and each.effective_from <= day), None)

    def on(self, day: date) -> PlanningSettings:
        line = self.line_on(day)
        return self.shipped if line is None else rules.settled(self.shipped, line.values)

    def before(self, line: SettledLine) -> Mapping[str, Any]:
        """What stood in whose place this line came."""
        older = [each for each in self.lines if each.stands and each.id != line.id]
        found = next(
            (
                each
                for each in older
                if (each.effective_from, each.settled_at) < (line.effective_from, line.settled_at)
            ),
            None,
        )
        return rules.values_of(self.shipped) if found is None else found.values


async def every_setting(scope: Scope) -> Settings:
    """What the files say, and what was settled in the app; one statement."""
    rows = await fetch(
        "SELECT id, effective_from, settled, source, settled_at, settled_by_name, withdrawn_at, withdrawn_because, "
        "withdrawn_by_name FROM planning_settled WHERE tenant_id = $1 "
        "ORDER BY effective_from DESC, settled_at DESC, id DESC",
        scope.tenant.id,
    )
    return Settings(
        shipped=shipped_to(scope),
        lines=tuple(_line(row) for row in rows),
    )


async def settings_on(scope: Scope, day: date | None = None) -> PlanningSettings:
    """What agendas always hold, how they are numbered, and how the public may ask, on a day: today by default."""
    return (await every_setting(scope)).on(day or scope.today)


def standing_of(scope: Scope) -> tuple[StandingItem, ...]:
    """What stands on every agenda, in its order; that is for the files alone to say."""
    return shipped_to(scope).standing


def shipped_to(scope: Scope) -> PlanningSettings:
    """What the tenant began with, and keeps: its files said so, or those of its kind do."""
    shipped = shelf.catalogue().planning_of(scope.tenant.slug, kind=scope.tenant.kind)
    return kept(scope, "planning", PlanningSettings, shipped=shipped)


def _line(row: dict[str, Any]) -> SettledLine:
    given = {name: value for name, value in row.items() if name != "settled"}
    return SettledLine(**given, values=json.loads(row["settled"]))
