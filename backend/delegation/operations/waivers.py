"""Letting a criterion be for a while: by a named person, for a reason, with an end."""

from datetime import date
from uuid import UUID

from backend.delegation.operations import standing
from backend.delegation.queries import gates, judgements
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Waiver
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import NotFound, Scope


async def waive(
    scope: Scope,
    *,
    condition_id: UUID,
    reason: str,
    until: date,
    proved_by: str,
    since: date | None = None,
) -> UUID:
    """Waive a criterion up to and with `until`, in the actor's own name; returns the waiver's id.

    It lapses by itself. Raises at_gates.UnableToWaive, NotPermitted, NotFound.
    """
    criterion = await judgements.condition(scope, condition_id=condition_id)
    await standing.hold_gate(scope, criterion.gate_id)
    gate = await gates.gate(scope, gate_id=criterion.gate_id)
    found = next((each for each in gate.conditions if each.id == condition_id), None)
    if found is None:
        raise NotFound("criterion")
    office = await standing.office_at_gate(scope, act="waive a criterion")
    at_gates.check_proof(proved_by)
    begins = since or scope.today
    at_gates.check_can_waive(
        found.at_gate,
        gate_passed=gate.open,
        reason=reason,
        since=begins,
        until=until,
        today=scope.today,
    )
    values = {"reason": reason.strip(), "since": begins, "until": until, "office": office}
    waiver_id: UUID = await Waiver.add(
        scope,
        gate_id=gate.id,
        condition_id=condition_id,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        proved_by=proved_by,
        **values,
    )
    await ledger.record(scope, "delegation.condition.waived", found.record, after=values)
    return waiver_id


async def withdraw_waiver(scope: Scope, *, waiver_id: UUID, reason: str) -> None:
    """End a waiver from today on. Raises at_gates.UnableToWaive, NotPermitted, NotFound."""
    rows = await fetch(
        "SELECT * FROM delegation_waiver WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        waiver_id,
    )
    if not rows:
        raise NotFound("waiver")
    await standing.office_at_gate(scope, act="withdraw a waiver")
    if rows[0]["withdrawn_at"] is not None:
        raise at_gates.UnableToWaive("This waiver is withdrawn already.")
    if len(reason.strip()) < at_gates.MINIMUM_REASON:
        raise at_gates.UnableToWaive("Say why it is withdrawn.", field="reason")
    found = await judgements.condition(scope, condition_id=rows[0]["condition_id"])
    values = {
        "withdrawn_on": scope.today,
        "withdrawn_at": scope.now,
        "withdrawn_by": scope.actor.name,
        "withdrawn_because": reason.strip(),
    }
    await Waiver.change(scope, **values).where(Waiver.id == waiver_id)
    await ledger.record(scope, "delegation.condition.waiver-withdrawn", found.record, after=values)
