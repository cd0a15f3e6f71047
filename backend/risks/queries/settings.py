"""How risks are settled on a day: what was settled in the app, else the matrix and categories that are shipped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.risks.rules import settings as rules
from backend.risks.rules.settings import Settings
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """What was settled from a day on, by whom and by what authority; `withdrawn_because`: it never was."""

    id: UUID
    effective_from: date
    settings: Settings
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
class EverySetting:
    """Everything that was ever settled, the latest day first and of one day the latest act first."""

    lines: Sequence[SettledLine]

    def line_on(self, day: date) -> SettledLine | None:
        """What was settled for a day; `None` where it is what is shipped."""
        return next((each for each in self.lines if each.stands and each.effective_from <= day), None)

    def on(self, day: date) -> Settings:
        line = self.line_on(day)
        return rules.SHIPPED if line is None else line.settings


async def every_setting(scope: Scope) -> EverySetting:
    """One statement."""
    rows = await fetch(
        "SELECT id, effective_from, settled, source, settled_at, settled_by_name, withdrawn_at, withdrawn_because, "
        "withdrawn_by_name FROM risks_settled WHERE tenant_id = $1 "
        "ORDER BY effective_from DESC, settled_at DESC, id DESC",
        scope.tenant.id,
    )
    return EverySetting(lines=tuple(_line(row) for row in rows))


async def settings_on(scope: Scope, day: date | None = None) -> Settings:
    """Matrix, categories with appetite, and days of review, on a day: today by default."""
    return (await every_setting(scope)).on(day or scope.today)


def _line(row: Any) -> SettledLine:
    given = {name: value for name, value in row.items() if name != "settled"}
    return SettledLine(**given, settings=rules.settings_from(json.loads(row["settled"])))
