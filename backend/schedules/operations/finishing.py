"""What became of a run is written down, the next one reckoned, and a failure told to the officers once."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.catalogue.schedules import Every
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.schedules import queries
from backend.schedules.doings import Did, Doing
from backend.schedules.operations import keeping
from backend.schedules.operations.asking import BY_THE_CLOCK
from backend.schedules.rules import State, next_after, next_morning, retry_at
from backend.scope import Scope

_FINISH = """
UPDATE schedules_run SET state = $3, finished_at = $4, took_ms = $5, words = $6, links = $7, refs = $8
WHERE tenant_id = $1 AND id = $2
"""

_WRITE = """
INSERT INTO schedules_run (tenant_id, id, schedule, state, by_hand, asked_at, asked_by_name, started_at, finished_at,
  took_ms, words, links, refs, attempts)
VALUES ($1, $2, $3, $4, false, $5, $6, $5, $5, $7, $8, '[]', '{}', 1)
ON CONFLICT (tenant_id, id) DO NOTHING
"""


async def finish(
    scope: Scope, doing: Doing, *, run_id: UUID, did: Did, took_ms: int, following: bool = False
) -> None:
    """Write down what a run did; one that waits for others stays open. Then say when the schedule is next due."""
    state = State.FOLLOWING if following else state_of(did)
    await execute(
        _FINISH,
        scope.tenant.id,
        run_id,
        state.value,
        None if following else scope.now,
        took_ms,
        did.words,
        json.dumps(did.links),
        list(did.waits_for),
    )
    if not following:
        again_at = await _reckon(scope, doing, did)
        if did.failed:
            await tell_of_failure(scope, doing, run_id=run_id, words=did.words, again_at=again_at)
    await keeping.schedule(scope)


async def write_finished(scope: Scope, doing: Doing, *, did: Did, took_ms: int) -> None:
    """Write down a run that has no row yet: it was begun by what is due in its own room."""
    run_id = new_id()
    await execute(
        _WRITE,
        scope.tenant.id,
        run_id,
        doing.key,
        state_of(did).value,
        scope.now,
        BY_THE_CLOCK,
        took_ms,
        did.words,
    )
    if did.failed:
        await tell_of_failure(scope, doing, run_id=run_id, words=did.words, again_at=did.again_at)


def state_of(did: Did) -> State:
    if did.failed:
        return State.FAILED
    return State.DONE if did.anything else State.NOTHING


async def tell_of_failure(
    scope: Scope, doing: Doing, *, run_id: UUID, words: str, again_at: datetime | None
) -> None:
    """A line in the ledger, and a letter to the officers, unless they were told of the same the time before."""
    record = keeping.record_of(scope, doing.key, kind="run", record_id=run_id)
    await ledger.record(scope, "schedules.run.failed", record, after={"reason": words})
    if await queries.told_already(scope, key=doing.key, words=words):
        return
    context: Mapping[str, object] = {
        "title": doing.title,
        "words": words,
        "again_at": again_at,
        "path": f"/schedules/{doing.key}",
    }
    tellings = [
        Telling(
            key=f"schedules.run/{run_id}/failed/{each.id}",
            to=Recipient(person_id=each.id, name=each.name, address=each.email),
            context=context,
        )
        for each in await people.people_of(scope, role=permissions.OFFICER)
    ]
    await notices.tell_all(scope, kind="schedules.run-failed", tellings=tellings)


async def _reckon(scope: Scope, doing: Doing, did: Did) -> datetime | None:
    """Set the schedule's next moment; returns when what failed is tried again."""
    line = next((each for each in await queries.schedules_of(scope) if each.key == doing.key), None)
    if line is None or not line.settings.on:
        return None
    calendar = await queries.calendar_of(scope)
    looked_at = line.settings.every in {Every.MEETING, Every.DUE}
    regular = (
        await doing.due_at(scope, line.settings, calendar)
        if looked_at
        else next_after(line.settings, scope.now, calendar)
    )
    # what says itself when it is tried again is no reason to try another failure later
    failures = 0 if not did.failed else 1 if did.again_at else line.failures + 1
    again = (did.again_at or retry_at(scope.now, failures)) if did.failed else None
    if again is not None and (regular is None or looked_at or again < regular):
        regular = again
    if regular is not None and regular <= scope.now:  # tried often enough for today
        regular = next_morning(line.settings, scope.now, calendar)
    await keeping.set_next(scope, doing.key, next_at=regular, failures=failures)
    return regular
