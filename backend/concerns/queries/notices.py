"""Notices, for the person who was given them: what they were told, and no more of the concern."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class MyNotice:
    """A notice to the actor."""

    id: UUID
    words: str
    reply_by: date
    given_at: datetime
    reply: str | None
    replied_at: datetime | None


async def my_notices(scope: Scope) -> tuple[MyNotice, ...]:
    """What the actor was given notice of, the newest first."""
    rows = await fetch(
        "SELECT id, words, reply_by, given_at, reply, replied_at FROM concerns_notice "
        "WHERE tenant_id = $1 AND person_id = $2 ORDER BY given_at DESC, id",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return tuple(MyNotice(**row) for row in rows)


async def my_notice(scope: Scope, *, notice_id: UUID) -> MyNotice:
    """One of them. Raises `NotFound` for another's."""
    for notice in await my_notices(scope):
        if notice.id == notice_id:
            return notice
    raise NotFound("notice")


async def unanswered_notices(scope: Scope) -> int:
    """How many notices to the actor have no reply yet, though they may still reply."""
    found = await my_notices(scope)
    return sum(notice.reply is None and notice.reply_by >= scope.today for notice in found)
