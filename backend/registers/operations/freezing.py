"""Freezing what may become public: the lines of every register as they stand at this moment, sifted by the rules."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet, WhoIsPublished
from backend.facts.registers import Cell, Kind, Moment, Register, Row
from backend.interests.queries.declarants import declarants_of
from backend.interests.queries.nil_returns import nil_returns_of
from backend.interests.queries.withholding import withheld
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger.records import content_hash
from backend.registers import shelf
from backend.registers.rules import publication as rules
from backend.registers.tables.publications import PublishedPart
from backend.scope import Scope

PEOPLE_SIFTED = frozenset({"interests", "gifts"})
"""Registers of which only the lines of decision-making staff are published, where the rule set says so."""

NIL = "Nil return"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRow:
    """One line as it is kept: plain values by the column's key."""

    record_id: UUID
    person_id: UUID | None
    cells: dict[str, object]
    shown_until: date | None
    ended: bool

    @property
    def sha256(self) -> str:
        return content_hash(self.cells)


async def freeze(scope: Scope, *, publication_id: UUID, rule_set: InterestRuleSet) -> str:
    """Write every part and line of a publication; returns the hash of them all."""
    hidden = await withheld(scope)
    people = await _decision_makers(scope, rule_set)
    hashes = []
    for position, register in enumerate(_published(rule_set)):
        rows = await register.rows(scope, Moment(on=scope.today, known_at=scope.now))
        waiting = [
            row.id
            for row in rows
            if not row.ready and row.id not in hidden and _of_these(people, register, row)
        ]
        sifted = [row for row in rows if row.ready and row.id not in hidden]
        sifted = [row for row in sifted if _of_these(people, register, row)]
        frozen = [_frozen(scope, register, row, rule_set) for row in sifted]
        frozen += await _as_released(scope, register, waiting)
        if register.id == "interests" and rule_set.publication.nil_returns_published.value:
            frozen += await _nil_returns(scope, register, people)
        if register.id == "interests":
            frozen = _by_name(frozen)
        shown = [row for row in frozen if row.shown_until is None or row.shown_until >= scope.today]
        none = rules.REVIEWED_SOON if waiting else register.none
        hashes.append(await _keep_part(scope, publication_id, position, register, shown, none))
    return content_hash(hashes)


def _of_these(people: frozenset[UUID] | None, register: Register, row: Row) -> bool:
    """Whether a line is of somebody whose lines are published, where it matters whose it is."""
    return people is None or register.id not in PEOPLE_SIFTED or row.person_id in people


def _published(rule_set: InterestRuleSet) -> tuple[Register, ...]:
    anonymous = rule_set.publication.breaches_published_anonymously.value
    return tuple(each for each in shelf.REGISTERS if each.id != "breaches" or anonymous)


async def _decision_makers(scope: Scope, rule_set: InterestRuleSet) -> frozenset[UUID] | None:
    """Whose lines are published; `None` for everybody's.

    Also whoever made decisions when the months of publication began, or is in what is public now: nobody's line
    vanishes before its time because they left.
    """
    if rule_set.publication.who.value is WhoIsPublished.EVERYONE:
        return None
    months = rule_set.publication.public_after_end_months.value
    found = {
        each.person_id
        for day in (scope.today, rules.months_after(scope.today, -months))
        for each in await declarants_of(scope, on=day, also_left=True)
        if each.decision_making
    }
    rows = await fetch(
        "SELECT DISTINCT r.person_id FROM registers_published_row r JOIN registers_publication p "
        "ON p.tenant_id = $1 AND p.id = r.publication_id AND p.state = 'released' "
        "WHERE r.tenant_id = $1 AND r.person_id IS NOT NULL AND r.ended",
        scope.tenant.id,
    )
    return frozenset(found | {row["person_id"] for row in rows})


async def _as_released(scope: Scope, register: Register, record_ids: list[UUID]) -> list[FrozenRow]:
    """Lines whose newest word still waits for a review, as they are public now: reviewed, and approved then."""
    if not record_ids:
        return []
    rows = await fetch(
        """
        SELECT r.record_id, r.person_id, r.cells, r.shown_until, r.ended FROM registers_published_row r
        JOIN registers_publication p ON p.tenant_id = $1 AND p.id = r.publication_id AND p.state = 'released'
        WHERE r.tenant_id = $1 AND r.register = $2 AND r.record_id = ANY($3) ORDER BY r.position""",
        scope.tenant.id,
        register.id,
        record_ids,
    )
    return [FrozenRow(**{**row, "cells": json.loads(row["cells"])}) for row in rows]


def _frozen(scope: Scope, register: Register, row: Row, rule_set: InterestRuleSet) -> FrozenRow:
    return FrozenRow(
        record_id=row.id,
        person_id=row.person_id,
        cells={column.key: plain(row.values.get(column.key)) for column in register.public_columns},
        shown_until=rules.shown_until(
            row.ended_on, months=rule_set.publication.public_after_end_months.value, register=register.id
        ),
        ended=row.ended_on is not None and row.ended_on <= scope.today,
    )


async def _nil_returns(scope: Scope, register: Register, people: frozenset[UUID] | None) -> list[FrozenRow]:
    """A line for everybody who has said that there is nothing; the person's own id keeps it the same line each year."""
    blank: dict[str, object] = dict.fromkeys(column.key for column in register.public_columns)
    return [
        FrozenRow(
            record_id=each.person_id,
            person_id=each.person_id,
            cells={**blank, "name": each.person_name, "position": each.position, "organisation": NIL},
            shown_until=None,
            ended=False,
        )
        for each in await nil_returns_of(scope)
        if people is None or each.person_id in people
    ]


def _by_name(rows: Iterable[FrozenRow]) -> list[FrozenRow]:
    return sorted(rows, key=lambda row: (str(row.cells["name"]).lower(), str(row.person_id)))


def plain(cell: Cell) -> object:
    """A cell as JSON holds it: days in ISO 8601, money as text to the penny."""
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


async def _keep_part(
    scope: Scope, publication_id: UUID, position: int, register: Register, rows: list[FrozenRow], none: str
) -> str:
    headings = [
        {"key": column.key, "title": column.title, "kind": column.kind} for column in register.public_columns
    ]
    dated = [column.key for column in register.public_columns if column.kind is Kind.DATE]
    statement = {
        "title": register.title,
        "about": register.about,
        "none": none,
        "headings": headings,
    }
    sha256 = content_hash([statement, [[row.record_id, row.sha256, row.shown_until] for row in rows]])
    await PublishedPart.add(
        scope,
        publication_id=publication_id,
        register=register.id,
        position=position,
        title=register.title,
        about=register.about,
        none_words=none,
        headings=json.dumps(headings),
        # an interest belongs to no one year; a gift, a decision and a breach do
        year_key=dated[0] if dated and register.id != "interests" else None,
        sha256=sha256,
    )
    await execute(
        """
        INSERT INTO registers_published_row (tenant_id, id, publication_id, register, record_id, person_id, position,
          shown_until, ended, cells, words, sha256)
        SELECT $1, r.id, $2, $3, r.record_id, r.person_id, r.position, r.shown_until, r.ended, r.cells, r.words,
          r.sha256
        FROM jsonb_to_recordset($4::jsonb) AS r(id uuid, record_id uuid, person_id uuid, position integer,
          shown_until date, ended boolean, cells jsonb, words text, sha256 text)""",
        scope.tenant.id,
        publication_id,
        register.id,
        json.dumps([_as_record(row, place) for place, row in enumerate(rows, start=1)]),
    )
    return sha256


def _as_record(row: FrozenRow, position: int) -> dict[str, object]:
    words = " ".join(str(cell) for cell in row.cells.values() if isinstance(cell, str))
    return {
        "id": str(new_id()),
        "record_id": str(row.record_id),
        "person_id": str(row.person_id) if row.person_id else None,
        "position": position,
        "shown_until": row.shown_until.isoformat() if row.shown_until else None,
        "ended": row.ended,
        "cells": row.cells,
        "words": words.lower(),
        "sha256": row.sha256,
    }
