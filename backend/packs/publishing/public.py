"""What anybody may read of meetings: notices that were given, packs that were released, and nothing else.

Every page and file asks here.
"""

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

_PUBLIC = """
SELECT m.id AS meeting_id, m.starts_at, m.ends_at, m.venue, m.in_public, m.state = 'cancelled' AS cancelled,
  m.revision, m.revised_at, p.id AS publication_id, p.content, p.released_at, p.pdf_sha256, p.file_id, p.size, p.pages,
  n.id AS notice_id, n.content AS notice, n.given_at AS noticed_at,
  k.extraordinary_because IS NOT NULL AS extraordinary, k.abandoned_at IS NOT NULL AS abandoned, k.public_words,
  (SELECT min(f.released_at) FROM packs_publication f WHERE f.tenant_id = $1 AND f.meeting_id = m.id
    AND f.state IN ('released', 'replaced')) AS first_released_at,
  (SELECT min(g.given_at) FROM packs_meeting_notice g WHERE g.tenant_id = $1 AND g.meeting_id = m.id
    AND g.state IN ('standing', 'replaced')) AS first_noticed_at,
  (SELECT coalesce(max(f.number), 0) FROM packs_publication f WHERE f.tenant_id = $1 AND f.meeting_id = m.id
    AND f.released_at IS NOT NULL)
  + (SELECT coalesce(max(g.number), 0) FROM packs_meeting_notice g WHERE g.tenant_id = $1 AND g.meeting_id = m.id)
  + m.revision AS sequence
FROM meetings_meeting m
LEFT JOIN packs_publication p ON p.tenant_id = $1 AND p.meeting_id = m.id AND p.state = 'released'
LEFT JOIN packs_meeting_notice n ON n.tenant_id = $1 AND n.meeting_id = m.id AND n.state = 'standing'
LEFT JOIN planning_call k ON k.tenant_id = $1 AND k.meeting_id = m.id
WHERE m.tenant_id = $1 AND (p.id IS NOT NULL OR n.id IS NOT NULL)
"""
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """When and where a meeting was to be, by the latest that was made public of it."""

    day: date
    hours: str
    venue: str
    in_public: bool

    @property
    def in_words(self) -> str:
        return day_in_words(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMeeting:
    """A meeting as it was released, or of which notice was given before there is a pack.

    Its words are frozen. When and where it is, and whether it is cancelled, is so at this moment; `was` is what was
    announced, where that is no longer so. `abandoned`: it was inquorate from the start and took no business. `words`
    what its chair or an officer says to everybody. `given_on`: when notice of it first was. `sequence` only ever grows.
    """

    meeting_id: UUID
    publication_id: UUID | None
    notice_id: UUID | None
    sequence: int
    revision: int
    title: str
    committee: str
    starts_at: datetime
    ends_at: datetime
    day: date
    hours: str
    venue: str
    in_public: bool
    was: Announced | None
    attend: str | None
    private_reason: str | None
    released_at: datetime | None
    noticed_at: datetime | None
    revised_at: datetime | None
    given_on: date
    cancelled: bool
    extraordinary: bool
    abandoned: bool
    words: str | None
    over: bool
    pages: int | None
    size: int | None
    file_id: UUID | None
    pdf_sha256: str | None
    content: Content

    @property
    def size_in_words(self) -> str:
        return pack_rules.size_in_words(self.size or 0)

    @property
    def short_notice(self) -> str | None:
        return rules.short_notice(given_on=self.given_on, meeting_on=self.day)

    @property
    def clear_days(self) -> str:
        return rules.clear_days_in_words(given_on=self.given_on, meeting_on=self.day)

    @property
    def in_words(self) -> str:
        """Thursday 4 September 2014."""
        return day_in_words(self.day)

    @property
    def changed_at(self) -> datetime:
        """When anything that is told of it last changed."""
        return max(filter(None, (self.released_at, self.noticed_at, self.revision_told_at)))

    @property
    def revision_told_at(self) -> datetime | None:
        """When it was moved, cancelled or spoken of after it was announced; nothing where it was not."""
        told = self.cancelled or self.was or self.abandoned or self.extraordinary or self.words
        return self.revised_at if told else None


def day_in_words(day: date) -> str:
    return f"{day:%A} {calendar.in_words(day)}"


async def public_meetings(scope: Scope) -> tuple[PublicMeeting, ...]:
    """Every meeting that is public now, by its day."""
    rows = await fetch(f"{_PUBLIC} ORDER BY m.starts_at, m.id", scope.tenant.id)
    return tuple(_meeting(scope, row) for row in rows[-_MOST:])


async def public_meeting(scope: Scope, *, meeting_id: UUID) -> PublicMeeting:
    """One meeting that is public now. Raises NotFound."""
    rows = await fetch(f"{_PUBLIC} AND m.id = $2", scope.tenant.id, meeting_id)
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
    noticed = json.loads(row["notice"]) if row["notice"] else None
    released = json.loads(row["content"]) if row["content"] else None
    content: Content = released or {"meeting": noticed, "items": [], "resolution": None}
    # the words are those of the pack, which two people saw; when and where, those that were made public last
    latest = noticed if noticed and (not released or row["noticed_at"] > row["released_at"]) else None
    announced = latest or content["meeting"]
    given_at = min(filter(None, (row["first_released_at"], row["first_noticed_at"])))
    return PublicMeeting(
        meeting_id=row["meeting_id"],
        publication_id=row["publication_id"],
        notice_id=row["notice_id"],
        sequence=row["sequence"],
        revision=row["revision"],
        title=content["meeting"]["title"],
        committee=content["meeting"]["committee"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        day=meetings.day_of(scope, row["starts_at"]),
        hours=_hours(scope, row["starts_at"], row["ends_at"]),
        venue=row["venue"],
        in_public=row["in_public"],
        was=_was(scope, row, announced),
        attend=noticed["attend"] if noticed else None,
        private_reason=noticed["private_reason"] if noticed else None,
        released_at=row["released_at"],
        noticed_at=row["noticed_at"],
        revised_at=row["revised_at"],
        given_on=meetings.day_of(scope, given_at),
        cancelled=row["cancelled"],
        extraordinary=bool(row["extraordinary"]),
        abandoned=bool(row["abandoned"]),
        words=row["public_words"],
        over=row["ends_at"] < scope.now,
        pages=row["pages"],
        size=row["size"],
        file_id=row["file_id"],
        pdf_sha256=row["pdf_sha256"],
        content=content,
    )


def _was(scope: Scope, row: Any, told: dict[str, Any]) -> Announced | None:
    starts_at, ends_at = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    now = (row["starts_at"], row["ends_at"], row["venue"], row["in_public"])
    if now == (starts_at, ends_at, told["venue"], told["in_public"]):
        return None
    return Announced(
        day=date.fromisoformat(told["day"]),
        hours=_hours(scope, starts_at, ends_at),
        venue=told["venue"],
        in_public=told["in_public"],
    )
