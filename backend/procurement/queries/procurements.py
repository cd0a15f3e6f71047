"""Procurements: the list, one with its decision, and every version of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.procurement.rules import regimes
from backend.procurement.rules.deciding import STATUS_IN_WORDS, Status
from backend.procurement.rules.regimes import Regime, Route
from backend.scope import NotFound, Scope

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementView:
    """What a procurement is, in one version. `known_to` of `None` is the newest."""

    procurement_id: UUID
    reference: str
    title: str
    description: str
    is_new: bool
    collaborative: bool
    clinical_lead: str | None
    contract_manager: str | None
    expected: Decimal | None
    route: Route
    begun_on: date
    status: Status
    changed_by: str
    change_note: str | None
    known_from: datetime
    known_to: datetime | None
    brought_in_from: str | None

    @property
    def route_in_words(self) -> str:
        return regimes.ROUTE_IN_WORDS[self.route]

    @property
    def regime(self) -> Regime:
        return regimes.regime_of(self.route)

    @property
    def status_in_words(self) -> str:
        return STATUS_IN_WORDS[self.status]

    @property
    def new_in_words(self) -> str:
        return "New procurement" if self.is_new else "Existing contract"

    @property
    def type_in_words(self) -> str:
        return "Collaborative" if self.collaborative else "Our own"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """The decision on a procurement, in one version. `deciders` names individuals: never public by default."""

    id: UUID
    procurement_id: UUID
    committee_id: UUID | None
    committee_name: str | None
    committee_named: str | None
    decided_by: str
    deciders: str | None
    decided_on: date
    process: str
    conflicts: str
    actions: str | None
    justification: str | None
    key_criteria: str | None
    award_criteria: str | None
    awarded: bool
    is_framework: bool
    supplier_id: UUID | None
    supplier_name: str | None
    supplier_address: str | None
    total: Decimal | None
    own: Decimal | None
    contract_from: date | None
    contract_until: date | None
    comments: str | None
    changed_by: str
    change_note: str | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementLine:
    """One line of the list: `owed` declarations are missing."""

    procurement: ProcurementView
    supplier_name: str | None
    decided_on: date | None
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementPage:
    lines: tuple[ProcurementLine, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


_VIEWS = """
SELECT v.procurement_id, p.reference, v.title, v.description, v.is_new, v.collaborative, v.clinical_lead,
  v.contract_manager, v.expected, v.route, v.begun_on, v.status, v.changed_by, v.change_note, v.known_from, v.known_to,
  v.brought_in_from
FROM procurement_particulars v
JOIN procurement_procurement p ON p.tenant_id = $1 AND p.id = v.procurement_id
"""

_DECISIONS = """
SELECT d.id, d.procurement_id, d.committee_id, c.name AS committee_name, d.committee_named, d.decided_by, d.deciders,
  d.decided_on,
  d.process, d.conflicts, d.actions, d.justification, d.key_criteria, d.award_criteria, d.awarded, d.is_framework,
  d.supplier_id, o.name AS supplier_name, d.supplier_address, d.total, d.own, d.contract_from, d.contract_until,
  d.comments, d.changed_by, d.change_note, d.known_from, d.known_to
FROM procurement_decision d
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = d.committee_id
LEFT JOIN organisations_named o ON o.tenant_id = $1 AND o.id = d.supplier_id
"""

# How many declarations are owed: `rules.panel.missing`, for many procurements in one statement.
_OWED = """
(SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM procurement_declaration x
    WHERE x.tenant_id = $1 AND x.participant_id = t.id AND x.stage = 'OPENING'))
  + count(*) FILTER (WHERE b.named_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM procurement_declaration x
    WHERE x.tenant_id = $1 AND x.participant_id = t.id AND x.stage = 'BIDDERS' AND x.declared_at >= b.named_at))
 FROM procurement_participant t
 CROSS JOIN (SELECT max(named_at) AS named_at FROM procurement_bidder
   WHERE tenant_id = $1 AND procurement_id = v.procurement_id AND withdrawn_on IS NULL) b
 WHERE t.tenant_id = $1 AND t.procurement_id = v.procurement_id AND t.left_on IS NULL
   AND NOT EXISTS (SELECT 1 FROM procurement_declaration x
     JOIN LATERAL (SELECT h.handling FROM procurement_handling h
       WHERE h.tenant_id = $1 AND h.declaration_id = x.id ORDER BY h.decided_at DESC, h.id DESC LIMIT 1) newest ON true
     WHERE x.tenant_id = $1 AND x.participant_id = t.id AND newest.handling = 'STANDS_ASIDE'))
"""


async def procurements_of(
    scope: Scope,
    *,
    text: str = "",
    status: Status | None = None,
    route: Route | None = None,
    only_owed: bool = False,
    number: int = 1,
) -> ProcurementPage:
    """One page of procurements, the newest begun first; `only_owed`: those with declarations missing. One statement."""
    rows = await fetch(
        f"""
        SELECT *, count(*) OVER () AS everything FROM (
          SELECT s.*, d.decided_on, o.name AS supplier_name, {_OWED.replace("v.", "s.")} AS owed
          FROM ({_VIEWS} WHERE v.tenant_id = $1 AND v.known_to IS NULL) s
          LEFT JOIN procurement_decision d
            ON d.tenant_id = $1 AND d.procurement_id = s.procurement_id AND d.known_to IS NULL
          LEFT JOIN organisations_named o ON o.tenant_id = $1 AND o.id = d.supplier_id
          WHERE ($2 = ''
              OR strpos(lower(concat_ws(E'\\n', s.reference, s.title, s.description, o.name)), lower($2)) > 0)
            AND ($3::text IS NULL OR s.status = $3) AND ($4::text IS NULL OR s.route = $4)
        ) found WHERE NOT $5 OR (owed > 0 AND status NOT IN ('AWARDED', 'ABANDONED'))
        ORDER BY begun_on DESC, lower(reference) LIMIT {PAGE} OFFSET $6""",  # noqa: S608 - our own words
        scope.tenant.id,
        text.strip(),
        status,
        route,
        only_owed,
        (number - 1) * PAGE,
    )
    if not rows and number > 1:
        return await procurements_of(scope, text=text, status=status, route=route, only_owed=only_owed)
    return ProcurementPage(
        lines=tuple(
            ProcurementLine(
                procurement=_view(row),
                supplier_name=row["supplier_name"],
                decided_on=row["decided_on"],
                owed=row["owed"],
            )
            for row in rows
        ),
        total=rows[0]["everything"] if rows else 0,
        number=number,
    )


async def procurement(scope: Scope, *, procurement_id: UUID) -> ProcurementView:
    """The newest version of one procurement. Raises `NotFound`."""
    rows = await fetch(
        _VIEWS + "WHERE v.tenant_id = $1 AND v.procurement_id = $2 AND v.known_to IS NULL",
        scope.tenant.id,
        procurement_id,
    )
    if not rows:
        raise NotFound("procurement")
    return _view(rows[0])


async def procurements_by_id(scope: Scope, *, ids: Iterable[UUID]) -> dict[UUID, ProcurementView]:
    """The newest versions of these; an id of none is left out."""
    rows = await fetch(
        _VIEWS + "WHERE v.tenant_id = $1 AND v.procurement_id = ANY($2) AND v.known_to IS NULL",
        scope.tenant.id,
        list(ids),
    )
    return {row["procurement_id"]: _view(row) for row in rows}


async def versions_of(scope: Scope, *, procurement_id: UUID) -> tuple[ProcurementView, ...]:
    """Every version of one procurement, oldest first."""
    rows = await fetch(
        _VIEWS + "WHERE v.tenant_id = $1 AND v.procurement_id = $2 ORDER BY v.known_from",
        scope.tenant.id,
        procurement_id,
    )
    return tuple(map(_view, rows))


async def decisions_of(scope: Scope, *, procurement_id: UUID) -> tuple[DecisionView, ...]:
    """Every version of the decision on one procurement, oldest first; empty before there is one."""
    rows = await fetch(
        _DECISIONS + "WHERE d.tenant_id = $1 AND d.procurement_id = $2 ORDER BY d.known_from",
        scope.tenant.id,
        procurement_id,
    )
    return tuple(DecisionView(**row) for row in rows)


async def decided(
    scope: Scope, *, on: date, known_at: datetime
) -> tuple[tuple[ProcurementView, DecisionView], ...]:
    """What had been decided by `on`, as it was known at `known_at`, in the order of the decisions. Two statements."""
    known = "known_from <= $2 AND ({0}.known_to IS NULL OR {0}.known_to > $2)"
    decisions = await fetch(
        f"{_DECISIONS} WHERE d.tenant_id = $1 AND d.{known.format('d')} AND d.decided_on <= $3"
        " ORDER BY d.decided_on, d.procurement_id",
        scope.tenant.id,
        known_at,
        on,
    )
    views = await fetch(
        f"{_VIEWS} WHERE v.tenant_id = $1 AND v.{known.format('v')}", scope.tenant.id, known_at
    )
    by_id = {row["procurement_id"]: _view(row) for row in views}
    return tuple(
        (by_id[row["procurement_id"]], DecisionView(**row))
        for row in decisions
        if row["procurement_id"] in by_id
    )


async def took_part(scope: Scope, *, decision_ids: list[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The participants who took part, by the version of the decision that says so."""
    rows = await fetch(
        "SELECT decision_id, participant_id FROM procurement_took_part"
        " WHERE tenant_id = $1 AND decision_id = ANY($2) ORDER BY decision_id, participant_id",
        scope.tenant.id,
        decision_ids,
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["decision_id"], []).append(row["participant_id"])
    return {decision: tuple(participants) for decision, participants in found.items()}


def _view(row: Any) -> ProcurementView:
    values = {name: row[name] for name in ProcurementView.__dataclass_fields__}
    values["route"] = Route(values["route"])
    values["status"] = Status(values["status"])
    return ProcurementView(**values)
