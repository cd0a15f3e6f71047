"""Asking for a run: by hand, or by the clock. Two who ask at once get the same one."""

from datetime import datetime
from uuid import UUID

from backend.kit import queue
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.schedules.operations import keeping
from backend.scope import Scope

JOB = "desk.run_schedule"
BY_THE_CLOCK = "The timetable"

_ASK = """
INSERT INTO schedules_run (tenant_id, id, schedule, state, by_hand, asked_at, asked_by_person_id, asked_by_name,
  meant_at, words, links, refs, attempts)
VALUES ($1, $2, $3, 'asked', $4, $5, $6, $7, $8, '', '[]', '{}', 0)
ON CONFLICT (tenant_id, schedule) WHERE state IN ('asked', 'running', 'following') DO NOTHING RETURNING id
"""


async def ask_for_run(scope: Scope, *, key: str) -> UUID:
    """Have a schedule run now, paused or not; returns the run's id. Where it runs already, that run is the answer."""
    scope.check_may("schedules.change", "Your role doesn’t run what Probity does by itself.")
    run_id = await ask(scope, key, meant_at=None)
    if run_id is None:
        rows = await fetch(
            "SELECT id FROM schedules_run WHERE tenant_id = $1 AND schedule = $2 "
            "AND state IN ('asked', 'running', 'following')",
            scope.tenant.id,
            key,
        )
        if not rows:  # it ended between the two statements
            return await ask_for_run(scope, key=key)
        found: UUID = rows[0]["id"]
        return found
    record = keeping.record_of(scope, key, kind="run", record_id=run_id)
    await ledger.record(scope, "schedules.run.asked-for", record)
    await keeping.schedule(scope)
    return run_id


async def ask(scope: Scope, key: str, *, meant_at: datetime | None) -> UUID | None:
    """Write a run down and put it on the queue; `None` where one is open already."""
    by_hand = scope.actor.chore is None
    rows = await fetch(
        _ASK,
        scope.tenant.id,
        new_id(),
        key,
        by_hand,
        scope.now,
        scope.actor.person_id,
        scope.actor.name if by_hand else BY_THE_CLOCK,
        meant_at,
    )
    if not rows:
        return None
    run_id: UUID = rows[0]["id"]
    await put_on_queue(scope, run_id)
    return run_id


async def put_on_queue(scope: Scope, run_id: UUID) -> None:
    await queue.defer(JOB, tenant_id=scope.tenant.id, run_id=run_id)
