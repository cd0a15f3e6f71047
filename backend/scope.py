"""Scope: who acts, for which tenant, at what moment, under which settings. The first argument of every operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo


class Refusal(Exception):
    """An act that may not be done, said in one plain sentence for the person who tried.

    `field` names the form's field that the sentence is about, where there is one. `status` is the HTTP status that
    `web` answers with: 422 for what the person typed, 403 for what they may not do, 404 for what is not there,
    409 for what somebody else did first.
    """

    status = 422
    heading: str | None = None
    """The heading of the page that says so, where the one of its status would mislead."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotPermitted(Refusal):
    """The person's roles do not allow the act."""

    status = 403


class NotFound(Refusal):
    """There is no such thing in this tenant; the sentence is the same for what never was and for another's."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what} here.")


class OvertakenByAnother(Refusal):
    """Somebody else acted first; nothing was changed."""

    status = 409


OVER = frozenset({"closed", "merged", "deleted"})
"""The states of an organisation whose life has ended: its record is read, and no longer written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """The organisation that everything in a request belongs to.

    `state` is `trial`, `live`, `suspended`, `closed`, `merged` or `deleted`. `ended_on`, and into whom it was merged,
    are known where its life has ended; `deleted_on` where its record is gone.
    """

    id: UUID
    slug: str
    name: str
    kind: str
    demonstration: bool = False
    time_zone: str = "Europe/London"
    pins: Mapping[str, str] = field(default_factory=dict)
    kept: str | None = field(default=None, repr=False)
    """Its settings that no room keeps, as JSON text that `tenancy.settings.kept` reads."""
    state: str = "live"
    ended_on: date | None = None
    deleted_on: date | None = None
    merged_into_name: str = ""
    merged_into_slug: str = ""

    @property
    def over(self) -> bool:
        """Whether its life has ended."""
        return self.state in OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person of the tenant, or a chore by its name."""

    name: str
    person_id: UUID | None = None
    account_id: UUID | None = None
    chore: str | None = None

    @classmethod
    def of_chore(cls, chore: str) -> "Actor":
        """What Probity does by itself, under a name for people: `notices.deliver_waiting` delivers what waits."""
        return cls(name=f"Probity ({chore.rpartition('.')[2].replace('_', ' ')})", chore=chore)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeat:
    """A seat that the actor holds at the moment of the scope; `office` is chair, vice-chair or another."""

    committee_id: UUID
    seat_id: UUID
    capacity: str
    office: str | None
    voting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Frozen for the length of a request or a job."""

    tenant: Tenant
    actor: Actor
    now: datetime
    request_id: str
    roles: frozenset[str] = frozenset()
    seats: tuple[HeldSeat, ...] = ()
    permissions: frozenset[str] = frozenset()
    unread: int = 0
    """How many notices the actor has not read, for the head of each page."""

    @property
    def today(self) -> date:
        """The date at the tenant's own clock on the wall."""
        return _date_at(self.now, self.tenant.time_zone)

    def end_of(self, day: date) -> datetime:
        """The last moment of a day at the tenant's own clock, by which what was written on it was known."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.tenant.time_zone))
        return midnight - timedelta(microseconds=1)

    def day_of(self, moment: datetime) -> date:
        """The date of a moment at the tenant's own clock."""
        return _date_at(moment, self.tenant.time_zone)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def check_may(self, permission: str, sentence: str) -> None:
        if permission not in self.permissions:
            raise NotPermitted(sentence)

    def offices_on(self, committee_id: UUID) -> frozenset[str]:
        """The offices (chair, vice-chair, ...) that the actor holds on a committee."""
        return frozenset(s.office for s in self.seats if s.committee_id == committee_id and s.office)

    def sits_on(self, committee_id: UUID) -> bool:
        return any(seat.committee_id == committee_id for seat in self.seats)

    def as_chore(self, name: str) -> "Scope":
        """The same tenant and moment, acted upon by a named chore."""
        return replace(self, actor=Actor.of_chore(name), roles=frozenset(), seats=())


@lru_cache(maxsize=256)  # a morning asks for its own day hundreds of times
def _date_at(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
