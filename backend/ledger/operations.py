"""Writing to the ledger: the fourth beat of every operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id, new_id_text
from backend.ledger.records import Record, canonical
from backend.scope import Scope
from backend.tenancy.dues import due_at_commit, follow_at_commit

_INSERT = """
INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_person_id, actor_chore, act, subject_room,
  subject_kind, subject_id, subject_title, subject_hash, before, after, request_id, confidential)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb, $15, $16)
"""

_INSERT_MANY = """
INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_person_id, actor_chore, act, subject_room,
  subject_kind, subject_id, subject_title, subject_hash, before, after, request_id, confidential)
SELECT $1, line.id, $2, $3, $4, $5, $6, $7, $8, line.subject_id, line.title, line.hash, line.before, line.after, $9,
  line.confidential
FROM json_to_recordset($10::text::json) AS line (id uuid, subject_id uuid, title text, hash text, before jsonb,
  after jsonb, confidential boolean)
"""

SEAL = "ledger.seal"
"""The chore that seals what was recorded."""

_UNREAD = frozenset({"assurance"})
"""Rooms that state no facts: what is done in them need not be followed, since no rule can read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one act did to one of many subjects."""

    subject: Record
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


async def record(
    scope: Scope,
    act: str,
    subject: Record,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> UUID:
    """Record that the actor did `act` (past tense, dotted: `interests.declaration.submitted`) to `subject`.

    It is written in the caller's transaction: the change and its line exist together or not at all. Returns the
    line's id.
    """
    event_id = new_id()
    await execute(
        _INSERT,
        scope.tenant.id,
        event_id,
        scope.now,
        scope.actor.name,
        scope.actor.person_id,
        scope.actor.chore,
        act,
        subject.room,
        subject.kind,
        subject.id,
        subject.title,
        subject.hash,
        None if before is None else canonical(before),
        None if after is None else canonical(after),
        scope.request_id,
        subject.confidential,
    )
    due_at_commit(scope, chore=SEAL)
    if subject.room not in _UNREAD:
        follow_at_commit(scope)
    return event_id


async def record_many(scope: Scope, act: str, lines: Sequence[Line]) -> None:
    """`record` for very many subjects of one kind, in one statement: what a spreadsheet brought in, say."""
    if not lines:
        return
    (kind,) = {(line.subject.room, line.subject.kind) for line in lines}
    await execute(
        _INSERT_MANY,
        scope.tenant.id,
        scope.now,
        scope.actor.name,
        scope.actor.person_id,
        scope.actor.chore,
        act,
        *kind,
        scope.request_id,
        canonical(
            [
                {
                    "id": new_id_text(),
                    "subject_id": line.subject.id,
                    "title": line.subject.title,
                    "hash": line.subject.hash,
                    "before": line.before,
                    "after": line.after,
                    "confidential": line.subject.confidential,
                }
                for line in lines
            ]
        ),
    )
    due_at_commit(scope, chore=SEAL)
    follow_at_commit(scope)
