"""Opening a procurement, saying what it is, moving it on, recording the decision."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import queries as organisations
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.queries.publishing import publishing_of
from backend.procurement.rules import deciding
from backend.procurement.rules.deciding import Status
from backend.procurement.rules.regimes import Route
from backend.procurement.tables.procurements import Decision, Particulars, Procurement, TookPart
from backend.scope import NotFound, OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an officer says of a procurement."""

    title: str
    description: str
    is_new: bool
    collaborative: bool
    route: Route
    begun_on: date
    clinical_lead: str | None = None
    contract_manager: str | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided. `decided_by` is a committee's or a role's name; `deciders` names individuals."""

    decided_on: date
    process: str
    conflicts: str
    awarded: bool
    committee_id: UUID | None = None
    decided_by: str | None = None
    deciders: str | None = None
    actions: str | None = None
    justification: str | None = None
    key_criteria: str | None = None
    award_criteria: str | None = None
    is_framework: bool = False
    supplier_id: UUID | None = None
    supplier_address: str | None = None
    total: Decimal | None = None
    own: Decimal | None = None
    contract_from: date | None = None
    contract_until: date | None = None
    comments: str | None = None


async def open_procurement(scope: Scope, *, reference: str, said: Said) -> UUID:
    """Open a procurement under its reference. Returns its id. Raises `UnableToProcure`."""
    taken = await fetch(
        "SELECT p.id, EXISTS (SELECT FROM procurement_particulars v"
        " WHERE v.tenant_id = $1 AND v.procurement_id = p.id AND v.known_to IS NULL) AS stands"
        " FROM procurement_procurement p WHERE p.tenant_id = $1 AND lower(p.reference) = lower($2)",
        scope.tenant.id,
        reference,
    )
    deciding.check_particulars(
        route=said.route,
        begun_on=said.begun_on,
        expected=said.expected,
        reference_taken=any(row["stands"] for row in taken),
    )
    # one that was taken back with the spreadsheet it came from leaves its reference free
    procurement_id: UUID = (
        taken[0]["id"] if taken else await Procurement.add(scope, reference=reference, opened_at=scope.now)
    )
    await Particulars.add(
        scope,
        procurement_id=procurement_id,
        **asdict(said),
        status=Status.PLANNED,
        changed_by=scope.actor.name,
        known_from=scope.now,
    )
    subject = record_of(procurement_id, reference, said.title)
    await ledger.record(scope, "procurement.procurement.opened", subject, after=plain(asdict(said)))
    return procurement_id


async def change_particulars(scope: Scope, *, procurement_id: UUID, said: Said, because: str | None) -> None:
    """Say better what the procurement is; what was said before stays in its history."""
    newest = await held(scope, procurement_id=procurement_id)
    deciding.check_particulars(
        route=said.route, begun_on=said.begun_on, expected=said.expected, reference_taken=False
    )
    after = asdict(said)
    changed = {name for name, value in after.items() if newest[name] != value}
    if not changed:
        return
    await _supersede(scope, newest, **after, change_note=because)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    await ledger.record(
        scope,
        "procurement.procurement.changed",
        record_of(procurement_id, view.reference, view.title),
        before=plain({name: newest[name] for name in changed}),
        after={**plain({name: after[name] for name in changed}), "because": because},
    )


async def move_on(scope: Scope, *, procurement_id: UUID, into: Status, because: str | None = None) -> None:
    """Begin, award, abandon or reopen. Raises `UnableToProcure`, such as before the standstill is over."""
    newest = await held(scope, procurement_id=procurement_id)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    publishing = await publishing_of(scope, view)
    deciding.check_can_move(
        view.status,
        into,
        because=because,
        route=view.route,
        standstill=publishing.standstill,
        today=scope.today,
    )
    await _supersede(scope, newest, status=into, change_note=because)
    await ledger.record(
        scope,
        f"procurement.procurement.{_MOVED[into]}",
        record_of(procurement_id, view.reference, view.title),
        before={"status": view.status},
        after={"status": into, "because": because},
    )


async def record_decision(
    scope: Scope,
    *,
    procurement_id: UUID,
    decided: Decided,
    took_part: tuple[UUID, ...] = (),
    because: str | None = None,
) -> UUID:
    """Record the decision, or a better record of it: the version before is closed, and stays. Returns the version's id.

    `took_part` are participants of this panel. Raises `UnableToDecide`, `UnableToProcure`, `NotFound`.
    """
    particulars = await held(scope, procurement_id=procurement_id)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    deciding.check_decision(
        status=view.status,
        decided_on=decided.decided_on,
        begun_on=view.begun_on,
        today=scope.today,
        awarded=decided.awarded,
        has_supplier=decided.supplier_id is not None,
        total=decided.total,
        own=decided.own,
        contract_from=decided.contract_from,
        contract_until=decided.contract_until,
    )
    decided_by = await _named(scope, decided)
    if decided.supplier_id and not await organisations.organisations_by_id(scope, ids=[decided.supplier_id]):
        raise deciding.UnableToDecide("Choose the supplier from the list.", field="supplier_id")
    on_panel = await panels.panel_of(scope, procurement_id=procurement_id)
    for participant_id in took_part:
        on_panel.participant(participant_id)

    before = await _newest_decision(scope, procurement_id)
    if before is not None:
        _check_moment(scope, before["known_from"])
        await Decision.change(scope, known_to=scope.now).where(Decision.id == before["id"])
    values = {**asdict(decided), "decided_by": decided_by, "committee_named": None}
    if before is not None and decided.committee_id is None and before["decided_by"] == decided_by:
        values["committee_named"] = before["committee_named"]  # as the register that it came from names it
    decision_id: UUID = await Decision.add(
        scope,
        id=new_id(),
        procurement_id=procurement_id,
        **values,
        changed_by=scope.actor.name,
        change_note=because,
        known_from=scope.now,
    )
    for participant_id in dict.fromkeys(took_part):  # a panel is a handful of people
        await TookPart.add(scope, decision_id=decision_id, participant_id=participant_id)
    if view.status in {Status.PLANNED, Status.OPEN}:
        await _supersede(scope, particulars, status=Status.DECIDED, change_note=None)
    await ledger.record(
        scope,
        "procurement.decision.recorded" if before is None else "procurement.decision.corrected",
        record_of(procurement_id, view.reference, view.title),
        before=None if before is None else plain({name: before[name] for name in values}),
        after={**plain(values), "took_part": list(took_part), "because": because},
    )
    return decision_id


async def held(scope: Scope, *, procurement_id: UUID) -> dict[str, Any]:
    """The newest particulars' row, held for us alone until the transaction ends. Raises `NotFound`."""
    rows = await fetch(
        "SELECT * FROM procurement_particulars"
        " WHERE tenant_id = $1 AND procurement_id = $2 AND known_to IS NULL FOR UPDATE",
        scope.tenant.id,
        procurement_id,
    )
    if not rows:
        raise NotFound("procurement")
    return dict(rows[0])


def record_of(procurement_id: UUID, reference: str, title: str) -> Record:
    return Record(room="procurement", kind="procurement", id=procurement_id, title=f"{reference}: {title}")


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the ledger writes them: money as text, to the penny."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


_MOVED = {
    Status.OPEN: "begun",
    Status.AWARDED: "awarded",
    Status.ABANDONED: "abandoned",
    Status.PLANNED: "planned",
    Status.DECIDED: "decided",
}


async def _named(scope: Scope, decided: Decided) -> str:
    """Who decided, in words: the committee's own name, or the role that was written."""
    if decided.committee_id is None:
        if not decided.decided_by:
            raise deciding.UnableToDecide(
                "Choose the committee that decided, or enter who did.", field="committee_id"
            )
        return decided.decided_by
    known = {each.id: each.name for each in await committees.committees_of(scope, include_retired=True)}
    if decided.committee_id not in known:
        raise deciding.UnableToDecide("Choose the committee from the list.", field="committee_id")
    return known[decided.committee_id]


async def _newest_decision(scope: Scope, procurement_id: UUID) -> dict[str, Any] | None:
    rows = await fetch(
        "SELECT * FROM procurement_decision WHERE tenant_id = $1 AND procurement_id = $2 AND known_to IS NULL",
        scope.tenant.id,
        procurement_id,
    )
    return dict(rows[0]) if rows else None


async def _supersede(scope: Scope, newest: dict[str, Any], **changes: Any) -> None:
    """Close the newest particulars at this moment and open the next, with `changes`."""
    _check_moment(scope, newest["known_from"])
    await Particulars.change(scope, known_to=scope.now).where(Particulars.id == newest["id"])
    kept = {name: value for name, value in newest.items() if name not in {"tenant_id", "id"}}
    opened = {"changed_by": scope.actor.name, "known_from": scope.now, "known_to": None}
    await Particulars.add(scope, **{**kept, **changes, **opened})


def _check_moment(scope: Scope, known_from: Any) -> None:
    if known_from >= scope.now:
        raise OvertakenByAnother(
            "Somebody changed this procurement at the same moment. Look at it and try again."
        )
