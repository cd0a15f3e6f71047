"""The freeze of a year that has ended, as a schedule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.catalogue.schedules import ScheduleSettings
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar
from backend.scope import Scope
from backend.statements.operations import freezing
from backend.statements.queries import freezes
from backend.statements.rules.years import ended_before


class YearFreeze:
    """The financial year that ended last, as it stood on 31 March; not again where that has been done."""

    key = "year-freeze"
    title = "Freeze of the year"
    does = "Freezes attendance, membership, decisions, registers and risks as they stood on 31 March."
    unless = "None is known"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        raise AssertionError("a year ends by the calendar")

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        """By the clock as it was known at midnight, however late it runs; by hand as it is known now."""
        year = ended_before(scope.today)
        there = await freezes.freezes_of(scope, year=year)
        if there:
            return Did(
                words=f"{year.in_words} is frozen already.",
                anything=False,
                links=((there[0].title, f"/statements/freezes/{there[0].id}"),),
            )
        known_at = None if by_hand else year.ended_at(scope.tenant.time_zone)
        freeze_id = await freezing.freeze_year(scope, year=year, known_at=known_at)
        view = await freezes.freeze(scope, freeze_id=freeze_id)
        return Did(
            words=f"Froze {year.in_words}: {view.lines:,} lines.",
            links=((view.title, f"/statements/freezes/{freeze_id}"),),
        )

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        raise AssertionError("a freeze is made at once")
