"""What a tenant's folder said and no room keeps, as the tenant keeps it.

The tenant's own row carries what holds now, so that whoever has a Scope has it without a statement more; the table
beside it only grows, and says what held before, since when, by whom and why.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from backend.kit.database import execute, fetch
from backend.scope import Scope, Tenant
from backend.tenancy.tables import Setting

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """One value that was settled for a part."""

    part: str
    value: dict[str, Any]
    settled_at: datetime
    settled_by_name: str
    because: str


def kept(scope: Scope, part: str, model: type[M], *, shipped: M) -> M:
    """What the tenant keeps of a part, else what its folder or its kind says. No statement."""
    return kept_by(scope.tenant, part, model, shipped=shipped)


def kept_by(tenant: Tenant, part: str, model: type[M], *, shipped: M) -> M:
    """The same, where there is a tenant alone and nobody who acts."""
    if tenant.kept is None:
        return shipped
    found = _parsed(tenant.kept, part, model)
    return shipped if found is None else cast(M, found)


@lru_cache(maxsize=512)
def _parsed(text: str, part: str, model: type[BaseModel]) -> BaseModel | None:
    value = json.loads(text).get(part)
    return None if value is None else model.model_validate_json(json.dumps(value))


async def living(scope: Scope) -> dict[str, dict[str, Any]] | None:
    """What the tenant keeps in this moment, by part; `None` for one that lives by its folder, as those of old do."""
    rows = await fetch("SELECT kept FROM tenancy_tenant WHERE id = $1", scope.tenant.id)
    if not rows:
        return {}
    found: dict[str, dict[str, Any]] | None = None if rows[0]["kept"] is None else json.loads(rows[0]["kept"])
    return found


async def put(scope: Scope, part: str, value: BaseModel, *, because: str) -> dict[str, Any] | None:
    """Keep `value` for a part from now on; returns what was kept before, if anything."""
    rows = await fetch(
        "SELECT kept -> $2 AS before FROM tenancy_tenant WHERE id = $1 FOR UPDATE", scope.tenant.id, part
    )
    text = value.model_dump_json(by_alias=True)
    await Setting.add(
        scope,
        part=part,
        value=text,
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
        because=because,
    )
    await execute(
        "UPDATE tenancy_tenant SET kept = coalesce(kept, '{}') || jsonb_build_object($2::text, $3::jsonb) "
        "WHERE id = $1",
        scope.tenant.id,
        part,
        text,
    )
    before: dict[str, Any] | None = (
        json.loads(rows[0]["before"]) if rows and rows[0]["before"] is not None else None
    )
    return before


async def history(scope: Scope, *, part: str) -> tuple[KeptLine, ...]:
    """Everything that was ever kept of a part, the newest first."""
    rows = await fetch(
        "SELECT part, value, settled_at, settled_by_name, because FROM tenancy_setting "
        "WHERE tenant_id = $1 AND part = $2 ORDER BY id DESC",
        scope.tenant.id,
        part,
    )
    return tuple(KeptLine(**{**row, "value": json.loads(row["value"])}) for row in rows)


async def hold(scope: Scope) -> None:
    """Let nobody else settle the tenant until this transaction ends."""
    await fetch("SELECT id FROM tenancy_tenant WHERE id = $1 FOR UPDATE", scope.tenant.id)
