"""Reading the ledger."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.ledger.tables import Event
from backend.scope import Scope

_COLUMNS = (
    Event.id,
    Event.at,
    Event.recorded_at,
    Event.actor_name,
    Event.act,
    Event.subject_room,
    Event.subject_kind,
    Event.subject_id,
    Event.subject_title,
    Event.subject_hash,
    Event.before,
    Event.after,
    Event.request_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One line of the ledger; `before` and `after` are what changed, as plain values."""

    id: UUID
    at: datetime
    recorded_at: datetime
    actor_name: str
    act: str
    subject_room: str
    subject_kind: str
    subject_id: UUID
    subject_title: str
    subject_hash: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str


async def history_of(scope: Scope, *, room: str, kind: str, record_id: UUID) -> tuple[EventLine, ...]:
    """Everything that was done to one record, oldest first."""
    rows = await (
        Event.within(scope, *_COLUMNS)
        .where(Event.subject_room == room, Event.subject_kind == kind, Event.subject_id == record_id)
        .order_by(Event.recorded_at)
    )
    return tuple(map(_line, rows))


async def events_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[EventLine, ...]:
    """The tenant's events with `start <= at < end` on the domain's clock, oldest first."""
    rows = await (
        Event.within(scope, *_COLUMNS).where(Event.at >= start, Event.at < end).order_by(Event.at, Event.id)
    )
    return tuple(map(_line, rows))


async def confidential_history_of(
    scope: Scope, *, room: str, kind: str, record_id: UUID
) -> tuple[EventLine, ...]:
    """What was done to one confidential record, oldest first. The caller has seen that this reader may know of it."""
    rows = await (
        Event.confidential_within(scope, *_COLUMNS)
        .where(Event.subject_room == room, Event.subject_kind == kind, Event.subject_id == record_id)
        .order_by(Event.recorded_at)
    )
    return tuple(map(_line, rows))


def _line(row: dict[str, Any]) -> EventLine:
    for side in ("before", "after"):
        row[side] = None if row[side] is None else json.loads(row[side])
    return EventLine(**row)
