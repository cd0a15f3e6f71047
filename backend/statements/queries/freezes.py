"""Reading what was frozen: the freezes of the years, the parts of one, their lines."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.facts.registers import Kind
from backend.interests.queries.withholding import SEE, withheld
from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.statements.queries.gathering import may_see, permission_of, shown_rows
from backend.statements.rules.parts import KIND_IN_WORDS, Part, PartColumn, PartKind, PartRow, whole_hash
from backend.statements.rules.years import FinancialYear
from backend.statements.tables.freezes import Freeze


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeView:
    """A freeze without what it holds. `newest`: no later one of its year."""

    id: UUID
    year: FinancialYear
    number: int
    as_at: date
    known_at: datetime
    frozen_at: datetime
    frozen_by_name: str
    reason: str | None
    lines: int
    sha256: str
    newest: bool

    @property
    def title(self) -> str:
        return f"{self.year.in_words}, freeze {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A part as the contents of a freeze list it."""

    id: UUID
    key: str
    kind: PartKind
    title: str
    about: str
    lines: int
    sha256: str

    @property
    def kind_in_words(self) -> str:
        return KIND_IN_WORDS[self.kind]


_COLUMNS = "id, year, number, as_at, known_at, frozen_at, frozen_by_name, reason, lines, sha256"


async def freezes_of(scope: Scope, *, year: FinancialYear | None = None) -> tuple[FreezeView, ...]:
    """Every freeze, of a year where one is given: the newest year first, and in it the newest freeze."""
    rows = await fetch(
        f"SELECT {_COLUMNS}, number = max(number) OVER (PARTITION BY year) AS newest FROM statements_freeze "  # noqa: S608 - our own columns
        "WHERE tenant_id = $1 AND ($2::integer IS NULL OR year = $2) ORDER BY year DESC, number DESC",
        scope.tenant.id,
        year.beginning if year else None,
    )
    return tuple(FreezeView(**{**row, "year": FinancialYear(row["year"])}) for row in rows)


async def freeze(scope: Scope, *, freeze_id: UUID) -> FreezeView:
    """One freeze. Raises NotFound."""
    rows = await Freeze.within(scope, Freeze.year).where(Freeze.id == freeze_id)
    if not rows:
        raise NotFound("freeze")
    of_year = await freezes_of(scope, year=FinancialYear(rows[0]["year"]))
    return next(each for each in of_year if each.id == freeze_id)


async def contents_of(scope: Scope, *, freeze_id: UUID) -> tuple[PartLine, ...]:
    """The parts that the reader may see, in order. What is withheld is counted, and not shown."""
    rows = await fetch(
        "SELECT id, key, kind, title, about, lines, sha256, register FROM statements_frozen_part "
        "WHERE tenant_id = $1 AND freeze_id = $2 ORDER BY position",
        scope.tenant.id,
        freeze_id,
    )
    found = []
    for row in rows:
        kind = PartKind(row["kind"])
        permission = permission_of(kind=kind, register=row["register"])
        if permission is None or scope.may(permission):
            told = {key: value for key, value in row.items() if key != "register"}
            found.append(PartLine(**{**told, "kind": kind}))
    return tuple(found)


async def frozen_parts(
    scope: Scope, *, freeze_id: UUID, keys: Collection[str] | None = None
) -> tuple[Part, ...]:
    """The parts of a freeze with every line, whoever reads; all of them, or those of `keys`. Two statements."""
    parts = await fetch(
        "SELECT * FROM statements_frozen_part WHERE tenant_id = $1 AND freeze_id = $2 "
        "AND ($3::text[] IS NULL OR key = ANY($3)) ORDER BY position",
        scope.tenant.id,
        freeze_id,
        None if keys is None else list(keys),
    )
    rows = await fetch(
        "SELECT part_id, record, person_id, path, cells FROM statements_frozen_row "
        "WHERE tenant_id = $1 AND part_id = ANY($2) ORDER BY part_id, position",
        scope.tenant.id,
        [part["id"] for part in parts],
    )
    lines: dict[UUID, list[PartRow]] = {}
    for row in rows:
        lines.setdefault(row["part_id"], []).append(
            PartRow(
                record=row["record"],
                person_id=row["person_id"],
                path=row["path"],
                cells=json.loads(row["cells"]),
            )
        )
    return tuple(_part(part, tuple(lines.get(part["id"], ()))) for part in parts)


async def part_of_freeze(scope: Scope, *, freeze_id: UUID, part_id: UUID) -> Part:
    """One part as the reader may see it. Raises NotFound."""
    rows = await fetch(
        "SELECT key FROM statements_frozen_part WHERE tenant_id = $1 AND freeze_id = $2 AND id = $3",
        scope.tenant.id,
        freeze_id,
        part_id,
    )
    found = await frozen_parts(scope, freeze_id=freeze_id, keys=[row["key"] for row in rows])
    if not found or not may_see(scope, found[0]):
        raise NotFound("part of this freeze")
    return shown_rows(scope, found[0], await hidden_from(scope))


async def hidden_from(scope: Scope) -> frozenset[UUID]:
    """The records that are withheld today from this reader."""
    return frozenset() if scope.may(SEE) else await withheld(scope)


async def still_whole(scope: Scope, *, freeze_id: UUID) -> bool:
    """Whether what is kept still gives the hash that was taken when it was frozen."""
    view = await freeze(scope, freeze_id=freeze_id)
    return whole_hash(await frozen_parts(scope, freeze_id=freeze_id)) == view.sha256


def _part(row: Any, lines: tuple[PartRow, ...]) -> Part:
    columns = json.loads(row["columns"])
    return Part(
        key=row["key"],
        kind=PartKind(row["kind"]),
        title=row["title"],
        about=row["about"],
        none=row["none_words"],
        committee_id=row["committee_id"],
        register=row["register"],
        columns=tuple(PartColumn(**{**column, "kind": Kind(column["kind"])}) for column in columns),
        rows=lines,
    )
