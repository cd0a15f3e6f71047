"""Who is paused, and who authorised it. Why is never read: the columns below leave it out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit import database
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseLine:
    """A pause from `from_on` to `until_on`, both days included; one that was taken back ends before it begins."""

    id: UUID
    person_id: UUID
    from_on: date
    until_on: date | None
    authorised_by_name: str
    authorised_at: datetime

    @property
    def taken_back(self) -> bool:
        return self.until_on is not None and self.until_on < self.from_on

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


async def paused_on(scope: Scope, *, on: date | None = None) -> frozenset[UUID]:
    """The persons who are paused on a day (today by default): neither chased, nor counted or shown as late."""
    rows = await database.fetch(
        "SELECT person_id FROM people_pause WHERE tenant_id = $1 AND from_on <= $2 "
        "AND (until_on IS NULL OR until_on >= $2)",
        scope.tenant.id,
        on or scope.today,
    )
    return frozenset(row["person_id"] for row in rows)


async def pauses_of(scope: Scope, *, person_id: UUID) -> tuple[PauseLine, ...]:
    """The pauses of a person, the latest first."""
    rows = await database.fetch(
        "SELECT z.id, z.person_id, z.from_on, z.until_on, p.name AS authorised_by_name, z.authorised_at "
        "FROM people_pause z JOIN people_person p ON p.tenant_id = $1 AND p.id = z.authorised_by "
        "WHERE z.tenant_id = $1 AND z.person_id = $2 ORDER BY z.from_on DESC, z.id DESC",
        scope.tenant.id,
        person_id,
    )
    return tuple(PauseLine(**row) for row in rows)


async def paused_days(scope: Scope, *, person_id: UUID, since: date, until: date) -> int:
    """For how many days from `since` to `until` (both included) a person was paused: days that no clock counts."""
    rows = await database.fetch(
        "SELECT coalesce(sum(greatest(0, least(coalesce(until_on, $4), $4) - greatest(from_on, $3) + 1)), 0)::int "
        "AS days FROM people_pause WHERE tenant_id = $1 AND person_id = $2",
        scope.tenant.id,
        person_id,
        since,
        until,
    )
    days: int = rows[0]["days"]
    return days
