"""Maps of functions on paper: which were asked for, and which of them are made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.functions.tables.register import Print
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLine:
    """A map of a day; without a file and without a failure it is still being made."""

    id: UUID
    shown_on: date
    asked_at: datetime
    asked_by_name: str
    file_id: UUID | None
    failed: str | None


async def prints_of(scope: Scope) -> tuple[PrintLine, ...]:
    """The last ten, the newest first. One statement."""
    rows = await fetch(
        "SELECT * FROM functions_print WHERE tenant_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 10",
        scope.tenant.id,
    )
    return tuple(PrintLine(**{name: row[name] for name in PrintLine.__dataclass_fields__}) for row in rows)


async def day_of_print(scope: Scope, *, print_id: UUID) -> date | None:
    """The day that a print is to show; nothing where it is made, failed, or was never asked for."""
    rows = await Print.within(scope).where(
        Print.id == print_id, Print.file_id.is_null(), Print.failed.is_null()
    )
    found: date | None = rows[0]["shown_on"] if rows else None
    return found
