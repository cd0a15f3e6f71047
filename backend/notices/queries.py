"""What the outbox holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.notices import wording
from backend.notices.rules import LetterState
from backend.notices.tables import Letter, Switch
from backend.scope import NotFound, Scope

PAGE = 50
"""Letters on one page of the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One line of the outbox; `queued_at` and `sent_at` on the tenant's own clock."""

    id: UUID
    kind: str
    recipient_name: str
    subject: str
    state: LetterState
    queued_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterInFull:
    """One letter as it was told, or would be now, and what became of it. The HTML is for mail alone and not shown."""

    id: UUID
    key: str
    room: str
    kind: str
    recipient_person_id: UUID
    recipient_name: str
    recipient_address: str
    subject: str
    text: str
    state: LetterState
    attempts: int
    answer: str
    message_id: str
    queued_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPosition:
    """Whether the tenant's letters wait, and if so since when and why; and where answers to them go."""

    stopped: bool
    reason: str = ""
    changed_at: datetime | None = None
    changed_by_name: str = ""
    reply_to: str = ""


async def letters_of(
    scope: Scope, *, state: LetterState | None = None, older_than: UUID | None = None, limit: int = PAGE
) -> tuple[LetterLine, ...]:
    """The tenant's letters, newest first; `older_than` is the last letter of the page before."""
    rows = await fetch(
        """
        SELECT id, kind, recipient_name, subject, state, queued_at, sent_at FROM notices_letter
        WHERE tenant_id = $1 AND NOT confidential AND ($2::text IS NULL OR state = $2)
          AND ($3::uuid IS NULL OR (queued_at, id) <
          (SELECT queued_at, id FROM notices_letter WHERE tenant_id = $1 AND id = $3))
        ORDER BY queued_at DESC, id DESC LIMIT $4
        """,
        scope.tenant.id,
        state,
        older_than,
        limit,
    )
    return tuple(LetterLine(**{**row, "state": LetterState(row["state"])}) for row in rows)


async def letter_of(scope: Scope, *, letter_id: UUID) -> LetterInFull:
    """One letter; raises NotFound."""
    columns = [getattr(Letter, name) for name in LetterInFull.__dataclass_fields__]
    rows = await Letter.within(scope, *columns, Letter.html, Letter.content, Letter.path).where(
        Letter.id == letter_id, Letter.confidential.eq(False)
    )
    if not rows:
        raise NotFound("letter")
    values = {name: rows[0][name] for name in LetterInFull.__dataclass_fields__}
    values["text"] = wording.words_kept(scope, rows[0]).text
    return LetterInFull(**{**values, "state": LetterState(values["state"])})


async def letters_by_state(scope: Scope) -> dict[LetterState, int]:
    """How many letters are in each state that any is in."""
    rows = await fetch(
        "SELECT state, count(*) AS letters FROM notices_letter "
        "WHERE tenant_id = $1 AND NOT confidential GROUP BY state",
        scope.tenant.id,
    )
    return {LetterState(row["state"]): row["letters"] for row in rows}


async def switch_of(scope: Scope) -> SwitchPosition:
    """The position of the switch; a tenant that never turned it sends."""
    rows = await Switch.within(
        scope, Switch.stopped, Switch.reason, Switch.changed_at, Switch.changed_by_name, Switch.reply_to
    )
    return SwitchPosition(**rows[0]) if rows else SwitchPosition(stopped=False)


async def letters_waiting(scope: Scope, *, real_now: datetime) -> tuple[UUID, ...]:
    """The letters that delivery may take up at `real_now`, oldest first; none while the switch is off."""
    rows = await fetch(
        """
        SELECT id FROM notices_letter
        WHERE tenant_id = $1 AND state IN ('pending', 'sending')
          AND (retry_at IS NULL OR retry_at <= $2) AND (lease_until IS NULL OR lease_until <= $2)
          AND NOT EXISTS (SELECT 1 FROM notices_switch WHERE tenant_id = $1 AND stopped)
        ORDER BY queued_at, id
        """,
        scope.tenant.id,
        real_now,
    )
    return tuple(row["id"] for row in rows)


async def next_attempt_at(scope: Scope) -> datetime | None:
    """The real time at which a letter that was tried already is to be looked at again; `None`: there is none."""
    rows = await fetch(
        "SELECT min(next) AS next FROM ("
        "SELECT min(COALESCE(lease_until, retry_at)) AS next FROM notices_letter "
        "WHERE tenant_id = $1 AND state IN ('pending', 'sending') AND COALESCE(lease_until, retry_at) IS NOT NULL "
        "UNION ALL SELECT min(follow_at) FROM notices_letter WHERE tenant_id = $1 AND follow_at IS NOT NULL) AS looks",
        scope.tenant.id,
    )
    moment: datetime | None = rows[0]["next"]
    return moment
