"""Reading the ledger a page at a time, and where each line stands in the tree."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import queries
from backend.scope import NotFound, Scope

PAGE = 50
"""Lines on one page."""

_LINES = """
SELECT e.id, e.at, e.recorded_at, e.actor_name, e.act, e.subject_room, e.subject_kind, e.subject_id,
  e.subject_title, e.subject_hash, e.before::text AS before, e.after::text AS after, e.request_id, e.erased_by,
  e.actor_person_id
FROM ledger_event e WHERE e.tenant_id = $1 AND NOT e.confidential
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine(queries.EventLine):
    """A line, and which person of the tenant did it, if one did."""

    actor_person_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader looks for; nothing said is everything. `since` and `until` are of the domain's clock, the end not
    included.
    """

    words: str = ""
    person_id: UUID | None = None
    room: str = ""
    subject: tuple[str, str, UUID] | None = None
    since: datetime | None = None
    until: datetime | None = None


async def page_of(
    scope: Scope, asked: Asked, *, number: int = 1, size: int = PAGE
) -> tuple[tuple[EventLine, ...], bool]:
    """Page `number` of what was done, the newest first, and whether there is more after it. One statement."""
    room, kind, record_id = asked.subject or (None, None, None)
    rows = await fetch(
        f"""{_LINES}
        AND ($2 = '' OR position(lower($2) IN lower(e.actor_name || ' ' || replace(e.act, '-', ' ') || ' ' ||
          CASE WHEN e.erased_by IS NULL THEN e.subject_title ELSE '' END)) > 0)
        AND ($3::uuid IS NULL OR e.actor_person_id = $3) AND ($4 = '' OR e.subject_room = $4)
        AND ($5::text IS NULL OR (e.subject_room = $5 AND e.subject_kind = $6 AND e.subject_id = $7))
        AND ($8::timestamptz IS NULL OR e.at >= $8) AND ($9::timestamptz IS NULL OR e.at < $9)
        ORDER BY e.at DESC, e.id DESC LIMIT $10 OFFSET $11""",
        scope.tenant.id,
        asked.words.strip(),
        asked.person_id,
        asked.room,
        room,
        kind,
        record_id,
        asked.since,
        asked.until,
        size + 1,
        (max(number, 1) - 1) * size,
    )
    return tuple(_line(dict(row)) for row in rows[:size]), len(rows) > size


def _line(row: dict[str, Any]) -> EventLine:
    person_id = row.pop("actor_person_id")
    return EventLine(**asdict(queries.line_of(row)), actor_person_id=person_id)


async def event(scope: Scope, *, event_id: UUID) -> EventLine:
    """One line. Raises NotFound, also for a confidential one."""
    rows = await fetch(f"{_LINES} AND e.id = $2", scope.tenant.id, event_id)
    if not rows:
        raise NotFound("line of the ledger")
    return _line(dict(rows[0]))


async def places_of(scope: Scope, *, event_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The number of each line in the tree, counted from 0; a line that is not sealed yet is missing."""
    rows = await fetch(
        "SELECT id, line FROM ledger_leaf WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        list(event_ids),
    )
    return {row["id"]: row["line"] for row in rows}


async def rooms_with_lines(scope: Scope) -> tuple[str, ...]:
    """The rooms in which something was ever done, for a filter."""
    rows = await fetch(
        """
        WITH RECURSIVE found AS (
          (SELECT subject_room AS room FROM ledger_event WHERE tenant_id = $1 ORDER BY subject_room LIMIT 1)
          UNION ALL
          SELECT (SELECT e.subject_room FROM ledger_event e WHERE e.tenant_id = $1 AND e.subject_room > found.room
            ORDER BY e.subject_room LIMIT 1) FROM found WHERE found.room IS NOT NULL
        ) SELECT room FROM found WHERE room IS NOT NULL""",
        scope.tenant.id,
    )
    return tuple(row["room"] for row in rows)
