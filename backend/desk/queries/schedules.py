"""Schedules as their pages show them: what each does and when, how its last run went, when the next one is."""

from dataclasses import dataclass, replace
from datetime import datetime

from backend.catalogue.schedules import Every
from backend.committees import queries as committees
from backend.desk.scheduled import CHASE, DOINGS, chase
from backend.schedules import queries
from backend.schedules.doings import Doing
from backend.schedules.queries import RunLine, ScheduleLine
from backend.schedules.rules import Calendar, State, in_words, next_after
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One schedule. `last` is its newest run that has ended, `running` the one that has not.

    `next_at` is none where it is paused; `progress` is how far the running one is, in words.
    """

    line: ScheduleLine
    doing: Doing
    sentence: str
    last: RunLine | None
    running: RunLine | None
    next_at: datetime | None
    is_chase: bool
    progress: str = ""

    @property
    def key(self) -> str:
        return self.line.key

    @property
    def on(self) -> bool:
        return self.line.settings.on

    @property
    def state(self) -> str:
        """running, paused, failed or on: the one thing to know of it first."""
        if self.running is not None:
            return "running"
        if not self.on:
            return "paused"
        return "failed" if self.last is not None and self.last.failed else "on"


async def shown_schedules(scope: Scope) -> tuple[Shown, ...]:
    """Every schedule, in the order of the page. A fixed number of statements."""
    lines = [await chase.line_of(scope), *await queries.schedules_of(scope)]
    return await _shown(scope, lines)


async def shown_schedule(scope: Scope, *, key: str) -> Shown:
    """One schedule. Raises NotFound."""
    if key == CHASE.key:
        lines = [await chase.line_of(scope)]
    else:
        lines = [line for line in await queries.schedules_of(scope) if line.key == key]
    if not lines:
        raise NotFound("schedule")
    (found,) = await _shown(scope, lines)
    return found


async def progress_of(scope: Scope, shown: Shown) -> Shown:
    """With how far its run is that has not ended."""
    run = shown.running
    if run is None:
        return shown
    match run.state:
        case State.FOLLOWING:
            _, did = await shown.doing.follow(scope, run.refs)
            words = did.words
        case State.RUNNING:
            words = "Running."
        case _:
            words = "Waiting for its turn to begin."
    return replace(shown, progress=words)


async def _shown(scope: Scope, lines: list[ScheduleLine]) -> tuple[Shown, ...]:
    ended, running = await queries.ended_runs(scope), await queries.open_runs(scope)
    calendar = await queries.calendar_of(scope)
    named = {slug for line in lines for slug in line.settings.committees}
    names = (
        {each.slug: each.name for each in await committees.committees_of(scope) if each.slug in named}
        if named
        else {}
    )
    return tuple(
        [
            Shown(
                line=line,
                doing=DOINGS[line.key],
                sentence=in_words(
                    line.settings,
                    committees=tuple(names.get(slug, slug) for slug in line.settings.committees),
                ),
                last=ended.get(line.key),
                running=running.get(line.key),
                next_at=await _next_at(scope, DOINGS[line.key], line, calendar),
                is_chase=line.key == CHASE.key,
            )
            for line in lines
        ]
    )


async def _next_at(scope: Scope, doing: Doing, line: ScheduleLine, calendar: Calendar) -> datetime | None:
    """When it next runs. What comes round by meetings or rules is reckoned now; a failure waits for its next try."""
    if not line.settings.on:
        return None
    if line.key == CHASE.key or line.settings.every in {Every.MEETING, Every.DUE}:
        at = await doing.due_at(scope, line.settings, calendar)
        return max(at, line.next_at) if at and line.failures and line.next_at else at
    return line.next_at or next_after(line.settings, scope.now, calendar)
