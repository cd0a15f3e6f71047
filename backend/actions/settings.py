"""The rule of colours and of closing that holds: what officers set, dated, before the field's convention."""

from datetime import date
from uuid import UUID

from backend.actions.rules import rag
from backend.actions.tables import SettingTable
from backend.scope import Scope

_COLUMNS = (
    SettingTable.committee_id,
    SettingTable.effective_from,
    SettingTable.amber_within,
    SettingTable.red_after,
    SettingTable.moves_to_amber,
    SettingTable.closed_by_committee,
    SettingTable.source,
    SettingTable.withdrawn,
)


async def settings_of(scope: Scope) -> tuple[rag.Setting, ...]:
    """Every setting of the tenant, the oldest first; of two from one day the later holds, or takes it back."""
    rows = await SettingTable.within(scope, *_COLUMNS).order_by(SettingTable.set_at, SettingTable.id)
    latest = {(row["committee_id"], row["effective_from"]): row for row in rows}
    return tuple(
        rag.Setting(**{name: value for name, value in row.items() if name != "withdrawn"})
        for row in latest.values()
        if not row["withdrawn"]
    )


async def setting_of(scope: Scope, *, committee_id: UUID | None, on: date | None = None) -> rag.Setting:
    """What holds for a committee's actions on a day, today by default."""
    return rag.setting_on(await settings_of(scope), committee_id=committee_id, on=on or scope.today)
