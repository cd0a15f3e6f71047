"""The list of meetings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.scope import Scope

When = Literal["upcoming", "past", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting of a list. `items` and `papers` count what the reader may see; `signed` the papers signed off."""

    id: UUID
    committee_id: UUID
    committee: str
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    in_public: bool
    state: rules.MeetingState
    agenda_published_at: datetime | None
    items: int
    papers: int
    signed: int

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]


_LINES = """
SELECT m.id, m.committee_id, c.name AS committee, m.number, m.title, m.starts_at, m.ends_at, m.venue, m.in_public,
  m.state, m.agenda_published_at, count(DISTINCT i.id) AS items, count(DISTINCT p.id) AS papers,
  count(DISTINCT p.id) FILTER (WHERE a.id IS NOT NULL) AS signed
FROM meetings_meeting m
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id AND i.withdrawn_at IS NULL
  AND (i.part = 'public' OR $2 OR m.committee_id = ANY($3))
LEFT JOIN meetings_paper p ON p.tenant_id = $1 AND p.item_id = i.id AND p.withdrawn_at IS NULL
LEFT JOIN signoff_run r ON r.tenant_id = $1 AND r.subject_room = 'meetings' AND r.subject_kind = 'paper'
  AND r.subject_id = p.id
LEFT JOIN signoff_approval a ON a.tenant_id = $1 AND a.run_id = r.id AND a.decision = 'approved' AND a.voided_at IS NULL
WHERE m.tenant_id = $1
"""


async def meetings_of(
    scope: Scope, *, when: When = "all", committee_id: UUID | None = None
) -> tuple[MeetingLine, ...]:
    """The tenant's meetings: those to come with the next one first, those that are over with the latest first.

    A meeting is to come until it ends; one that was held or cancelled is over.
    """
    over = "(m.state IN ('held', 'cancelled') OR m.ends_at < $5)"
    narrowed = {
        "upcoming": f"AND NOT {over}",
        "past": f"AND {over}",
        "all": "AND ($5::timestamptz IS NOT NULL)",
    }
    order = "m.starts_at, m.id" if when == "upcoming" else "m.starts_at DESC, m.id"
    rows = await fetch(
        f"{_LINES} AND ($4::uuid IS NULL OR m.committee_id = $4) {narrowed[when]} "
        f"GROUP BY m.tenant_id, m.id, c.name ORDER BY {order}",
        *_reader(scope),
        committee_id,
        scope.now,
    )
    return tuple(map(_line, rows))


async def meetings_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[MeetingLine, ...]:
    """The meetings with `start <= starts_at < end`, oldest first: what an assurance pack tells of a period."""
    rows = await fetch(
        f"{_LINES} AND m.starts_at >= $4 AND m.starts_at < $5 "
        "GROUP BY m.tenant_id, m.id, c.name ORDER BY m.starts_at, m.id",
        *_reader(scope),
        start,
        end,
    )
    return tuple(map(_line, rows))


async def next_meeting_days(scope: Scope) -> dict[UUID, date]:
    """The day of the next meeting of each committee that has one planned."""
    rows = await fetch(
        "SELECT committee_id, min(starts_at) AS starts_at FROM meetings_meeting WHERE tenant_id = $1 "
        "AND state IN ('planned', 'agenda-published') AND starts_at >= $2 GROUP BY committee_id",
        scope.tenant.id,
        scope.now,
    )
    return {row["committee_id"]: rules.day_of(scope, row["starts_at"]) for row in rows}


def _reader(scope: Scope) -> tuple[Any, ...]:
    everywhere = rules.sees_every_private_item(scope)
    return scope.tenant.id, everywhere, [seat.committee_id for seat in scope.seats]


def _line(row: Any) -> MeetingLine:
    return MeetingLine(**{**row, "state": rules.MeetingState(row["state"])})
