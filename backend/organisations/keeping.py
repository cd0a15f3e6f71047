"""Keeping the small things of the directory: one at a time, compared with what stood there, and in the ledger."""

import json
from typing import Any
from uuid import UUID

from backend.catalogue.shapes import Sourced
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import NotFound, Scope


async def one_at_a_time(scope: Scope) -> None:
    """Two officers at once wait for each other, so that a check still holds when its row is written."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('organisations/' || $1::text, 0))",
        str(scope.tenant.id),
    )


async def put(scope: Scope, table: Any, kind: str, slug: str, title: str, values: dict[str, Any]) -> UUID:
    """Add a thing, change the one of the same slug, or bring it back; nothing is written where it is so already."""
    rows = await table.within(scope).where(table.slug == slug)
    before = {name: _read(name, rows[0][name]) for name in values} if rows else None
    after = {name: _read(name, value) for name, value in values.items()}
    row_id: UUID = rows[0]["id"] if rows else new_id()
    if before == after:
        return row_id
    if rows:
        await table.change(scope, **values).where(table.id == row_id)
    else:
        await table.add(scope, id=row_id, slug=slug, **values)
    act = f"organisations.{kind}.{'changed' if rows else 'added'}"
    await ledger.record(scope, act, record_of(row_id, title, kind=kind), before=before, after=after)
    return row_id


async def retire(scope: Scope, table: Any, kind: str, slug: str) -> None:
    """Take a thing out of use from today. Raises NotFound."""
    rows = await table.within(scope).where(table.slug == slug)
    if not rows:
        raise NotFound(kind)
    if rows[0]["retired_on"] is not None:
        return
    await table.change(scope, retired_on=scope.today).where(table.id == rows[0]["id"])
    record = record_of(rows[0]["id"], rows[0].get("name") or rows[0].get("title"), kind=kind)
    await ledger.record(scope, f"organisations.{kind}.retired", record, after={"retired_on": scope.today})


def record_of(record_id: UUID, title: str, *, kind: str = "organisation") -> Record:
    """What the ledger calls a thing of the directory."""
    return Record(room="organisations", kind=kind, id=record_id, title=title)


def dump(fact: Sourced, *, exclude: set[str] | None = None) -> str:
    """Where a fact comes from, as the text of a jsonb column."""
    return canonical(fact.model_dump(mode="json", exclude_none=True, exclude=exclude))


def _read(column: str, value: Any) -> Any:
    """A column as a plain value; jsonb comes back with spaces of the database's own."""
    return json.loads(value) if column == "source" else value
