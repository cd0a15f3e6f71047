"""The year as it reads now: every part of a freeze, made from the rooms' own queries in a fixed number of statements.

What is read does not depend on who reads: pages sift what a reader may see of it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from backend.facts.registers import Column, Kind, Moment, Register, Row
from backend.people import permissions
from backend.registers import shelf
from backend.risks import queries as risks
from backend.scope import Scope
from backend.statements.queries import committees, figures
from backend.statements.rules.parts import RISKS, Part, PartColumn, PartKind, PartRow, plain
from backend.statements.rules.years import FinancialYear

_ENDS = {"interests": "until"}
"""Registers whose lines hold until a day that may come after the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A year as at its last day, or today while it still runs, as it was known at a moment."""

    year: FinancialYear
    as_at: date
    known_at: datetime
    parts: tuple[Part, ...]

    @property
    def lines(self) -> int:
        return sum(len(part.rows) for part in self.parts)


async def gathered(scope: Scope, *, year: FinancialYear, known_at: datetime | None = None) -> Gathered:
    """Every part of a year. The registers are read as they stood on its last day and were known at `known_at`.

    What has no second time (seats, presence at meetings, decisions) is read as it is recorded now.
    """
    known = known_at or scope.now
    as_at = min(year.until, scope.today)
    reader = replace(scope, permissions=frozenset(permissions.PERMISSIONS))
    of_committees = await committees.parts_of(reader, year=year, as_at=as_at)
    registers = [
        await _register(reader, register, year, Moment(on=as_at, known_at=known))
        for register in shelf.REGISTERS
    ]
    found = [*of_committees, *registers, await _risks(reader, as_at)]
    found.append(await figures.part_of(reader, year=year, as_at=as_at, parts=tuple(found)))
    return Gathered(year=year, as_at=as_at, known_at=known, parts=tuple(found))


async def _register(scope: Scope, register: Register, year: FinancialYear, moment: Moment) -> Part:
    rows = await register.rows(scope, moment)
    dated = _dated(register)
    return Part(
        key=f"register:{register.id}",
        kind=PartKind.REGISTER,
        title=register.title,
        about=register.about,
        none=register.none,
        register=register.id,
        columns=tuple(_column(register, column) for column in register.columns),
        rows=tuple(
            PartRow(
                record=str(row.id),
                cells={column.key: plain(row.values.get(column.key)) for column in register.columns},
                person_id=row.person_id,
                path=row.path,
            )
            for row in rows
            if _in_year(row, dated, year)
        ),
    )


def _dated(register: Register) -> str | None:
    """By which of its days a line belongs to a year; an interest holds from one to the next."""
    if register.id in _ENDS:
        return None
    return next((column.key for column in register.columns if column.kind is Kind.DATE), None)


def _in_year(row: Row, dated: str | None, year: FinancialYear) -> bool:
    day = row.values.get(dated) if dated else None
    if isinstance(day, date):
        return year.holds(day)
    return row.ended_on is None or row.ended_on >= year.since


def _column(register: Register, column: Column) -> PartColumn:
    ends = _ENDS.get(register.id) == column.key
    return PartColumn(key=column.key, title=column.title, kind=column.kind, ends=ends)


async def _risks(scope: Scope, as_at: date) -> Part:
    """The risks that were open on the day, with what they were scored then."""
    found = await risks.risks_as_at(scope, on=as_at)
    return Part(
        key=RISKS,
        kind=PartKind.RISKS,
        title="Risks",
        about="Every risk that was open on the last day of the year, the highest score first.",
        none="No risk was open on the last day of the year.",
        columns=(
            PartColumn(key="reference", title="Reference"),
            PartColumn(key="title", title="Risk"),
            PartColumn(key="level", title="Register"),
            PartColumn(key="inherent", title="Inherent score"),
            PartColumn(key="current", title="Current score"),
            PartColumn(key="target", title="Target score"),
            PartColumn(key="appetite", title="Beyond appetite", kind=Kind.YES_NO),
            PartColumn(key="reviewed", title="Last reviewed", kind=Kind.DATE),
        ),
        rows=tuple(_risk(risk) for risk in found),
    )


def _risk(risk: risks.RiskView) -> PartRow:
    def score(view: risks.ScoreView | None) -> str | None:
        return f"{view.value} ({view.band.name})" if view else None

    return PartRow(
        record=str(risk.id),
        path=f"/risks/{risk.id}",
        cells={
            "reference": risk.reference,
            "title": risk.title,
            "level": risk.level_in_words,
            "inherent": score(risk.inherent),
            "current": score(risk.current),
            "target": score(risk.target),
            "appetite": risk.beyond_appetite,
            "reviewed": plain(risk.reviewed_on),
        },
    )


def permission_of(*, kind: PartKind, register: str | None) -> str | None:
    """What a reader needs beside seeing statements, to see a part."""
    if kind is PartKind.RISKS:
        return "risks.read"
    return shelf.register_named(register).permission if register else None


def may_see(scope: Scope, part: Part) -> bool:
    permission = permission_of(kind=part.kind, register=part.register)
    return permission is None or scope.may(permission)


def shown_rows(scope: Scope, part: Part, hidden: frozenset[UUID]) -> Part:
    """The part without the lines that are withheld today, unless they are about the reader."""
    if part.register is None or not hidden:
        return part
    names = {str(each) for each in hidden}
    rows = tuple(
        row
        for row in part.rows
        if row.record not in names or (row.person_id is not None and row.person_id == scope.actor.person_id)
    )
    return replace(part, rows=rows)
