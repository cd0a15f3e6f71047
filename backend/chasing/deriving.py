"""Sources whose things keep no day of their own: when each is looked at follows from what was told of it.

For kinds of which a tenant has tens, each found by an index. They are looked at on the day on which the next rung of
one of them is reached, when something that concerns them changes, and else once a week.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from backend.chasing import queries, sweeping
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules import planning
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.chasing.sources import Said, Source
from backend.scope import Scope
from backend.tenancy import dues

LOOK_WITHIN = timedelta(days=7)
"""Looked at this soon at the latest: a person who joins, or takes a seat, tells the chase nothing."""

KIND = "chasing.owed"
"""Their letters: the words of the rung, and where to see it."""


class Derived(ABC):
    """The part of a source that is the same for every such kind."""

    ladder: str
    chore: str
    kind = KIND
    announced = True

    @abstractmethod
    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        """What is owed as the scope's day has it."""

    @abstractmethod
    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        """Where the reader sees it: words and path."""

    def said(self, scope: Scope, line: Line) -> Said:
        links = self.links(line)
        return Said(context={"links": [list(link) for link in links]}, links=links)

    async def keep_looks(self, scope: Scope, looks: Mapping[UUID, date | None]) -> None:
        """Nothing is kept: when a thing is looked at follows from what was told of it."""
        return

    async def look_again(self, scope: Scope) -> None:
        """Nothing is kept, so nothing is to be forgotten."""
        return

    async def schedule(self, scope: Scope, *, settings: Settings | None = None) -> None:
        """Say when the chase next has something to do."""
        await schedule(scope, self, settings=settings)


async def schedule(scope: Scope, source: Source, *, settings: Settings | None = None) -> None:
    """Say when the chase of a source that keeps no days next has something to do; while it is off, never."""
    chosen = settings or await queries.settings_of(scope)
    if chosen.mode is Mode.STOPPED or not chosen.is_on(source.ladder):
        await dues.clear_due(scope, chore=source.chore)
        return
    things = await source.things(scope, until=scope.today, settings=chosen)
    if not things:
        await dues.clear_due(scope, chore=source.chore)
        return
    ahead = [chosen.hours.next_moment(scope.today + LOOK_WITHIN, after=scope.now)]
    ladder = queries.ladder_for(scope, source.ladder, chosen)
    around, _ = await queries.people_around(scope)
    history = await queries.history_of(
        scope, thing_ids=[thing.id for thing in things], dry=chosen.mode is Mode.DRY
    )
    looks = [
        planning.next_look(
            thing, ladder, hours=chosen.hours, people=around, today=scope.today, history=history
        )
        for thing in things
    ]
    ahead += [chosen.hours.next_moment(day, after=scope.now) for day in looks if day is not None]
    # an absence that ends sooner, or never had an end, tells the chase nothing
    if any(planning.rests(thing, people=around, today=scope.today) for thing in things):
        ahead.append(chosen.hours.next_moment(scope.today + timedelta(days=1), after=scope.now))
    await dues.set_due(scope, chore=source.chore, at=min(ahead))


async def changed(scope: Scope, source: Source) -> None:
    """Something of this kind is owed now, or on another day: it is looked at with the next letters."""
    hours = (await queries.settings_of(scope)).hours
    dues.due_by_at_commit(scope, chore=source.chore, at=hours.next_moment(scope.today, after=scope.now))


async def settled(scope: Scope, source: Source, *, thing_id: UUID, key: str) -> None:
    """What still waits to chase a thing is taken back: it is done, another's, or due on another day."""
    await sweeping.settle(scope, thing_id=thing_id, key=key)
    await changed(scope, source)
