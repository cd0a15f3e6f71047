"""Runs: the newest of each schedule, those that are open, and the history of one, by pages."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.schedules.rules import FINISHED, OPEN, STATE_IN_WORDS, State, took_in_words
from backend.scope import NotFound, Scope

_COLUMNS = (
    "id, schedule, state, by_hand, asked_at, asked_by_name, meant_at, started_at, finished_at, took_ms, words, links, "
    "refs, attempts"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run. `links` are words and paths within the tenant; `refs` are what it waits for."""

    id: UUID
    schedule: str
    state: State
    by_hand: bool
    asked_at: datetime
    asked_by_name: str
    meant_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    took_ms: int | None
    words: str
    links: tuple[tuple[str, str], ...]
    refs: tuple[UUID, ...]
    attempts: int

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def failed(self) -> bool:
        return self.state is State.FAILED

    @property
    def took(self) -> str:
        return took_in_words(self.took_ms)

    @property
    def caught_up(self) -> bool:
        """It was meant more than an hour before it was begun: nobody was at work then."""
        return self.meant_at is not None and (self.asked_at - self.meant_at).total_seconds() > 3600


async def ended_runs(scope: Scope) -> dict[str, RunLine]:
    """The newest run of each schedule that has ended."""
    rows = await fetch(
        f"SELECT DISTINCT ON (schedule) {_COLUMNS} FROM schedules_run WHERE tenant_id = $1 "  # noqa: S608 - our own text
        "AND finished_at IS NOT NULL ORDER BY schedule, asked_at DESC, id DESC",
        scope.tenant.id,
    )
    return {row["schedule"]: _line(row) for row in rows}


async def open_runs(scope: Scope) -> dict[str, RunLine]:
    """The run of each schedule that is not finished; there is one at most."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM schedules_run WHERE tenant_id = $1 AND state IN ('asked', 'running', 'following')",  # noqa: S608 - our own text
        scope.tenant.id,
    )
    return {row["schedule"]: _line(row) for row in rows}


async def runs_of(scope: Scope, *, key: str, most: int, after: int = 0) -> tuple[RunLine, ...]:
    """The runs of a schedule, newest first, without the first `after`."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM schedules_run WHERE tenant_id = $1 AND schedule = $2 "  # noqa: S608 - our own text
        "ORDER BY asked_at DESC, id DESC LIMIT $3 OFFSET $4",
        scope.tenant.id,
        key,
        most,
        after,
    )
    return tuple(map(_line, rows))


async def count_of_runs(scope: Scope, *, key: str) -> int:
    rows = await fetch(
        "SELECT count(*) AS runs FROM schedules_run WHERE tenant_id = $1 AND schedule = $2",
        scope.tenant.id,
        key,
    )
    return int(rows[0]["runs"])


async def run_of(scope: Scope, *, run_id: UUID) -> RunLine:
    """One run. Raises NotFound."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM schedules_run WHERE tenant_id = $1 AND id = $2",  # noqa: S608 - our own text
        scope.tenant.id,
        run_id,
    )
    if not rows:
        raise NotFound("run")
    return _line(rows[0])


async def told_already(scope: Scope, *, key: str, words: str) -> bool:
    """Whether the run before the newest failed for the same reason: then the officers know."""
    rows = await fetch(
        "SELECT state, words FROM schedules_run WHERE tenant_id = $1 AND schedule = $2 AND state = ANY ($3) "
        "ORDER BY asked_at DESC, id DESC LIMIT 1 OFFSET 1",
        scope.tenant.id,
        key,
        [state.value for state in FINISHED],
    )
    return bool(rows) and rows[0]["state"] == State.FAILED and rows[0]["words"] == words


def _line(row: Any) -> RunLine:
    links = tuple((words, path) for words, path in json.loads(row["links"]))
    return RunLine(**{**row, "state": State(row["state"]), "links": links, "refs": tuple(row["refs"])})
