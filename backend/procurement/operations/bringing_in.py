"""Procurement decisions that a spreadsheet brings in: written and undone in as many statements for one as for many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.kit.names import folded
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.people import queries as people
from backend.procurement.operations.procurements import record_of
from backend.procurement.queries import bringing_in as queries
from backend.procurement.rules.deciding import Status
from backend.procurement.rules.regimes import has_standstill
from backend.procurement.rules.rows import SaidDecision
from backend.scope import NotPermitted, Scope

_PROCUREMENTS = """
INSERT INTO procurement_procurement (tenant_id, id, reference, opened_at)
SELECT $1, r.procurement_id, r.reference, $2
FROM jsonb_to_recordset($3::jsonb) AS r (procurement_id uuid, reference text, is_there boolean) WHERE NOT r.is_there
"""
_PARTICULARS = """
INSERT INTO procurement_particulars (tenant_id, id, procurement_id, title, description, is_new, collaborative,
  clinical_lead, contract_manager, route, begun_on, status, changed_by, change_note, known_from, brought_in_by,
  brought_in_from)
SELECT $1, r.particulars_id, r.procurement_id, r.title, r.description, r.is_new, r.collaborative, r.clinical_lead,
  r.contract_manager, r.route, r.decided_on, r.status, $3, $4, $2, $5, $4
FROM jsonb_to_recordset($6::jsonb) AS r (particulars_id uuid, procurement_id uuid, title text, description text,
  is_new boolean, collaborative boolean, clinical_lead text, contract_manager text, route text, decided_on date,
  status text)
"""
_DECISIONS = """
INSERT INTO procurement_decision (tenant_id, id, procurement_id, committee_id, committee_named, decided_by, deciders,
  decided_on, process, conflicts, actions, justification, awarded, is_framework, supplier_id, supplier_address, total,
  own, contract_from, contract_until, comments, changed_by, change_note, known_from)
SELECT $1, r.decision_id, r.procurement_id, r.committee_id, r.committee_named, r.decided_by, r.deciders, r.decided_on,
  r.process, r.conflicts, r.actions, r.justification, r.supplier_id IS NOT NULL, r.route = 'FRAMEWORK', r.supplier_id,
  r.supplier_address, r.total, r.own, r.contract_from, r.contract_until, r.comments, $3, $4, $2
FROM jsonb_to_recordset($5::jsonb) AS r (decision_id uuid, procurement_id uuid, committee_id uuid, committee_named text,
  decided_by text, deciders text, decided_on date, process text, conflicts text, actions text, justification text,
  route text, supplier_id uuid, supplier_address text, total numeric, own numeric, contract_from date,
  contract_until date, comments text)
"""
_PARTICIPANTS = """
WITH seated AS (
  INSERT INTO procurement_participant (tenant_id, id, procurement_id, person_id, outsider_name, outsider_body, role,
    is_staff, joined_on)
  SELECT $1, r.id, r.procurement_id, r.person_id, r.outsider_name, r.outsider_body, r.role, r.person_id IS NOT NULL,
    r.joined_on
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, procurement_id uuid, person_id uuid, outsider_name text,
    outsider_body text, role text, joined_on date)
  RETURNING id)
INSERT INTO procurement_took_part (tenant_id, id, decision_id, participant_id)
SELECT $1, gen_random_uuid(), r.decision_id, seated.id
FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, decision_id uuid) JOIN seated ON seated.id = r.id
"""
_UNDO = """
WITH undone AS (
  UPDATE procurement_particulars SET known_to = $3
  WHERE tenant_id = $1 AND brought_in_by = $2 AND known_to IS NULL RETURNING procurement_id, title),
decided AS (
  UPDATE procurement_decision d SET known_to = $3 FROM undone
  WHERE d.tenant_id = $1 AND d.procurement_id = undone.procurement_id AND d.known_to IS NULL),
seated AS (
  UPDATE procurement_participant t SET left_on = $4 FROM undone
  WHERE t.tenant_id = $1 AND t.procurement_id = undone.procurement_id AND t.left_on IS NULL)
SELECT undone.procurement_id, p.reference, undone.title
FROM undone JOIN procurement_procurement p ON p.tenant_id = $1 AND p.id = undone.procurement_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldDecision:
    """One decision of an old register, with the organisation that the contract went to, if to any."""

    said: SaidDecision
    supplier_id: UUID | None
    place: str


async def bring_in(scope: Scope, *, import_id: UUID, source: str, batch: Sequence[OldDecision]) -> int:
    """Enter what an old register of contracts holds. Returns how many.

    A committee is the organisation's own where it has exactly that name, and whoever took part is a person of the
    organisation where exactly one has the name; else both stay as they are named.
    """
    if not scope.may("procurement.change"):
        raise NotPermitted(
            "Your role in this organisation does not include keeping the register of procurement."
        )
    ours = {
        folded(each.name): each.id for each in await committees.committees_of(scope, include_retired=True)
    }
    free = await queries.left_over(scope)
    references = _references(batch, await queries.references_of(scope))
    rows = [_row(scope, each, ref, ours, free) for each, ref in zip(batch, references, strict=True)]
    data, tenant_id, now, actor = canonical(rows), scope.tenant.id, scope.now, scope.actor.name
    await execute(_PROCUREMENTS, tenant_id, now, data)
    await execute(_PARTICULARS, tenant_id, now, actor, source, import_id, data)
    await execute(_DECISIONS, tenant_id, now, actor, source, data)
    await execute(_PARTICIPANTS, tenant_id, canonical(await _participants(scope, batch, rows, source)))
    lines = [
        ledger.Line(
            subject=record_of(row["procurement_id"], row["reference"], row["title"]),
            after={
                **{name: value for name, value in row.items() if name not in _NOT_TOLD},
                "took_part": [f"{who.name} ({who.role})" for who in each.said.took_part],
                "import": import_id,
                "from": f"{source}, {each.place}",
            },
        )
        for each, row in zip(batch, rows, strict=True)
    ]
    await ledger.record_many(scope, "procurement.decision.recorded", lines)
    return len(rows)


async def undo_brought_in(scope: Scope, *, import_id: UUID, source: str) -> int:
    """Close every version that an import wrote; what was known meanwhile stays known. Returns how many procurements."""
    rows = await fetch(_UNDO, scope.tenant.id, import_id, scope.now, scope.today)
    after = {"import": import_id, "from": source, "known_to": scope.now}
    lines = [
        ledger.Line(subject=record_of(row["procurement_id"], row["reference"], row["title"]), after=after)
        for row in rows
    ]
    await ledger.record_many(scope, "procurement.procurement.taken-back", lines)
    return len(rows)


_NOT_TOLD = frozenset({"procurement_id", "particulars_id", "decision_id", "is_there"})


def _references(batch: Sequence[OldDecision], taken: frozenset[str]) -> list[str]:
    """Each row's own reference, else one made of the year of the decision and the next free number: `2014/003`."""
    used = {*taken, *(each.said.reference.lower() for each in batch)}
    numbers: dict[int, int] = {}
    found = []
    for each in batch:
        reference, year = each.said.reference, each.said.decided_on.year
        while not reference or (not each.said.reference and reference in used):
            numbers[year] = numbers.get(year, 0) + 1
            reference = f"{year}/{numbers[year]:03}"
        used.add(reference.lower())
        found.append(reference)
    return found


def _row(
    scope: Scope,
    each: OldDecision,
    reference: str,
    ours: Mapping[str, UUID],
    free: Mapping[str, UUID],
) -> dict[str, Any]:
    said = each.said
    committee_id = ours.get(folded(said.committee)) if said.committee else None
    there = free.get(reference.lower())
    return {
        "procurement_id": there or new_id(),
        "is_there": there is not None,
        "particulars_id": new_id(),
        "decision_id": new_id(),
        "reference": reference,
        "title": said.title,
        "description": said.description,
        "is_new": said.is_new,
        "collaborative": said.collaborative,
        "clinical_lead": said.clinical_lead,
        "contract_manager": said.contract_manager,
        "route": said.route,
        "status": _status(scope, each),
        "committee_id": committee_id,
        "committee_named": said.committee if committee_id is None else None,
        "decided_by": said.decided_by,
        "deciders": said.deciders,
        "decided_on": said.decided_on,
        "process": said.process,
        "conflicts": said.conflicts,
        "actions": said.actions,
        "justification": said.justification,
        "supplier_id": each.supplier_id,
        "supplier_address": said.address,
        "total": None if said.total is None else str(said.total),
        "own": None if said.own is None else str(said.own),
        "contract_from": said.contract_from,
        "contract_until": said.contract_until,
        "comments": said.comments,
    }


def _status(scope: Scope, each: OldDecision) -> Status:
    """Awarded, but for a route with a standstill whose contract has not begun: that is for an officer to say."""
    begun = each.said.contract_from is not None and each.said.contract_from <= scope.today
    if each.supplier_id is None or (has_standstill(each.said.route) and not begun):
        return Status.DECIDED
    return Status.AWARDED


async def _participants(
    scope: Scope, batch: Sequence[OldDecision], rows: Sequence[Mapping[str, Any]], source: str
) -> list[dict[str, Any]]:
    by_name: dict[str, list[UUID]] = {}
    for person in await people.people_of(scope, also_left=True):
        by_name.setdefault(folded(person.name), []).append(person.id)
    found = []
    for each, row in zip(batch, rows, strict=True):
        seated: set[UUID] = set()
        for who in each.said.took_part:
            ids = by_name.get(folded(who.name), [])
            person_id = ids[0] if len(ids) == 1 and ids[0] not in seated else None
            if person_id:
                seated.add(person_id)
            found.append(
                {
                    "id": new_id(),
                    "procurement_id": row["procurement_id"],
                    "decision_id": row["decision_id"],
                    "person_id": person_id,
                    "outsider_name": None if person_id else who.name,
                    "outsider_body": None if person_id else source,
                    "role": who.role,
                    "joined_on": each.said.decided_on,
                }
            )
    return found
