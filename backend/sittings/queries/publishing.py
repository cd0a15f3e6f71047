"""What anybody may read of minutes: the public part of those that are public at this moment, and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.sittings.blocks import Block, blocks_of
from backend.sittings.queries.minutes import MinutesView

_PUBLIC = """
SELECT m.id AS meeting_id, m.title AS meeting, m.starts_at, m.ends_at, m.venue, c.name AS committee, s.at AS public_at,
  s.parts, s.file_id, a.corrections, a.starts_at AS approved_at, g.by_name AS signed_by, g.at AS signed_at,
  g.office AS signed_office, (SELECT array_agg(i.id) FROM meetings_item i
    WHERE i.tenant_id = $1 AND i.meeting_id = m.id AND i.part = 'private') AS private_items
FROM sittings_step s
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = s.meeting_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN LATERAL (SELECT x.corrections, y.starts_at FROM sittings_step x
  JOIN meetings_meeting y ON y.tenant_id = $1 AND y.id = x.at_meeting_id
  WHERE x.tenant_id = $1 AND x.meeting_id = s.meeting_id AND x.step = 'approved'
  ORDER BY x.number DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT x.by_name, x.at, x.office FROM sittings_step x
  WHERE x.tenant_id = $1 AND x.meeting_id = s.meeting_id AND x.step = 'signed'
  ORDER BY x.number DESC LIMIT 1) g ON true
WHERE s.tenant_id = $1 AND s.step = 'published' AND NOT EXISTS (SELECT 1 FROM sittings_step later
  WHERE later.tenant_id = $1 AND later.meeting_id = s.meeting_id AND later.number > s.number)
"""
"""Minutes whose last step is that they were made public: opened again or taken back, they are public no more."""
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    heading: str
    words: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMinutes:
    """The public part of signed minutes; `sha256` is of its words, corrections too."""

    meeting_id: UUID
    meeting: str
    committee: str
    day: date
    starts_at: datetime
    ends_at: datetime
    venue: str
    parts: tuple[PublicPart, ...]
    corrections: str | None
    approved_at: str | None
    signed_by: str | None
    signed_at: datetime | None
    signed_office: str | None
    public_at: datetime | None
    file_id: UUID | None

    @property
    def sha256(self) -> str:
        return content_hash(
            [[[part.heading, part.words] for part in self.parts], self.corrections, self.signed_by]
        )


async def all_public(scope: Scope) -> tuple[PublicMinutes, ...]:
    """Every set of minutes that is public now, the newest meeting first. One statement."""
    rows = await fetch(f"{_PUBLIC} ORDER BY m.starts_at DESC, m.id", scope.tenant.id)
    found = (_public(scope, row) for row in rows[:_MOST])
    return tuple(each for each in found if each is not None)


async def minutes_made_public(scope: Scope, *, meeting_id: UUID) -> PublicMinutes | None:
    """The public minutes of one meeting; nothing where there are none now. One statement."""
    rows = await fetch(f"{_PUBLIC} AND m.id = $2", scope.tenant.id, meeting_id)
    return _public(scope, rows[0]) if rows else None


async def public_minutes(scope: Scope, *, meeting_id: UUID) -> PublicMinutes:
    """The public minutes of one meeting. Raises NotFound."""
    found = await minutes_made_public(scope, meeting_id=meeting_id)
    if found is None:
        raise NotFound("public minutes")
    return found


def to_publish(view: MinutesView, *, venue: str, ends_at: datetime) -> PublicMinutes:
    """What would become public of minutes, before they are: `public_at` and `file_id` are nothing."""
    signed = next((line for line in reversed(view.standing) if line.step.value == "signed"), None)
    situation = view.situation
    return PublicMinutes(
        meeting_id=situation.meeting_id,
        meeting=situation.title,
        committee=situation.committee,
        day=situation.day,
        starts_at=situation.starts_at,
        ends_at=ends_at,
        venue=venue,
        parts=tuple(
            PublicPart(heading=part.heading, words=part.words)
            for part in view.parts
            if not part.private and not part.withheld
        ),
        corrections="\n".join(view.corrections) or None,
        approved_at=view.approved_at,
        signed_by=signed.by_name if signed else None,
        signed_at=signed.at if signed else None,
        signed_office=signed.office if signed else None,
        public_at=None,
        file_id=None,
    )


def _public(scope: Scope, row: Any) -> PublicMinutes | None:
    """Nothing where an item that was public then has been private since: its words are out of reach at once."""
    every: Sequence[dict[str, Any]] = json.loads(row["parts"])
    shown = [part for part in every if not part["private"]]
    private = {str(item_id) for item_id in row["private_items"] or ()}
    if any(part["item_id"] in private for part in shown):
        return None
    return PublicMinutes(
        meeting_id=row["meeting_id"],
        meeting=row["meeting"],
        committee=row["committee"],
        day=meeting_rules.day_of(scope, row["starts_at"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        venue=row["venue"],
        parts=tuple(PublicPart(heading=part["heading"], words=part["words"]) for part in shown),
        corrections=row["corrections"],
        approved_at=in_words(meeting_rules.day_of(scope, row["approved_at"])) if row["approved_at"] else None,
        signed_by=row["signed_by"],
        signed_at=row["signed_at"],
        signed_office=row["signed_office"],
        public_at=row["public_at"],
        file_id=row["file_id"],
    )
