"""What a room gives the chase: the things that are owed in it, and the words and links of its letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.notices.rules import Entry
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a line is told with: the context of its own letter, and what a digest says and links to beside its words."""

    context: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    entry: Entry | None = None
    """The due day for the calendar of whoever is to do it."""


class Source(Protocol):
    """One kind of thing that is owed. `chore` names its row of what is due; `kind` its letters.

    `announced`: operations say whenever there is something of this kind, so that one without a moment has nothing.
    """

    ladder: str
    chore: str
    kind: str
    announced: bool

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        """What is owed as the scope's day has it and is looked at by `until`; held against change if `hold`.

        `fresh`: as if everything were looked at anew from this day on, as it is when the ladder is switched on.
        """
        ...

    def said(self, scope: Scope, line: Line) -> Said: ...

    async def keep_looks(self, scope: Scope, looks: Mapping[UUID, date | None]) -> None:
        """Write down when each thing is next looked at; a source that derives it does nothing."""
        ...

    async def look_again(self, scope: Scope) -> None:
        """Have everything looked at from the next day for letters on: the ladder or the days have changed."""
        ...

    async def schedule(self, scope: Scope, *, settings: Settings | None = None) -> None:
        """Say when the chase of this source next has something to do; while it is off, never.

        `settings`, where they were looked up already.
        """
        ...
