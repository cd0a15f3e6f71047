"""Holding evidence, proposing what has been kept long enough, deciding about it, and noting that it was done.

No row is removed: an approved disposal is carried out by hand, and noted here with who did it and how. A hold on the
item, or one of the registers' that covers evidence, beats every year of the schedule.
"""

from datetime import date
from uuid import UUID

from backend.assurance.operations.relying import record_of
from backend.assurance.queries import evidence as queries
from backend.assurance.queries import evidence_retention as kept
from backend.assurance.tables.evidence import EvidenceDisposal, EvidenceHold
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.registers.rules import retention as rules
from backend.scope import OvertakenByAnother, Scope

_NOT_YOURS = "Your role doesn’t decide what is kept."


async def place_hold(scope: Scope, *, evidence_id: UUID, kind: rules.HoldKind, reason: str) -> UUID:
    """Hold an item, whatever the schedule says; returns the hold's id. Raises rules.UnableToDispose, NotFound."""
    scope.check_may("assurance.keep", _NOT_YOURS)
    item = await queries.evidence(scope, evidence_id=evidence_id)
    if not reason.strip():
        raise rules.UnableToDispose("Enter the reason of the hold.", field="hold_reason")
    hold_id: UUID = await EvidenceHold.add(
        scope,
        evidence_id=evidence_id,
        kind=kind.value,
        reason=reason.strip(),
        placed_at=scope.now,
        placed_by_name=scope.actor.name,
    )
    after = {"kind": kind, "reason": reason.strip()}
    await ledger.record(scope, "assurance.evidence.held", record_of(item), after=after)
    return hold_id


async def lift_hold(scope: Scope, *, hold_id: UUID, reason: str) -> UUID:
    """Lift a hold; returns the item's id. Raises rules.UnableToDispose, OvertakenByAnother, NotFound."""
    scope.check_may("assurance.keep", _NOT_YOURS)
    line = await kept.hold_of(scope, hold_id=hold_id)
    item = await queries.evidence(scope, evidence_id=line.evidence_id)
    if line.lifted_at is not None:
        raise OvertakenByAnother(f"{line.lifted_by_name} has lifted this hold already.")
    if not reason.strip():
        raise rules.UnableToDispose("Enter why the hold is lifted.", field="lift_reason")
    await EvidenceHold.change(
        scope, lifted_at=scope.now, lifted_by_name=scope.actor.name, lifted_because=reason.strip()
    ).where(EvidenceHold.id == hold_id)
    await ledger.record(
        scope, "assurance.evidence.hold-lifted", record_of(item), after={"reason": reason.strip()}
    )
    return item.id


async def propose_disposal(scope: Scope, *, evidence_id: UUID) -> UUID:
    """Propose to dispose of an item that has been kept long enough; returns the proposal's id.

    Raises rules.UnableToDispose where it still counts, something rests on it, its years are not over or a hold stands.
    """
    scope.check_may("assurance.keep", _NOT_YOURS)
    item = await queries.evidence(scope, evidence_id=evidence_id)
    keeping = await kept.keeping_of(scope, item)
    if keeping.obstacle:
        raise rules.UnableToDispose(keeping.obstacle)
    ended_on, due_on = keeping.ended_on, keeping.due_on
    assert isinstance(ended_on, date) and isinstance(due_on, date), "what has no end has an obstacle"
    if any(line.ended_on == ended_on for line in await kept.disposals_of(scope, evidence_id=evidence_id)):
        raise OvertakenByAnother("This has been proposed already.")
    disposal_id: UUID = await EvidenceDisposal.add(
        scope,
        evidence_id=evidence_id,
        title=f"{item.reference} {item.title}",
        schedule=keeping.schedule,
        ended_on=ended_on,
        due_on=due_on,
        state=rules.DisposalState.PROPOSED.value,
        proposed_at=scope.now,
        proposed_by_name=scope.actor.name,
    )
    after = {"ended_on": ended_on, "due_on": due_on}
    await ledger.record(scope, "assurance.evidence.disposal-proposed", record_of(item), after=after)
    return disposal_id


async def decide_disposal(scope: Scope, *, disposal_id: UUID, approve: bool, reason: str) -> UUID:
    """Approve a disposal, or keep the item, with a reason; returns the item's id. Somebody else than who proposed it.

    Raises rules.UnableToDispose, OvertakenByAnother, NotFound.
    """
    scope.check_may("assurance.keep", _NOT_YOURS)
    line, item, held = await _disposal(scope, disposal_id)
    rules.check_decision(line.state, held=held, approve=approve, reason=reason)
    if approve and line.proposed_by_name == scope.actor.name:
        raise rules.UnableToDispose(
            "Somebody else than whoever proposed a disposal approves it.", field="decision"
        )
    state = rules.DisposalState.APPROVED if approve else rules.DisposalState.KEPT
    await EvidenceDisposal.change(
        scope,
        state=state.value,
        decided_at=scope.now,
        decided_by_name=scope.actor.name,
        reason=reason.strip(),
    ).where(EvidenceDisposal.id == disposal_id)
    after = {"state": state, "reason": reason.strip()}
    await ledger.record(scope, f"assurance.evidence.disposal-{state.value}", record_of(item), after=after)
    return item.id


async def note_carried_out(scope: Scope, *, disposal_id: UUID, how: str) -> UUID:
    """Note that an approved disposal was carried out by hand; returns the item's id. Raises as `decide_disposal`."""
    scope.check_may("assurance.keep", _NOT_YOURS)
    line, item, held = await _disposal(scope, disposal_id)
    rules.check_carried_out(line.state, held=held, how=how)
    await EvidenceDisposal.change(
        scope,
        state=rules.DisposalState.CARRIED_OUT.value,
        carried_out_at=scope.now,
        carried_out_by_name=scope.actor.name,
        carried_out_how=how.strip(),
    ).where(EvidenceDisposal.id == disposal_id)
    after = {"how": how.strip()}
    await ledger.record(scope, "assurance.evidence.disposed", record_of(item), after=after)
    return item.id


async def _disposal(scope: Scope, disposal_id: UUID) -> tuple[kept.DisposalLine, queries.EvidenceView, bool]:
    """The proposal, for us alone until the transaction ends, its item, and whether a hold stands."""
    await fetch(
        "SELECT 1 FROM assurance_evidence_disposal WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        disposal_id,
    )
    line = await kept.disposal_of(scope, disposal_id=disposal_id)
    item = await queries.evidence(scope, evidence_id=line.evidence_id)
    return line, item, await kept.is_held(scope, item)
