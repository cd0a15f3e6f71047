"""The chase, as a schedule: its hour is the hour of letters, and what is owed says on which days it has work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.catalogue.schedules import Every, ScheduleSettings
from backend.chasing import queries as chasing
from backend.chasing import sweeping
from backend.chasing.queries import Mode
from backend.desk.chasing.chased import WITH_NEWS
from backend.kit.calendar import clock_in_words
from backend.kit.database import fetch
from backend.schedules.doings import Did
from backend.schedules.queries import ScheduleLine
from backend.schedules.rules import Calendar
from backend.scope import Scope


class Chase:
    """Whoever owes something is written to."""

    key = "chase"
    title = "Chasing"
    does = "Writes to everyone about what they owe, in one letter a day."
    unless = "When somebody owes something"

    async def due_at(self, scope: Scope, settings: Any, calendar: Calendar) -> datetime | None:
        """The next moment at which somebody may be to be reminded."""
        rows = await fetch(
            "SELECT min(due_at) AS at FROM tenancy_due WHERE tenant_id = $1 AND chore = ANY ($2)",
            scope.tenant.id,
            [each.chore for each in WITH_NEWS],
        )
        found: datetime | None = rows[0]["at"]
        return found

    async def do(self, scope: Scope, settings: Any, calendar: Calendar, *, by_hand: bool) -> Did:
        before = await chasing.settings_of(scope)
        told = await sweeping.sweep(scope, WITH_NEWS)
        if before.mode is Mode.STOPPED:
            return Did(words="Nothing was sent: chasing is stopped.", anything=False)
        if not before.hours.may_write(scope.now):
            start, end = _hour(before.hours.quiet_until), _hour(before.hours.quiet_from)
            days = "" if before.hours.every_day else " on working days"
            return Did(words=f"Nothing was sent: letters go between {start} and {end}{days}.", anything=False)
        if before.mode is Mode.DRY:
            return Did(words="A dry run: what was due was planned and recorded, and nothing was sent.")
        return said(told)

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        raise AssertionError("letters are delivered by themselves; a chase waits for nobody")


def said(told: int) -> Did:
    """How many letters were written."""
    if not told:
        return Did(words="Nothing was due.", anything=False)
    return Did(
        words=f"Wrote {told:,} letter{'' if told == 1 else 's'}.", links=(("See the outbox", "/outbox"),)
    )


async def line_of(scope: Scope) -> ScheduleLine:
    """The chase as a line beside the other schedules; stopping the chase is its pause."""
    settings = await chasing.settings_of(scope)
    stopped = settings.mode is Mode.STOPPED
    return ScheduleLine(
        key=Chase.key,
        settings=ScheduleSettings(
            on=not stopped,
            every=Every.DAY,
            at=f"{settings.hours.letters_at // 60:02}:{settings.hours.letters_at % 60:02}",
            working=not settings.hours.every_day,
        ),
        reason=settings.reason if stopped else "",
        changed_at=settings.changed_at,
        changed_by_name=settings.changed_by_name,
    )


def _hour(minute: int) -> str:
    return clock_in_words(*divmod(minute, 60))
