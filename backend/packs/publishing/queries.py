"""Publications of public packs as officers see them: where each stands, whom it reached, which meetings are to come."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.facts.publishing import STATE_IN_WORDS, State
from backend.kit.database import fetch
from backend.meetings import rules as meetings
from backend.packs import rules as pack_rules
from backend.packs.publishing import rules
from backend.packs.publishing.content import Content
from backend.packs.publishing.tables import PublishingSettings
from backend.registers.queries import published
from backend.scope import NotFound, Scope

_MOST = 200

_LINES = """
SELECT p.id, p.meeting_id, p.number, p.state, p.pack_id, k.issue, p.asked_at, p.asked_by, p.asked_by_name,
  p.prepared_at, p.obstacles, p.file_id, p.pdf_sha256, p.size, p.pages, p.sha256, p.failure, p.approved_at,
  p.approved_by_name, p.release_at, p.released_at, p.ended_at, p.ended_by_name, p.ended_because, m.title AS meeting,
  c.name AS committee, m.starts_at, m.in_public, m.state = 'cancelled' AS cancelled
FROM packs_publication p
JOIN packs_pack k ON k.tenant_id = $1 AND k.id = p.pack_id
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
WHERE p.tenant_id = $1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """One publication of a meeting. `day` is the meeting's, at the tenant's own clock; `issue` the public copy's."""

    id: UUID
    meeting_id: UUID
    number: int
    state: State
    pack_id: UUID
    issue: int
    asked_at: datetime
    asked_by: UUID | None
    asked_by_name: str
    prepared_at: datetime | None
    obstacles: tuple[str, ...]
    file_id: UUID | None
    pdf_sha256: str | None
    size: int | None
    pages: int | None
    sha256: str | None
    failure: str | None
    approved_at: datetime | None
    approved_by_name: str | None
    release_at: datetime | None
    released_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str | None
    ended_because: str | None
    meeting: str
    committee: str
    starts_at: datetime
    in_public: bool
    cancelled: bool
    day: date

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def size_in_words(self) -> str:
        return pack_rules.size_in_words(self.size or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingMeeting:
    """A public meeting to come, when notice of it is due, and the newest publication of it, if there is one."""

    id: UUID
    title: str
    committee: str
    day: date
    agenda_published: bool
    due_on: date
    prepare_on: date
    newest: State | None
    newest_id: UUID | None
    ended_by_nobody: bool
    noticed: bool

    @property
    def newest_in_words(self) -> str:
        return STATE_IN_WORDS[self.newest] if self.newest else "Not prepared yet"

    @property
    def wants_preparing(self) -> bool:
        """Whether the clock prepares it on its day: not where a person dropped or recalled it."""
        gone = self.newest is State.DROPPED and self.ended_by_nobody
        return self.agenda_published and (self.newest in {None, State.FAILED} or gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachLine:
    """How often an address was asked for while the publication stood; `part` is a paper's id, where it was one."""

    form: str
    part: str
    served: int
    first_at: datetime
    last_at: datetime


async def settings_of(scope: Scope) -> rules.Settings:
    """How the organisation publishes. Where no contact is settled, that of the registers."""
    rows = await PublishingSettings.within(
        scope,
        PublishingSettings.clear_days,
        PublishingSettings.days_ahead,
        PublishingSettings.contact,
        PublishingSettings.working,
    )
    settled: dict[str, Any] = rows[0] if rows else {}
    contact = settled.get("contact") or await published.contact_of(scope)
    return rules.Settings(**{**settled, "contact": contact})


async def publications_of(scope: Scope, *, meeting_id: UUID | None = None) -> tuple[PublicationLine, ...]:
    """Publications, newest first: of one meeting, or the latest of all."""
    rows = await fetch(
        f"{_LINES} AND ($2::uuid IS NULL OR p.meeting_id = $2) ORDER BY p.asked_at DESC, p.id DESC LIMIT {_MOST}",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(_line(scope, row) for row in rows)


async def publication_of(scope: Scope, *, publication_id: UUID) -> PublicationLine:
    """One publication. Raises NotFound."""
    rows = await fetch(f"{_LINES} AND p.id = $2", scope.tenant.id, publication_id)
    if not rows:
        raise NotFound("publication")
    return _line(scope, rows[0])


async def waiting_for(scope: Scope) -> tuple[PublicationLine, ...]:
    """Those that wait for an approval which the reader may give: they did not prepare them."""
    rows = await fetch(
        f"{_LINES} AND p.state = 'prepared' AND p.obstacles = '[]' AND p.asked_by IS DISTINCT FROM $2 "
        "ORDER BY m.starts_at, p.id",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return tuple(_line(scope, row) for row in rows)


async def content_of(scope: Scope, *, publication_id: UUID) -> Content | None:
    """What was frozen; nothing until it is prepared."""
    rows = await fetch(
        "SELECT content FROM packs_publication WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        publication_id,
    )
    return json.loads(rows[0]["content"]) if rows and rows[0]["content"] else None


async def coming_meetings(scope: Scope) -> tuple[ComingMeeting, ...]:
    """The meetings in public that are to come, the next one first."""
    settings = await settings_of(scope)
    rows = await fetch(
        "SELECT m.id, m.title, c.name AS committee, m.starts_at, "
        "m.agenda_published_at IS NOT NULL AS agenda_published, "
        "p.state AS newest, p.id AS newest_id, coalesce(p.ended_at IS NOT NULL AND p.ended_by IS NULL, false) "
        "AS ended_by_nobody, "
        "EXISTS (SELECT 1 FROM packs_meeting_notice o WHERE o.tenant_id = $1 AND o.meeting_id = m.id "
        "AND o.state = 'standing') AS noticed "
        "FROM meetings_meeting m JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id "
        "LEFT JOIN packs_publication p ON p.tenant_id = $1 AND p.meeting_id = m.id AND p.number = "
        "(SELECT max(n.number) FROM packs_publication n WHERE n.tenant_id = $1 AND n.meeting_id = m.id) "
        "WHERE m.tenant_id = $1 AND m.in_public AND m.state IN ('planned', 'agenda-published') AND m.ends_at > $2 "
        "ORDER BY m.starts_at, m.id",
        scope.tenant.id,
        scope.now,
    )
    found = []
    for row in rows:
        values = dict(row)
        day = meetings.day_of(scope, values.pop("starts_at"))
        values["newest"] = State(values["newest"]) if values["newest"] else None
        found.append(
            ComingMeeting(**values, day=day, due_on=settings.due_on(day), prepare_on=settings.prepare_on(day))
        )
    return tuple(found)


async def reach_of(scope: Scope, *, publication_id: UUID) -> tuple[ReachLine, ...]:
    """Where a publication was served, as far as this service knows: copies that others keep are not counted."""
    rows = await fetch(
        "SELECT form, part, served, first_at, last_at FROM packs_public_reach "
        "WHERE tenant_id = $1 AND publication_id = $2 ORDER BY form, part",
        scope.tenant.id,
        publication_id,
    )
    return tuple(ReachLine(**row) for row in rows)


def _line(scope: Scope, row: Any) -> PublicationLine:
    return PublicationLine(
        **{
            **row,
            "state": State(row["state"]),
            "obstacles": tuple(json.loads(row["obstacles"])),
            "day": meetings.day_of(scope, row["starts_at"]),
        }
    )
