"""The rows as the scheme that the rules know: seven statements, however long the scheme is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.people import queries as people
from backend.powers import rules
from backend.powers.rules import Held, Party, PartyKind, Spell
from backend.scope import Scope

_NEWEST = """
SELECT DISTINCT ON (v.entry_id) v.*, e.slug, e.follows FROM powers_version v
JOIN powers_entry e ON e.tenant_id = $1 AND e.id = v.entry_id
WHERE v.tenant_id = $1 AND ($2::timestamptz IS NULL OR v.known_from <= $2)
ORDER BY v.entry_id, v.number DESC
"""

_FUNCTIONS = "SELECT * FROM powers_function WHERE tenant_id = $1 ORDER BY lower(name), id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The scheme, with the rows that it was made of by entry: whoever shows it needs what the rules don't."""

    scheme: rules.Scheme
    rows: Mapping[UUID, Any]
    functions: Mapping[UUID, Any]


async def scheme_of(
    scope: Scope, *, on: date | None = None, known_at: datetime | None = None
) -> rules.Scheme:
    """The whole scheme; entries that were withdrawn are not in it.

    `on` is the day of the reporting lines (today where none is given), `known_at` a moment: the scheme as it was
    written then.
    """
    return (await read(scope, on=on, known_at=known_at)).scheme


async def read(scope: Scope, *, on: date | None = None, known_at: datetime | None = None) -> Read:
    functions = await fetch(_FUNCTIONS, scope.tenant.id)
    rows = [
        row for row in await fetch(_NEWEST, scope.tenant.id, known_at) if row["withdrawn_because"] is None
    ]
    entries = await entries_of(scope, rows)
    bodies = await fetch(
        "SELECT id, retired_on FROM committees_committee WHERE tenant_id = $1 AND retired_on IS NOT NULL",
        scope.tenant.id,
    )
    lines = await fetch(
        "SELECT committee_id, parent_id FROM committees_reporting_line "
        "WHERE tenant_id = $1 AND from_on <= $2 AND (retired_on IS NULL OR retired_on > $2) ORDER BY id",
        scope.tenant.id,
        on or scope.today,
    )
    above: dict[UUID, list[UUID]] = {}
    for line in lines:
        above.setdefault(line["committee_id"], []).append(line["parent_id"])
    return Read(
        scheme=rules.Scheme(
            functions={row["id"]: as_function(row) for row in functions},
            entries=entries,
            retired={row["id"]: row["retired_on"] for row in bodies},
            left=await _left(scope, entries),
            above=above,
            held=await held_of(scope),
        ),
        rows={row["entry_id"]: row for row in rows},
        functions={row["id"]: row for row in functions},
    )


async def held_of(scope: Scope) -> dict[UUID, list[Held]]:
    """By function of the scheme, who holds what it decides within, as the register of functions says. One statement."""
    found: dict[UUID, list[Held]] = {}
    for row in await fetch(
        "SELECT name, function_ids, spells FROM powers_holding WHERE tenant_id = $1 ORDER BY id",
        scope.tenant.id,
    ):
        held = Held(name=row["name"], spells=tuple(map(_spell, json.loads(row["spells"]))))
        for function_id in row["function_ids"] if held.spells else ():
            found.setdefault(function_id, []).append(held)
    return found


def _spell(plain: Mapping[str, Any]) -> Spell:
    until = plain["until_on"]
    return Spell(
        holder=plain["holder"],
        ours=plain["ours"],
        shared=plain["shared"],
        from_on=date.fromisoformat(plain["from_on"]),
        until_on=None if until is None else date.fromisoformat(until),
    )


async def entries_of(scope: Scope, versions: Sequence[Any]) -> tuple[rules.Entry, ...]:
    """The versions as entries, in their order, with the names of their parties."""
    parties = await parties_of(scope, version_ids=[row["id"] for row in versions])
    return tuple(_entry(row, parties.get(row["id"], {})) for row in versions)


async def parties_of(
    scope: Scope, *, version_ids: Sequence[UUID]
) -> dict[UUID, dict[str, tuple[Party, ...]]]:
    """By version: `holder`, `consent` and `upward`, each in order."""
    rows = await fetch(
        """
        SELECT p.*, c.name AS committee FROM powers_party p
        LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = p.committee_id
        WHERE p.tenant_id = $1 AND p.version_id = ANY($2) ORDER BY p.version_id, p.part, p.place""",
        scope.tenant.id,
        list(version_ids),
    )
    names = await committees.people_named(scope, _people(rows))
    found: dict[UUID, dict[str, tuple[Party, ...]]] = {}
    for row in rows:
        of_version = found.setdefault(row["version_id"], {})
        of_version[row["part"]] = (*of_version.get(row["part"], ()), _party(row, names))
    return found


async def _left(scope: Scope, entries: Iterable[rules.Entry]) -> dict[UUID, date]:
    """The persons whom the entries name and who left; no statement where they name nobody."""
    named = {
        party.person_id
        for entry in entries
        for party in (*entry.holders, *entry.consent)
        if party.person_id is not None
    }
    if not named:
        return {}
    lines = (await people.persons_by_id(scope, named)).values()
    return {line.id: line.left_on for line in lines if line.left_on is not None}


def as_function(row: Any) -> rules.Function:
    return rules.Function(
        id=row["id"], name=row["name"], authority=row["authority"], retired_on=row["retired_on"]
    )


def _entry(row: Any, parties: Mapping[str, tuple[Party, ...]]) -> rules.Entry:
    return rules.Entry(
        id=row["entry_id"],
        function_id=row["function_id"],
        holders=parties.get("holder", ()),
        clause=row["clause"],
        from_on=row["effective_from"],
        until_on=row["effective_until"],
        limit=row["limit_pence"],
        conditions=row["conditions"],
        consent=parties.get("consent", ()),
        upward=next(iter(parties.get("upward", ())), None),
    )


def _party(row: Any, names: Mapping[UUID, str]) -> Party:
    return Party(
        kind=PartyKind(row["kind"]),
        committee_id=row["committee_id"],
        office=Office(row["office"]) if row["office"] else None,
        person_id=row["person_id"],
        outside=row["outside"],
        name=row["committee"] or (names.get(row["person_id"], "") if row["person_id"] else ""),
    )


def _people(rows: Iterable[Any]) -> list[UUID]:
    return [row["person_id"] for row in rows if row["person_id"]]
