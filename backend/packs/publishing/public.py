"""What anybody may read of meetings: the released publications, and nothing else. Every page and file asks here."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings import rules as meetings
from backend.packs import rules as pack_rules
from backend.packs.publishing import rules
from backend.packs.publishing.content import Content, paper_in
from backend.scope import NotFound, Scope

_RELEASED = """
SELECT p.id, p.meeting_id, p.number, p.content, p.released_at, p.sha256, p.pdf_sha256, p.file_id, p.size, p.pages,
  m.state = 'cancelled' AS cancelled,
  (SELECT min(f.released_at) FROM packs_publication f WHERE f.tenant_id = $1 AND f.meeting_id = p.meeting_id
    AND f.state IN ('released', 'replaced')) AS given_at
FROM packs_publication p JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
WHERE p.tenant_id = $1 AND p.state = 'released'
"""
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMeeting:
    """A meeting as it was released. `given_on`: when notice of it first was; `cancelled` is so at this moment."""

    publication_id: UUID
    meeting_id: UUID
    number: int
    title: str
    committee: str
    starts_at: datetime
    ends_at: datetime
    day: date
    hours: str
    venue: str
    released_at: datetime
    given_on: date
    cancelled: bool
    over: bool
    pages: int
    size: int
    file_id: UUID
    pdf_sha256: str
    content: Content

    @property
    def size_in_words(self) -> str:
        return pack_rules.size_in_words(self.size)

    @property
    def short_notice(self) -> str | None:
        return rules.short_notice(given_on=self.given_on, meeting_on=self.day)

    @property
    def in_words(self) -> str:
        """Thursday 4 September 2014."""
        return f"{self.day:%A} {calendar.in_words(self.day)}"


async def public_meetings(scope: Scope) -> tuple[PublicMeeting, ...]:
    """Every meeting that is public now, by its day."""
    rows = await fetch(f"{_RELEASED} ORDER BY p.content -> 'meeting' ->> 'starts_at', p.id", scope.tenant.id)
    return tuple(_meeting(scope, row) for row in rows[-_MOST:])


async def public_meeting(scope: Scope, *, meeting_id: UUID) -> PublicMeeting:
    """One meeting that is public now. Raises NotFound."""
    rows = await fetch(f"{_RELEASED} AND p.meeting_id = $2", scope.tenant.id, meeting_id)
    if not rows:
        raise NotFound("public meeting")
    return _meeting(scope, rows[0])


def paper_of(content: Content, *, paper_id: UUID) -> dict[str, Any]:
    """A paper that has a page of its own. Raises NotFound."""
    paper = paper_in(content, paper_id)
    if paper is None or paper["html"] is None:
        raise NotFound("paper")
    return paper


def _hours(scope: Scope, starts_at: datetime, ends_at: datetime) -> str:
    """09:30 to 12:00, on the tenant's wall."""
    zone = ZoneInfo(scope.tenant.time_zone)
    return f"{starts_at.astimezone(zone):%H:%M} to {ends_at.astimezone(zone):%H:%M}"


def _meeting(scope: Scope, row: Any) -> PublicMeeting:
    content = json.loads(row["content"])
    told = content["meeting"]
    starts_at, ends_at = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    return PublicMeeting(
        publication_id=row["id"],
        meeting_id=row["meeting_id"],
        number=row["number"],
        title=told["title"],
        committee=told["committee"],
        starts_at=starts_at,
        ends_at=ends_at,
        day=date.fromisoformat(told["day"]),
        hours=_hours(scope, starts_at, ends_at),
        venue=told["venue"],
        released_at=row["released_at"],
        given_on=meetings.day_of(scope, row["given_at"]),
        cancelled=row["cancelled"],
        over=ends_at < scope.now,
        pages=row["pages"],
        size=row["size"],
        file_id=row["file_id"],
        pdf_sha256=row["pdf_sha256"],
        content=content,
    )
