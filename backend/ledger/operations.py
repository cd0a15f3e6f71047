"""Writing to the ledger: the fourth beat of every operation."""

from typing import Any

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger.records import Record, canonical
from backend.scope import Scope

_INSERT = """
INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_person_id, actor_chore, act, subject_room,
  subject_kind, subject_id, subject_title, subject_hash, before, after, request_id, confidential)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb, $15, $16)
"""


async def record(
    scope: Scope,
    act: str,
    subject: Record,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record that the actor did `act` (past tense, dotted: `interests.declaration.submitted`) to `subject`.

    It is written in the caller's transaction: the change and its line exist together or not at all.
    """
    await execute(
        _INSERT,
        scope.tenant.id,
        new_id(),
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
