"""The register as at a day: each function, who holds it, under which agreement, and who decides here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.functions.queries.plans import planned_moves
from backend.functions.queries.reading import function_of, holding_of, provenance_of, sayings_of
from backend.functions.queries.views import DeciderLine, FunctionLine, FunctionView, HoldingView
from backend.kit.database import fetch
from backend.powers import queries as powers
from backend.powers.rules import and_words
from backend.scope import NotFound, Scope

_HOLDINGS = """
SELECT h.*, f.name AS function, a.name AS agreement, p.name AS phase FROM functions_holding h
JOIN functions_function f ON f.tenant_id = $1 AND f.id = h.function_id
LEFT JOIN functions_agreement a ON a.tenant_id = $1 AND a.id = h.agreement_id
LEFT JOIN functions_phase p ON p.tenant_id = $1 AND p.id = h.phase_id
WHERE h.tenant_id = $1
"""


async def register_of(scope: Scope, *, on: date | None = None) -> tuple[FunctionLine, ...]:
    """The functions that are in the register on a day (today where none is given), by area and name.

    A fixed number of statements, however long the register is.
    """
    day = on or scope.today
    rows = await fetch(
        "SELECT * FROM functions_function WHERE tenant_id = $1 AND (retired_on IS NULL OR retired_on > $2) "
        "ORDER BY lower(area), lower(name), id",
        scope.tenant.id,
        day,
    )
    held = await fetch(
        f"{_HOLDINGS} AND h.withdrawn_at IS NULL AND h.from_on <= $2 AND (h.until_on IS NULL OR h.until_on >= $2) "
        "ORDER BY h.from_on",
        scope.tenant.id,
        day,
    )
    holdings = {row["function_id"]: holding_of(row) for row in held}
    deciders = await _deciders(scope, day)
    moves = await planned_moves(scope)
    found = []
    for row in rows:
        line = _line(row, holdings.get(row["id"]), deciders)
        move = moves.get(line.id)
        found.append(line if move is None else replace(line, planned=move))
    return tuple(found)


async def function_view(scope: Scope, *, function_id: UUID, on: date | None = None) -> FunctionView:
    """One function with everybody who holds or held it. Raises NotFound."""
    day = on or scope.today
    rows = await fetch(
        "SELECT * FROM functions_function WHERE tenant_id = $1 AND id = $2", scope.tenant.id, function_id
    )
    if not rows:
        raise NotFound("function")
    holdings = await holdings_of(scope, function_id=function_id)
    held = next((each for each in holdings if each.withdrawn is None and each.covers(day)), None)
    slugs = {each.id: each.slug for each in await powers.functions_of(scope)}
    line = _line(rows[0], held, await _deciders(scope, day))
    move = (await planned_moves(scope)).get(function_id)
    return FunctionView(
        line=line if move is None else replace(line, planned=move),
        catalogued=function_of(rows[0], slugs),
        holdings=holdings,
    )


async def holdings_of(scope: Scope, *, function_id: UUID) -> tuple[HoldingView, ...]:
    """Everybody who holds or held a function, the latest first, those withdrawn too. One statement."""
    rows = await fetch(
        f"{_HOLDINGS} AND h.function_id = $2 ORDER BY h.from_on DESC, h.id DESC", scope.tenant.id, function_id
    )
    return tuple(map(holding_of, rows))


async def holdings_under(scope: Scope, *, agreement_id: UUID) -> tuple[tuple[str, HoldingView], ...]:
    """What is or was held under an agreement, each with the function's name, in the order of days. One statement."""
    rows = await fetch(
        f"{_HOLDINGS} AND h.agreement_id = $2 AND h.withdrawn_at IS NULL ORDER BY h.from_on, lower(f.name), h.id",
        scope.tenant.id,
        agreement_id,
    )
    return tuple((row["function"], holding_of(row)) for row in rows)


async def names_of(scope: Scope) -> dict[UUID, str]:
    """The functions that are in the register today, by id, in the order of their names."""
    rows = await fetch(
        "SELECT id, name FROM functions_function WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY lower(name), id",
        scope.tenant.id,
    )
    return {row["id"]: row["name"] for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scheme:
    """By function of the scheme, who decides it here, and to whom outside it is reserved."""

    deciders: Mapping[UUID, list[DeciderLine]]
    reserved: Mapping[UUID, str]


async def _deciders(scope: Scope, on: date) -> _Scheme:
    found: dict[UUID, list[DeciderLine]] = {}
    reserved: dict[UUID, str] = {}
    for line in (await powers.scheme_view(scope, on=on)).lines:
        entry = line.entry
        who = and_words([holder.label for holder in entry.holders])
        if entry.is_outside:
            reserved[entry.function_id] = who
        if entry.is_outside or not line.counts:
            continue
        words = f"{who}, {entry.limit_in_words}"
        found.setdefault(entry.function_id, []).append(DeciderLine(words=words, entry_id=entry.id))
    return _Scheme(deciders=found, reserved=reserved)


def _line(row: Any, holding: HoldingView | None, scheme: _Scheme) -> FunctionLine:
    here = holding is None or holding.ours or holding.shared
    keys = tuple(row["scheme_ids"])
    return FunctionLine(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        area=row["area"],
        about=row["about"],
        authority=row["authority"],
        scheme_ids=keys,
        says=sayings_of(row),
        provenance=provenance_of(row),
        version=row["version"],
        retired_on=row["retired_on"],
        holding=holding,
        deciders=tuple(each for key in keys for each in scheme.deciders.get(key, ())) if here else (),
        reserved_to=next((scheme.reserved[key] for key in keys if key in scheme.reserved), None),
    )
