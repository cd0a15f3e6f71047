"""A page of the register, sifted, counted and put in order by the database: as many statements for a million rows."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.interests.queries import declarants, register, searching, tally, withholding
from backend.interests.rules import declaring
from backend.kit.database import fetch
from backend.scope import Scope

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifting:
    """What is asked of the register. Everything is optional; `on` is today unless given.

    `known_on`: as the register was known at the end of that day. `person` and `organisation` are words of their
    names. `held`: `direct`, `indirect`, or a `Relationship`. `group` is one of the declarants' groups.
    """

    on: date | None = None
    known_on: date | None = None
    text: str = ""
    interest_type: declaring.InterestType | None = None
    held: str = ""
    person: str = ""
    person_id: UUID | None = None
    organisation: str = ""
    organisation_id: UUID | None = None
    group: str = ""
    include_ended: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is sifted by but time."""
        return self == Sifting(on=self.on, known_on=self.known_on, include_ended=self.include_ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """One page of the register: its entries, which page it is, and how many entries there are in all."""

    entries: tuple[register.RegisterEntry, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1 if self.count else 0

    @property
    def last(self) -> int:
        return min(self.number * PAGE_SIZE, self.count)


@dataclass(slots=True)
class _Conditions:
    """Conditions of our own words, and the values that their parameters stand for; `$1` is the tenant.

    `moment` is the parameter of when it was known, where that is not now.
    """

    values: list[Any]
    texts: list[str] = field(default_factory=list)
    moment: str | None = None

    def parameter(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str, *given: Any) -> None:
        self.texts.append(condition.format(*map(self.parameter, given)))

    def __str__(self) -> str:
        return " AND ".join(["e.tenant_id = $1", *self.texts])


def end_of(scope: Scope, day: date) -> datetime:
    """The last moment of a day on the tenant's wall, and never later than now."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(scope.tenant.time_zone))
    return min(midnight - timedelta(microseconds=1), scope.now)


async def page_of_register(scope: Scope, *, sifting: Sifting, number: int = 1) -> RegisterPage:
    """Page `number` of the entries that `sifting` leaves, by person; beyond the last page, the last.

    Two statements, three where a group is asked for. What is withheld is absent for whoever may not see it.
    """
    conditions = await _conditions(scope, sifting)
    sifted = str(conditions)
    count = await _count(scope, sifting, conditions)
    number = max(1, min(number, -(-count // PAGE_SIZE)))
    if not count:
        return RegisterPage(entries=(), number=number, count=0)
    offset = conditions.parameter((number - 1) * PAGE_SIZE)
    rows = await fetch(
        f"""
        WITH shown AS MATERIALIZED (
          SELECT e.id, lower(p.name) AS name, e.person_id, e.since, e.interest_id
          FROM people_person p JOIN interests_entry e ON e.tenant_id = $1 AND e.person_id = p.id
          WHERE p.tenant_id = $1 AND {sifted}
          ORDER BY lower(p.name), p.id, e.since, e.interest_id LIMIT {PAGE_SIZE} OFFSET {offset})
        {register.columns(known_at=conditions.moment)}
        FROM shown
        JOIN interests_entry e ON e.tenant_id = $1 AND e.id = shown.id
        {register.JOINS}
        ORDER BY shown.name, e.person_id, e.since, e.interest_id""",  # noqa: S608 - our own words
        *conditions.values,
    )
    return RegisterPage(entries=tuple(map(register.entry_of_row, rows)), number=number, count=count)


async def _count(scope: Scope, sifting: Sifting, conditions: _Conditions) -> int:
    """How many entries there are in all: for the register without a filter, from the numbers that are kept of it."""
    if sifting.is_whole and _known_now(scope, sifting):
        return await tally.standing(scope, on=sifting.on or scope.today, include_ended=sifting.include_ended)
    how_many = f"SELECT count(*) AS count FROM interests_entry e WHERE {conditions}"  # noqa: S608 - our own words
    counted = await fetch(how_many, *conditions.values)
    count: int = counted[0]["count"]
    return count


async def _conditions(scope: Scope, sifting: Sifting) -> _Conditions:
    found = _Conditions(values=[scope.tenant.id])
    _in_time(scope, sifting, found)
    if sifting.interest_type is not None:
        found.add("e.interest_type = {}", sifting.interest_type.value)
    if sifting.held in {"direct", "indirect"}:
        found.add("e.is_indirect = {}", sifting.held == "indirect")
    elif sifting.held:
        found.add("e.relationship = {}", sifting.held)
    if sifting.person_id is not None:
        found.add("e.person_id = {}", sifting.person_id)
    if sifting.organisation_id is not None:
        found.add("e.organisation_id = {}", sifting.organisation_id)
    for pattern in searching.patterns(sifting.person):
        found.texts.append(searching.in_person(found.parameter(pattern)))
    for pattern in searching.patterns(sifting.organisation):
        found.texts.append(searching.in_organisation(found.parameter(pattern)))
    for pattern in searching.patterns(sifting.text):
        found.texts.append(searching.anywhere(found.parameter(pattern)))
    if sifting.group:
        members = await declarants.declarants_of(scope, on=sifting.on, also_left=True)
        found.add(
            "e.person_id = ANY({})", [each.person_id for each in members if each.group == sifting.group]
        )
    _withheld(scope, found)
    return found


def _in_time(scope: Scope, sifting: Sifting, found: _Conditions) -> None:
    """As it stood on a day, as known on another. What is known now are the open versions, which have their indexes."""
    day = found.parameter(sifting.on or scope.today)
    found.texts.append(f"e.since <= {day}")
    if not sifting.include_ended:
        found.texts.append(f"(e.until IS NULL OR e.until >= {day})")
    if _known_now(scope, sifting):
        found.texts.append("e.known_to IS NULL")
    else:
        assert sifting.known_on is not None
        moment = found.moment = found.parameter(end_of(scope, sifting.known_on))
        found.texts.append(f"e.known_from <= {moment} AND (e.known_to IS NULL OR e.known_to > {moment})")


def _known_now(scope: Scope, sifting: Sifting) -> bool:
    return sifting.known_on is None or sifting.known_on >= scope.today


def _withheld(scope: Scope, found: _Conditions) -> None:
    if scope.may(withholding.SEE):
        return
    sees, person = found.parameter(False), found.parameter(scope.actor.person_id)
    found.texts.append(
        withholding.shown(
            int(sees[1:]), int(person[1:]), record="e.interest_id", about="e.person_id", register="interests"
        )
    )
