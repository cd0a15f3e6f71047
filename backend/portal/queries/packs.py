"""Received packs, as far as the reader may see them: envelopes, and what is inside for those who are named.

Whoever stands aside from a commissioner sees nothing of its packs: the statements leave them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.portal import rules
from backend.reviewing.queries.team import team_of
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """The envelope of one received issue. `named`: the reader is one of those to whom it was released."""

    id: UUID
    commissioner_id: UUID
    commissioner: str
    agreement_id: UUID | None
    release_id: UUID
    message_sha256: str
    came: str
    came_from: str | None
    definition: str
    definition_title: str
    period: str
    period_from: date | None
    period_until: date | None
    issue: int
    title: str
    as_at: datetime
    sealed_at: datetime
    key_name: str
    fingerprint: str
    file_id: UUID
    name: str
    size: int
    sha256: str
    released_by: str
    released_at: datetime
    words: str | None
    downloads: int | None
    supersedes_id: UUID | None
    answers_request_id: UUID | None
    received_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoked_because: str | None
    superseded_at: datetime | None
    superseded_by_issue: int | None
    handed_on_at: datetime | None
    handed_to_name: str | None
    named: bool
    standing: rules.Standing
    checked: bool | None
    """What the last check found: nothing where none was made."""
    pinned: bool
    receipts: int
    open_requests: int
    overdue_requests: int

    @property
    def path(self) -> str:
        return f"/portal/packs/{self.id}"

    @property
    def standing_in_words(self) -> str:
        return rules.STANDING_IN_WORDS[self.standing]

    @property
    def may_be_taken(self) -> bool:
        return self.standing in (rules.Standing.LIVE, rules.Standing.SUPERSEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientLine:
    id: UUID
    name: str
    address: str
    person_id: UUID | None
    person: str | None
    named_by_name: str | None


_LINES = """
SELECT k.*, c.name AS commissioner, c.agreement_id,
  EXISTS (SELECT 1 FROM portal_recipient r WHERE r.tenant_id = $1 AND r.pack_id = k.id AND r.person_id = $2) AS named,
  h.holds AS checked, coalesce(h.pinned, false) AS pinned,
  (SELECT count(*) FROM portal_receipt t WHERE t.tenant_id = $1 AND t.pack_id = k.id) AS receipts,
  (SELECT count(*) FROM portal_request q WHERE q.tenant_id = $1 AND q.pack_id = k.id AND q.closed_at IS NULL)
    AS open_requests,
  (SELECT count(*) FROM portal_request q WHERE q.tenant_id = $1 AND q.pack_id = k.id AND q.closed_at IS NULL
    AND q.due_on < $4 AND NOT EXISTS (SELECT 1 FROM portal_answer a WHERE a.tenant_id = $1 AND a.request_id = q.id))
    AS overdue_requests
FROM portal_pack k
JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = k.commissioner_id
LEFT JOIN LATERAL (SELECT holds, pinned FROM portal_check h WHERE h.tenant_id = $1 AND h.pack_id = k.id
  ORDER BY h.checked_at DESC, h.id DESC LIMIT 1) h ON true
WHERE k.tenant_id = $1 AND NOT k.commissioner_id = ANY ($3)
"""
_LINE_FIELDS = tuple(name for name in PackLine.__dataclass_fields__ if name != "standing")


async def closed_to(scope: Scope) -> Mapping[UUID, str]:
    """The commissioners of whose packs the reader sees nothing, each with why."""
    return (await team_of(scope)).closed


async def packs_of(scope: Scope, *, commissioner_id: UUID | None = None) -> tuple[PackLine, ...]:
    """Every received issue that the reader may know of: by commissioner, the latest period first, then its issue."""
    closed = list(await closed_to(scope))
    rows = await fetch(
        f"{_LINES} AND ($5::uuid IS NULL OR k.commissioner_id = $5) "
        "ORDER BY lower(c.name), c.id, k.period_until DESC NULLS LAST, k.period, k.definition, k.issue DESC, "
        "k.received_at DESC, k.id",
        scope.tenant.id,
        scope.actor.person_id,
        closed,
        scope.today,
        commissioner_id,
    )
    return tuple(_line(scope, row) for row in rows)


async def pack_line_of(scope: Scope, *, pack_id: UUID) -> PackLine:
    """One received issue. Raises NotFound, also for one of which the reader sees nothing."""
    rows = await fetch(
        f"{_LINES} AND k.id = $5",
        scope.tenant.id,
        scope.actor.person_id,
        list(await closed_to(scope)),
        scope.today,
        pack_id,
    )
    if not rows:
        raise NotFound("pack")
    return _line(scope, rows[0])


async def opened(scope: Scope, *, pack_id: UUID) -> PackLine:
    """A received pack for a reader who is named as one of its recipients. Raises NotFound, rules.NotARecipient."""
    line = await pack_line_of(scope, pack_id=pack_id)
    if not line.named:
        raise rules.NotARecipient(
            "This pack was released to named people, and you are not one of them. You see its envelope alone."
        )
    return line


async def recipients_of(scope: Scope, *, pack_id: UUID) -> tuple[RecipientLine, ...]:
    """To whom a pack was released, with whom of ours each is."""
    rows = await fetch(
        "SELECT r.id, r.name, r.address, r.person_id, p.name AS person, r.named_by_name FROM portal_recipient r "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = r.person_id "
        "WHERE r.tenant_id = $1 AND r.pack_id = $2 ORDER BY lower(r.name), r.id",
        scope.tenant.id,
        pack_id,
    )
    return tuple(RecipientLine(**row) for row in rows)


async def granted(scope: Scope, *, pack_id: UUID) -> bool:
    """Whether the reader proved who they are for this pack, and that still holds at this moment."""
    rows = await fetch(
        "SELECT 1 FROM portal_taking WHERE tenant_id = $1 AND pack_id = $2 AND person_id = $3 AND until > $4 LIMIT 1",
        scope.tenant.id,
        pack_id,
        scope.actor.person_id,
        scope.now,
    )
    return bool(rows)


async def taken_by(scope: Scope, *, pack_id: UUID) -> int:
    """How often the reader has taken a pack."""
    rows = await fetch(
        "SELECT count(*) AS times FROM portal_taking WHERE tenant_id = $1 AND pack_id = $2 AND person_id = $3",
        scope.tenant.id,
        pack_id,
        scope.actor.person_id,
    )
    times: int = rows[0]["times"]
    return times


def _line(scope: Scope, row: Any) -> PackLine:
    standing = rules.standing_of(
        now=scope.now,
        expires_at=row["expires_at"],
        revoked=row["revoked_at"] is not None,
        superseded=row["superseded_at"] is not None,
        handed_on=row["handed_on_at"] is not None,
    )
    return PackLine(**{name: row[name] for name in _LINE_FIELDS}, standing=standing)
