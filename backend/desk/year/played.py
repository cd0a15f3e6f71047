"""What a year has made so far, under the names that its file gives things, and who acts in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from backend.catalogue.years import YearDocument, YearMeeting
from backend.desk.cast import Cast
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.tenancy import transactions

PROVED = "Prepared for the demonstration"


@dataclass
class Played:
    """Ids by the names of `year.toml`. An item is named by its meeting and its business."""

    cast: Cast
    document: YearDocument
    committees: dict[str, UUID] = field(default_factory=dict)
    functions: dict[str, UUID] = field(default_factory=dict)
    business: dict[str, UUID] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    standing: dict[str, dict[str, UUID]] = field(default_factory=dict)
    """By meeting: its standing items, by the names of the tenant's template."""
    papers: dict[str, UUID] = field(default_factory=dict)
    decisions: dict[str, UUID] = field(default_factory=dict)
    minutes: dict[str, str] = field(default_factory=dict)
    """By meeting: the SHA-256 of the minutes as their last step kept them."""
    questions: dict[str, list[UUID]] = field(default_factory=dict)
    referred: dict[str, UUID] = field(default_factory=dict)
    """By the item that was referred: the business that it became elsewhere."""
    searched: set[str] = field(default_factory=set)
    acts: dict[str, UUID] = field(default_factory=dict)
    agreements: dict[str, UUID] = field(default_factory=dict)
    neighbours: dict[str, "Played"] = field(default_factory=dict)
    """By their slugs, the bodies whose years are played with this one."""
    packs: dict[str, UUID] = field(default_factory=dict)
    briefs: dict[str, bytes] = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        """One sentence on the whole year."""
        year = self.document
        return (
            f"{self.cast.found.tenant.name} lived a year: {len(self.meetings)} meetings from {in_words(year.since)} "
            f"to {in_words(year.until)}, {len(self.decisions)} decisions, {len(self.papers)} papers."
        )

    def person(self, name: str) -> UUID:
        return self.cast.people[name]

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of the wall clock of the tenant."""
        return datetime.combine(day, time(hour, minute), self.cast.zone).astimezone(UTC)

    def starts(self, meeting: YearMeeting) -> datetime:
        return datetime.combine(meeting.day, meeting.start, self.cast.zone).astimezone(UTC)

    def before(self, meeting: YearMeeting, days: int, hour: int = 10) -> datetime:
        return self.moment(meeting.day - timedelta(days=days), hour)

    @asynccontextmanager
    async def officer(self, moment: datetime) -> AsyncIterator[Scope]:
        """A transaction of the governance officer's."""
        scope = await self.cast.as_officer(moment)
        async with transactions.scope_tx(scope):
            yield scope

    @asynccontextmanager
    async def someone(self, person: str, moment: datetime) -> AsyncIterator[Scope]:
        """A transaction of somebody of the cast, by the name of the file."""
        scope = await self.cast.as_person(person, moment)
        async with transactions.scope_tx(scope):
            yield scope

    def name_of(self, person_id: UUID) -> str:
        """The name in the file of a person of the cast."""
        return next(name for name, each in self.cast.people.items() if each == person_id)
