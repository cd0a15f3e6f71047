"""Passing a gate, and opening it again: signatures of a named person. Nothing else in Probity writes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.delegation.operations import imposed, standing
from backend.delegation.queries import gates
from backend.delegation.queries.gate_views import GateView
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Passing
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.scope import OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSet:
    """A condition that is set with a passing; its follow-up is an action of `owner_person_id`."""

    words: str
    due_on: date | None = None
    owner_person_id: UUID | None = None
    imposed_by: str = ""


async def pass_gate(
    scope: Scope, *, gate_id: UUID, seen: str, proved_by: str, conditions: Sequence[ToSet] = ()
) -> UUID:
    """Pass a gate in the actor's own name, from today; returns the signature's id.

    `seen` is the hash of the gate as it was read, `proved_by` how the actor proved who they are, `conditions` what is
    still owed afterwards. Raises at_gates.UnableToPass while a criterion is neither met nor waived, NotPermitted for
    whoever may not sign and for the system, OvertakenByAnother (409) where the gate has changed, NotFound.
    """
    await standing.hold_gate(scope, gate_id)
    gate = await gates.gate(scope, gate_id=gate_id)
    office = await standing.office_at_gate(scope, act="pass a gate")
    at_gates.check_proof(proved_by)
    if sentence := at_gates.check_same(seen=seen, now=gate.sha256, slug=gate.slug):
        raise OvertakenByAnother(sentence)
    at_gates.check_can_pass(gate.at_gate, person_id=scope.actor.person_id)
    words = words_of(scope, gate, more=len(conditions))
    passing_id = await _sign(
        scope, gate, act="passed", office=office, words=words, proved_by=proved_by, reason=None
    )
    for each in conditions:
        await imposed.impose(
            scope,
            gate_id=gate_id,
            words=each.words,
            due_on=each.due_on,
            owner_person_id=each.owner_person_id,
            imposed_by=each.imposed_by or f"{scope.actor.name}, {office}",
            passing_id=passing_id,
        )
    return passing_id


async def reopen_gate(scope: Scope, *, gate_id: UUID, reason: str, proved_by: str) -> UUID:
    """Take a passing back, from today, as long as nothing that the gate guards has happened.

    Raises at_gates.UnableToPass with what to do instead, NotPermitted, NotFound.
    """
    await standing.hold_gate(scope, gate_id)
    gate = await gates.gate(scope, gate_id=gate_id)
    office = await standing.office_at_gate(scope, act="open a gate again")
    at_gates.check_proof(proved_by)
    at_gates.check_can_reopen(gate.at_gate, reason=reason)
    words = (
        f"I open gate {gate.slug}, {gate.name}, again on {in_words(scope.today)}; "
        "nothing that it guards has happened."
    )
    return await _sign(
        scope,
        gate,
        act="reopened",
        office=office,
        words=words,
        proved_by=proved_by,
        reason=reason.strip(),
    )


def words_of(scope: Scope, gate: GateView, *, more: int = 0) -> str:
    """What whoever passes the gate is shown and agrees to; `more` conditions are set with the signature itself."""
    return at_gates.words_of_passing(
        gate.at_gate,
        guarded=gate.guarded,
        on=scope.today,
        conditions=len(gate.pending) + more,
        tenant=scope.tenant.name,
    )


async def _sign(
    scope: Scope,
    gate: GateView,
    *,
    act: str,
    office: str,
    words: str,
    proved_by: str,
    reason: str | None,
) -> UUID:
    passing_id: UUID = await Passing.add(
        scope,
        gate_id=gate.id,
        number=len(gate.passings) + 1,
        act=act,
        since=scope.today,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        office=office,
        words=words,
        content=canonical(gate.content),
        sha256=gate.sha256,
        proved_by=proved_by,
        reason=reason,
    )
    await ledger.record(
        scope,
        f"delegation.gate.{act}",
        gate.record,
        before={"state": gate.state},
        after={
            "act": act,
            "words": words,
            "office": office,
            "sha256": gate.sha256,
            "reason": reason,
            "waived": [each.slug for each in gate.conditions if not each.met and each.waiver],
        },
    )
    return passing_id
