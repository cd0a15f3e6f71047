"""Reading the ledger."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import first_id_at
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
    Event.erased_by,
)

ERASED = "(details erased)"
"""What stands where a name or a title was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One line of the ledger; `before` and `after` are what changed, as plain values.

    Of an `erased` line names and title are `ERASED`, and what changed is gone.
    """

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
    erased: bool = False


async def history_of(scope: Scope, *, room: str, kind: str, record_id: UUID) -> tuple[EventLine, ...]:
    """Everything that was done to one record, oldest first."""
    rows = await (
        Event.within(scope, *_COLUMNS)
        .where(Event.subject_room == room, Event.subject_kind == kind, Event.subject_id == record_id)
        .order_by(Event.recorded_at)
    )
    return tuple(map(line_of, rows))


async def events_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[EventLine, ...]:
    """The tenant's events with `start <= at < end` on the domain's clock, oldest first."""
    rows = await (
        Event.within(scope, *_COLUMNS).where(Event.at >= start, Event.at < end).order_by(Event.at, Event.id)
    )
    return tuple(map(line_of, rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is looked for in `acts_since`, under a `key` of the asker's: one record, or without `record_id` every record
    of a kind that had a line in the ledger by `since`.
    """

    key: UUID
    room: str
    kind: str
    since: datetime
    record_id: UUID | None = None


_ACTS_SINCE = """
WITH watched AS (
  SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])
    AS w (key, room, kind, record_id, since)
), found AS (
  SELECT w.key, e.id FROM watched w
  JOIN ledger_event e ON e.tenant_id = $1 AND e.subject_room = w.room AND e.subject_kind = w.kind
    AND e.subject_id = w.record_id
  WHERE e.at > w.since AND e.at <= $7 AND e.act = ANY ($8) AND NOT e.confidential
  UNION ALL
  SELECT w.key, e.id FROM watched w
  JOIN ledger_event e ON e.tenant_id = $1 AND e.subject_room = w.room AND e.subject_kind = w.kind
  WHERE w.record_id IS NULL AND e.at > w.since AND e.at <= $7 AND e.act = ANY ($8) AND NOT e.confidential
    AND EXISTS (SELECT 1 FROM ledger_event b WHERE b.tenant_id = $1 AND b.subject_room = w.room
      AND b.subject_kind = w.kind AND b.subject_id = e.subject_id AND b.at <= w.since)
)
SELECT f.key, e.id, e.at, e.recorded_at, e.actor_name, e.act, e.subject_room, e.subject_kind, e.subject_id,
  e.subject_title, e.subject_hash, e.before, e.after, e.request_id,
  e.erased_by
FROM found f JOIN ledger_event e ON e.tenant_id = $1 AND e.id = f.id ORDER BY e.at, e.id
"""


async def acts_since(
    scope: Scope, watched: Sequence[Watched], *, acts: Sequence[str], until: datetime
) -> tuple[tuple[UUID, EventLine], ...]:
    """Each of these `acts` that was done to what is watched, after its `since` and up to `until`, oldest first."""
    if not watched:
        return ()
    rows = await fetch(
        _ACTS_SINCE,
        scope.tenant.id,
        [each.key for each in watched],
        [each.room for each in watched],
        [each.kind for each in watched],
        [each.record_id for each in watched],
        [each.since for each in watched],
        until,
        list(acts),
    )
    return tuple(
        (row["key"], line_of({name: row[name] for name in row if name != "key"})) for row in map(dict, rows)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The records that something was done to, by room and kind (`people.person`), and what was seen in finding them.

    `lost`: what was seen before was seen in another database, of which this one is a copy; nobody can say what is new.
    """

    records: Mapping[str, frozenset[UUID]]
    seen: str
    lost: bool


async def touched_since(scope: Scope, *, seen: str, since: datetime) -> Touched:
    """The records to which something was done that was not yet to be seen in the snapshot `seen`; one statement.

    Not by a moment: a transaction that began first may end last. `since`: before that real moment nothing is looked
    for, so it lies as far before the last look as a transaction may last. Confidential events are left out, too.
    """
    rows = await fetch(_TOUCHED, scope.tenant.id, seen, first_id_at(since))
    found = json.loads(rows[0]["found"] or "[]")
    records: dict[str, set[UUID]] = {}
    for room, kind, record_id in found:
        records.setdefault(f"{room}.{kind}", set()).add(UUID(record_id))
    return Touched(
        records={key: frozenset(ids) for key, ids in records.items()},
        seen=rows[0]["seen"],
        lost=rows[0]["lost"],
    )


_TOUCHED = """
SELECT pg_current_snapshot()::text AS seen,
  pg_snapshot_xmax($2::text::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS lost, (
  SELECT json_agg(DISTINCT jsonb_build_array(e.subject_room, e.subject_kind, e.subject_id))::text
  FROM ledger_event e WHERE e.tenant_id = $1 AND e.id >= $3 AND NOT e.confidential
    AND NOT pg_visible_in_snapshot(e.xid, $2::text::pg_snapshot)
) AS found
"""


async def snapshot_now() -> str:
    """What can be seen now, for `touched_since` later."""
    rows = await fetch("SELECT pg_current_snapshot()::text AS seen")
    return str(rows[0]["seen"])


async def history_of_many(
    scope: Scope, *, subjects: Collection[tuple[str, str, UUID]], since: datetime
) -> tuple[EventLine, ...]:
    """What was done after a moment to any of these records (room, kind and id), oldest first. One statement."""
    wanted = sorted(set(subjects))
    if not wanted:
        return ()
    rows = await fetch(
        """
        SELECT e.id, e.at, e.recorded_at, e.actor_name, e.act, e.subject_room, e.subject_kind, e.subject_id,
          e.subject_title, e.subject_hash, e.before, e.after, e.request_id, e.erased_by
        FROM unnest($2::text[], $3::text[], $4::uuid[]) AS asked (room, kind, id)
        JOIN ledger_event e ON e.tenant_id = $1 AND e.subject_room = asked.room AND e.subject_kind = asked.kind
          AND e.subject_id = asked.id
        WHERE e.at > $5 AND NOT e.confidential ORDER BY e.at, e.recorded_at, e.id""",
        scope.tenant.id,
        [room for room, _, _ in wanted],
        [kind for _, kind, _ in wanted],
        [record_id for _, _, record_id in wanted],
        since,
    )
    return tuple(line_of(dict(row)) for row in rows)


async def confidential_history_of(
    scope: Scope, *, room: str, kind: str, record_id: UUID
) -> tuple[EventLine, ...]:
    """What was done to one confidential record, oldest first. The caller has seen that this reader may know of it."""
    rows = await (
        Event.confidential_within(scope, *_COLUMNS)
        .where(Event.subject_room == room, Event.subject_kind == kind, Event.subject_id == record_id)
        .order_by(Event.recorded_at)
    )
    return tuple(map(line_of, rows))


def line_of(row: dict[str, Any]) -> EventLine:
    """A row of `_COLUMNS` as a line; `before` and `after` as text."""
    for side in ("before", "after"):
        row[side] = None if row[side] is None else json.loads(row[side])
    if row.pop("erased_by") is not None:
        row |= {"actor_name": ERASED, "subject_title": ERASED, "erased": True}
    return EventLine(**row)
