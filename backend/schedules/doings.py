"""What a schedule does: the rooms above say how, and give it to whatever runs schedules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from backend.schedules.rules import Calendar
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What became of it, in words for an officer.

    `anything`: it had something to do. `failed`: not all of it could be done; then `again_at` is when it is tried
    again, where that is no matter of minutes. `waits_for`: what was asked of others, whose end is awaited.
    """

    words: str
    anything: bool = True
    failed: bool = False
    again_at: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()
    waits_for: tuple[UUID, ...] = ()


class Doing(Protocol):
    """One kind of schedule, by its key in the catalogue. `settings` are its ScheduleSettings; the chase has none."""

    key: str
    title: str
    does: str
    unless: str
    """What has to happen before a next run can be known, where none is."""

    async def due_at(self, scope: Scope, settings: Any, calendar: Calendar) -> datetime | None:
        """When it is next due, in the past where it is; asked of what comes round by meetings or rules alone."""
        ...

    async def do(self, scope: Scope, settings: Any, calendar: Calendar, *, by_hand: bool) -> Did:
        """Do it, in the open transaction. A refusal undoes everything and is told to the officers."""
        ...

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        """How far it is with what was asked of others, and whether all of it has come to an end."""
        ...
