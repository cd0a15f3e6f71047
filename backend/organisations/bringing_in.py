"""Bringing a list into the directory: kept as it was read, compared in words, then written in one transaction.

What the directory says already is never overwritten: a list fills what is empty, adds names, and sets an end.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations import lists, queries, rules
from backend.organisations.queries import OrganisationLine
from backend.organisations.searching import search_ahead
from backend.organisations.tables import List
from backend.scope import NotFound, OvertakenByAnother, Scope

_FILLED = ("ods_code", "company_number", "charity_number", "started_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row changes of an organisation that is in the directory, as columns and in words."""

    row: lists.ListRow
    line: OrganisationLine
    values: dict[str, Any]
    words: str


@dataclass(slots=True)
class Plan:
    """What a list would do to the directory as it stands."""

    added: list[lists.ListRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[lists.Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A list as it was read from its file."""

    id: UUID
    file_name: str
    layout: str
    rows: tuple[lists.ListRow, ...]
    problems: tuple[lists.Problem, ...]
    brought_in_on: date | None


async def keep_list(scope: Scope, *, file_name: str, read: lists.Read) -> UUID:
    """Keep what was read, to be looked at before it is brought in. Returns the list's id."""
    list_id: UUID = await List.add(
        scope,
        file_name=file_name,
        layout=read.layout,
        rows=canonical([row.plain() for row in read.rows]),
        problems=canonical([[p.row, p.column, p.sentence] for p in read.problems]),
        read_on=scope.today,
        brought_in_on=None,
    )
    await ledger.record(
        scope,
        "organisations.list.read",
        _record(list_id, file_name),
        after={"rows": len(read.rows), "problems": len(read.problems), "left_out": read.left_out},
    )
    return list_id


async def list_of(scope: Scope, *, list_id: UUID) -> Kept:
    """One list. Raises `NotFound`."""
    rows = await List.within(scope).where(List.id == list_id)
    if not rows:
        raise NotFound("list")
    return Kept(
        id=list_id,
        file_name=rows[0]["file_name"],
        layout=rows[0]["layout"],
        rows=tuple(_row(each) for each in json.loads(rows[0]["rows"])),
        problems=tuple(
            lists.Problem(row=number, column=column, sentence=sentence)
            for number, column, sentence in json.loads(rows[0]["problems"])
        ),
        brought_in_on=rows[0]["brought_in_on"],
    )


async def plan_of(scope: Scope, *, kept: Kept) -> Plan:
    """What the list would do today. Two statements, however long it is."""
    found = planned(kept.rows, await queries.organisations_of(scope, include_retired=True))
    found.problems = [*kept.problems, *found.problems]
    found.problems.sort(key=lambda problem: problem.row)
    return found


async def bring_in(scope: Scope, *, list_id: UUID) -> Plan:
    """Write what the list adds and changes, all of it or nothing. Raises `OvertakenByAnother` the second time."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('organisations/' || $1::text, 0))",
        str(scope.tenant.id),
    )
    kept = await list_of(scope, list_id=list_id)
    if kept.brought_in_on is not None:
        raise OvertakenByAnother(
            f"“{kept.file_name}” was brought in on {in_words(kept.brought_in_on)} already."
        )
    plan = await plan_of(scope, kept=kept)
    taken = {row["slug"] for row in await fetch(_SLUGS, scope.tenant.id)}
    note = f"Brought in from “{kept.file_name}” by {scope.actor.name} on {in_words(scope.today)}."
    await _add(scope, plan.added, taken, note)
    await _change(scope, plan.changed)
    await _join_parts(scope, kept.rows)
    search_ahead(scope)
    await List.change(scope, brought_in_on=scope.today).where(List.id == list_id)
    await ledger.record(
        scope,
        "organisations.list.brought-in",
        _record(list_id, kept.file_name),
        after={
            "added": [row.name for row in plan.added],
            "changed": [{"name": each.line.name, "now": each.words} for each in plan.changed],
            "unchanged": plan.unchanged,
        },
    )
    return plan


def planned(rows: Sequence[lists.ListRow], directory: Sequence[OrganisationLine]) -> Plan:
    """Each row is the organisation of its code or numbers, else of its exact name, else a new one."""
    found = Plan()
    by_code = {each.ods_code: each for each in directory if each.ods_code and each.merged_into is None}
    by_company = {each.company_number: each for each in directory if each.company_number}
    by_charity = {each.charity_number: each for each in directory if each.charity_number}
    by_name: defaultdict[str, list[OrganisationLine]] = defaultdict(list)
    for each in directory:
        for name in {rules.folded(name) for name in (each.name, *each.other_names, *each.former_names)}:
            by_name[name].append(each)
    used = set(by_name)
    for row in rows:
        own = (
            by_code.get(row.ods_code or "")
            or by_company.get(row.company_number or "")
            or by_charity.get(row.charity_number or "")
        )
        if own is None:
            same = [each for each in by_name[rules.folded(row.name)] if not _told_apart(row, each)]
            if len(same) > 1:
                found.problems.append(
                    lists.Problem(
                        row=row.row,
                        column="Name",
                        sentence=f"“{row.name}” is the name of {len(same)} organisations; give its code or number.",
                    )
                )
                continue
            own = same[0] if same else None
        if own is None:
            found.added.append(_called_apart(row, used))
            continue
        change = _change_of(row, own)
        if change is None:
            found.unchanged += 1
        else:
            found.changed.append(change)
    return found


def _told_apart(row: lists.ListRow, line: OrganisationLine) -> bool:
    """Another code or number is another organisation, whatever its name."""
    pairs = (
        (row.ods_code, line.ods_code),
        (row.company_number, line.company_number),
        (row.charity_number, line.charity_number),
    )
    return line.retired_on is not None or any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _called_apart(row: lists.ListRow, used: set[str]) -> lists.ListRow:
    """The row under a name that no other has: practices called The Surgery are many."""
    name = row.name
    if rules.folded(name) in used:
        name = f"{name} ({row.ods_code or row.company_number or row.charity_number or f'row {row.row}'})"
    used.add(rules.folded(name))
    return _row({**row.plain(), "name": name})


def _change_of(row: lists.ListRow, line: OrganisationLine) -> Change | None:
    values: dict[str, Any] = {}
    words: list[str] = []
    for column in _FILLED:
        ours, theirs = getattr(line, column), getattr(row, column)
        if ours is None and theirs is not None:
            values[column] = theirs
            shown = in_words(theirs) if isinstance(theirs, date) else theirs
            words.append(f"{lists.HEADINGS[column][0]} {shown}")
    if row.ended_on is not None and row.ended_on != line.ended_on:
        values["ended_on"] = row.ended_on
        words.append(f"ended on {in_words(row.ended_on)}")
    known = {rules.folded(name) for name in (line.name, *line.other_names, *line.former_names)}
    others = [name for name in (row.name, *row.other_names) if rules.folded(name) not in known]
    known |= {rules.folded(name) for name in others}
    former = [name for name in row.former_names if rules.folded(name) not in known]
    if others:
        values["other_names"] = [*line.other_names, *dict.fromkeys(others)]
        words.append(f"also known as {'; '.join(dict.fromkeys(others))}")
    if former:
        values["former_names"] = [*line.former_names, *dict.fromkeys(former)]
        words.append(f"formerly {'; '.join(dict.fromkeys(former))}")
    if not values:
        return None
    return Change(row=row, line=line, values=values, words=", ".join(words))


_SLUGS = "SELECT slug FROM organisations_organisation WHERE tenant_id = $1"


async def _add(scope: Scope, rows: Sequence[lists.ListRow], taken: set[str], note: str) -> None:
    """One statement for all of them."""
    written = []
    for row in rows:
        slug = rules.free_slug(row.name, taken)
        taken.add(slug)
        names = (row.name, *row.other_names, *row.former_names)
        written.append(
            {
                **row.plain(),
                "id": new_id(),
                "slug": slug,
                "folded_names": list(dict.fromkeys(map(rules.folded, names))),
            }
        )
    await execute(
        """
        INSERT INTO organisations_organisation (tenant_id, id, slug, name, type, other_names, former_names,
          folded_names, ods_code, company_number, charity_number, started_on, ended_on, source, demonstration)
        SELECT $1, id, slug, name, type, other_names, former_names, folded_names, ods_code, company_number,
          charity_number, started_on, ended_on, $3::jsonb, $4
        FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, slug text, name text, type text, other_names text[],
          former_names text[], folded_names text[], ods_code text, company_number text, charity_number text,
          started_on date, ended_on date)""",
        scope.tenant.id,
        canonical(written),
        canonical({"mark": "memory", "note": note}),
        scope.tenant.demonstration,
    )


async def _change(scope: Scope, changes: Sequence[Change]) -> None:
    """One statement for all of them; a value that a row does not give stays."""
    written = []
    for change in changes:
        others = change.values.get("other_names", list(change.line.other_names))
        former = change.values.get("former_names", list(change.line.former_names))
        names = (change.line.name, *others, *former)
        written.append(
            {
                **change.values,
                "id": change.line.id,
                "other_names": others,
                "former_names": former,
                "folded_names": list(dict.fromkeys(map(rules.folded, names))),
            }
        )
    await execute(
        """
        UPDATE organisations_organisation o SET other_names = r.other_names, former_names = r.former_names,
          folded_names = r.folded_names, ods_code = coalesce(r.ods_code, o.ods_code),
          company_number = coalesce(r.company_number, o.company_number),
          charity_number = coalesce(r.charity_number, o.charity_number),
          started_on = coalesce(r.started_on, o.started_on), ended_on = coalesce(r.ended_on, o.ended_on)
        FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, other_names text[], former_names text[],
          folded_names text[], ods_code text, company_number text, charity_number text, started_on date,
          ended_on date)
        WHERE o.tenant_id = $1 AND o.id = r.id""",
        scope.tenant.id,
        canonical(written),
    )


async def _join_parts(scope: Scope, rows: Sequence[lists.ListRow]) -> None:
    """Say of what each is part, where the list does, the directory does not yet, and both names are known once."""
    pairs = [
        {"name": rules.folded(row.name), "code": row.ods_code, "whole": rules.folded(row.part_of)}
        for row in rows
        if row.part_of
    ]
    await execute(
        """
        WITH living AS (
          SELECT id, ods_code, part_of, folded_names FROM organisations_organisation
          WHERE tenant_id = $1 AND retired_on IS NULL),
        named AS (SELECT id, unnest(folded_names) AS name FROM living),
        once AS (SELECT name, min(id::text)::uuid AS id FROM named GROUP BY name HAVING count(DISTINCT id) = 1)
        UPDATE organisations_organisation o SET part_of = whole.id
        FROM jsonb_to_recordset($2::jsonb) AS r(name text, code text, whole text)
        JOIN once whole ON whole.name = r.whole
        JOIN once part ON part.name = r.name
        JOIN living ON living.id = whole.id
        WHERE o.tenant_id = $1 AND o.id = part.id AND o.part_of IS NULL AND whole.id <> o.id
          AND living.part_of IS DISTINCT FROM o.id""",
        scope.tenant.id,
        canonical(pairs),
    )


def _row(values: dict[str, Any]) -> lists.ListRow:
    def day(value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value

    return lists.ListRow(
        **{
            **values,
            "other_names": tuple(values["other_names"]),
            "former_names": tuple(values["former_names"]),
            "started_on": day(values["started_on"]),
            "ended_on": day(values["ended_on"]),
        }
    )


def _record(list_id: UUID, title: str) -> Record:
    return Record(room="organisations", kind="list", id=list_id, title=title)
