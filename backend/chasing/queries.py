"""How a tenant chases, who is there to be written to, and what was dealt with before."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.chasing import OwnRung
from backend.catalogue.workflows import WorkflowDocument
from backend.chasing.rules.days import Hours
from backend.chasing.rules.ladders import Ladder, ladder_of
from backend.chasing.rules.owing import History, Person
from backend.kit.database import fetch
from backend.notices import own
from backend.notices.topics import Wishes
from backend.people import queries as people
from backend.scope import Scope


class Mode(StrEnum):
    LIVE = "live"
    DRY = "dry"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchLine:
    """Whether a ladder is climbed, since when and why."""

    switched_on: bool = True
    reason: str = ""
    changed_at: datetime | None = None
    changed_by_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDayLine:
    id: UUID
    day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVersion:
    """A tenant's own version of a ladder; `rungs` as they are written down, to be read by `rungs_of`."""

    number: int
    rungs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the tenant chases; one that never settled it chases by the defaults."""

    mode: Mode = Mode.LIVE
    reason: str = ""
    hours: Hours = field(default_factory=Hours)
    cap: int = 25
    changed_at: datetime | None = None
    changed_by_name: str = ""
    switches: Mapping[str, SwitchLine] = field(default_factory=lambda: MappingProxyType({}))
    own: Mapping[str, OwnVersion] = field(default_factory=lambda: MappingProxyType({}))
    """The ladders that the tenant wrote itself and that are in force."""

    def is_on(self, ladder: str) -> bool:
        return self.switches.get(ladder, SwitchLine()).switched_on


async def settings_of(scope: Scope) -> Settings:
    """Hours, closed days, mode and switches, in one statement."""
    rows = await fetch(
        """
        SELECT s.mode, s.reason, s.letters_at, s.quiet_from, s.quiet_until, s.every_day, s.cap, s.changed_at,
          s.changed_by_name, closed.days, switch.ladder, switch.switched_on, switch.reason AS switch_reason,
          switch.changed_at AS switch_changed_at, switch.changed_by_name AS switch_changed_by_name,
          (SELECT json_object_agg(own.ladder, json_build_array(own.number, own.rungs::text)) FROM (
            SELECT DISTINCT ON (ladder) ladder, number, rungs FROM chasing_ladder
            WHERE tenant_id = $1 AND in_force_at IS NOT NULL ORDER BY ladder, number DESC
          ) own WHERE own.rungs IS NOT NULL)::text AS own
        FROM (SELECT ARRAY(SELECT day FROM chasing_closed_day WHERE tenant_id = $1 AND taken_back_at IS NULL) AS days)
          closed
        LEFT JOIN chasing_setting s ON s.tenant_id = $1 LEFT JOIN chasing_switch switch ON switch.tenant_id = $1
        ORDER BY switch.ladder""",
        scope.tenant.id,
    )
    row = rows[0]
    hours = Hours(zone=scope.tenant.time_zone, closed=frozenset(row["days"]))
    switches = {
        row["ladder"]: SwitchLine(
            switched_on=row["switched_on"],
            reason=row["switch_reason"],
            changed_at=row["switch_changed_at"],
            changed_by_name=row["switch_changed_by_name"],
        )
        for row in rows
        if row["ladder"] is not None
    }
    own = {
        ladder: OwnVersion(number=number, rungs=text)
        for ladder, (number, text) in json.loads(row["own"] or "{}").items()
    }
    if row["mode"] is None:
        return Settings(hours=hours, switches=switches, own=own)
    hours = replace(
        hours,
        letters_at=row["letters_at"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        every_day=row["every_day"],
    )
    return Settings(
        mode=Mode(row["mode"]),
        reason=row["reason"],
        hours=hours,
        cap=row["cap"],
        changed_at=row["changed_at"],
        changed_by_name=row["changed_by_name"],
        switches=switches,
        own=own,
    )


async def closed_days_of(scope: Scope, *, also_past: bool = False) -> tuple[ClosedDayLine, ...]:
    """The tenant's own closed days from today on, or all of them."""
    rows = await fetch(
        "SELECT id, day, name FROM chasing_closed_day "
        "WHERE tenant_id = $1 AND taken_back_at IS NULL AND day >= $2 ORDER BY day",
        scope.tenant.id,
        date.min if also_past else scope.today,
    )
    return tuple(ClosedDayLine(**row) for row in rows)


def ladder_for(scope: Scope, ladder: str, settings: Settings) -> Ladder:
    """The ladder that is in force: the tenant's own, or the shipped one. Raises KeyError for one that is not there."""
    own = settings.own.get(ladder)
    if own is None:
        return shipped_ladder(scope, ladder)
    return ladder_of(workflow_for(scope, ladder), own=rungs_of(own.rungs), number=own.number)


def shipped_ladder(scope: Scope, ladder: str) -> Ladder:
    """The ladder as the tenant has pinned it, or its first edition. Raises KeyError for one that is not there."""
    return ladder_of(workflow_for(scope, ladder))


def workflow_for(scope: Scope, ladder: str) -> WorkflowDocument:
    """The workflow of a ladder, in the edition that the tenant has pinned. Raises KeyError."""
    version = scope.tenant.pins.get(ladder, "v1")
    return shelf.catalogue().workflows[f"{ladder}/{version}"]


@lru_cache(maxsize=256)
def rungs_of(text: str) -> tuple[OwnRung, ...]:
    """Rungs as a row keeps them."""
    return tuple(OwnRung.model_validate(each) for each in json.loads(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version of a tenant's ladder. `rungs` is None where it went back to the shipped one."""

    number: int
    rungs: tuple[OwnRung, ...] | None
    drafted_from: str
    changed_at: datetime
    changed_by_name: str
    because: str | None
    in_force_at: datetime | None
    in_force_by_name: str | None
    discarded_at: datetime | None
    discarded_by_name: str | None

    @property
    def is_draft(self) -> bool:
        return self.in_force_at is None and self.discarded_at is None


async def versions_of(scope: Scope, *, ladder: str) -> tuple[VersionLine, ...]:
    """Every version of a ladder that the tenant wrote, the newest first: drafts, those in force, those put away."""
    rows = await fetch(
        "SELECT number, rungs::text AS rungs, drafted_from, changed_at, changed_by_name, because, in_force_at, "
        "in_force_by_name, discarded_at, discarded_by_name FROM chasing_ladder "
        "WHERE tenant_id = $1 AND ladder = $2 ORDER BY number DESC",
        scope.tenant.id,
        ladder,
    )
    return tuple(
        VersionLine(**{**row, "rungs": None if row["rungs"] is None else rungs_of(row["rungs"])})
        for row in rows
    )


_NO_WISHES = Wishes()


async def people_around(scope: Scope) -> tuple[dict[UUID, Person], dict[str, tuple[UUID, ...]]]:
    """Who is here on the day, their absences and wishes, and who holds which role of the organisation."""
    away: dict[UUID, list[tuple[date, date | None]]] = {}
    wishes: dict[UUID, Wishes] = {}
    for row in await fetch(
        "SELECT person_id, from_on, until_on, NULL AS ways, NULL AS digest_at, NULL AS digest_days, "
        "NULL AS calendar_entries, NULL AS plain_text, NULL AS feed_number FROM people_pause "
        "WHERE tenant_id = $1 AND (until_on IS NULL OR until_on >= $2) UNION ALL "
        "SELECT person_id, NULL, NULL, ways::text, digest_at, digest_days, calendar_entries, plain_text, feed_number "
        "FROM notices_wish WHERE tenant_id = $1 ORDER BY from_on",
        scope.tenant.id,
        scope.today,
    ):
        if row["ways"] is None:
            away.setdefault(row["person_id"], []).append((row["from_on"], row["until_on"]))
        else:
            wishes[row["person_id"]] = own.wishes_from(row)
    lines = await people.people_of(scope)
    found = {
        line.id: Person(
            id=line.id,
            name=line.name,
            address=line.email,
            joined_on=line.joined_on,
            left_on=line.left_on,
            away=tuple(away.get(line.id, ())),
            manager_id=line.line_manager_id,
            wishes=wishes.get(line.id, _NO_WISHES),
        )
        for line in lines
    }
    roles: dict[str, list[UUID]] = {}
    for line in lines:
        for role in line.roles:
            roles.setdefault(role, []).append(line.id)
    return found, {role: tuple(ids) for role, ids in roles.items()}


async def turning_days(scope: Scope, *, first: date, last: date) -> tuple[date, ...]:
    """The days after `first`, up to `last`, on which somebody comes, goes, is back, or takes or leaves an office."""
    rows = await fetch(
        """
        SELECT DISTINCT day FROM (
          SELECT unnest(ARRAY[joined_on, left_on]) AS day FROM people_person WHERE tenant_id = $1
          UNION ALL SELECT unnest(ARRAY[from_on, until_on + 1]) FROM people_pause WHERE tenant_id = $1
          UNION ALL SELECT unnest(ARRAY[from_on, to_on]) FROM people_role WHERE tenant_id = $1
          UNION ALL SELECT unnest(ARRAY[from_on, last_on + 1]) FROM committees_term WHERE tenant_id = $1
          UNION ALL SELECT retired_on FROM committees_committee WHERE tenant_id = $1
        ) turns WHERE day > $2 AND day <= $3 ORDER BY day""",
        scope.tenant.id,
        first,
        last,
    )
    return tuple(row["day"] for row in rows)


async def history_of(scope: Scope, *, thing_ids: Collection[UUID], dry: bool) -> History:
    """What was dealt with of some things, and what everybody had today; a dry run counts its own lines too."""
    states = ["told", "dry"] if dry else ["told"]
    rows = await fetch(
        "SELECT key, state, NULL::uuid AS person_id, 0 AS lines FROM chasing_line "
        "WHERE tenant_id = $1 AND thing_id = ANY ($2) AND state = ANY ($3 || ARRAY['suppressed', 'waits']) "
        "UNION ALL SELECT '', '', recipient_person_id, count(*) FROM chasing_line "
        "WHERE tenant_id = $1 AND day = $4 AND state = ANY ($3) AND recipient_person_id IS NOT NULL "
        "GROUP BY recipient_person_id",
        scope.tenant.id,
        list(set(thing_ids)),
        states,
        scope.today,
    )
    return History.of(
        handled=[row["key"] for row in rows if row["key"] and row["state"] != "waits"],
        waiting=[row["key"] for row in rows if row["state"] == "waits"],
        written={(row["person_id"], scope.today): row["lines"] for row in rows if row["person_id"]},
    )
