"""Gates and commitments as pages of rooms below show them: what `app` hands down to meetings and contracts."""

from uuid import UUID

from backend.committees.views import Beside, BesideRow
from backend.contracts import queries as contracts
from backend.delegation.queries import checking, contracts_at_gates, gates
from backend.delegation.rules import gates as at_gates
from backend.scope import Scope


async def commitments_of_item(scope: Scope, item_id: UUID) -> Beside | None:
    """On an item's page: that it belongs on another committee's agenda; nothing for any other item."""
    if not scope.may("delegation.read"):
        return None
    return _belonging(await checking.flagged_items(scope, item_id=item_id), many=False)


async def commitments_of_meeting(scope: Scope, meeting_id: UUID) -> Beside | None:
    """On a meeting's page: its items that belong on another committee's agenda."""
    if not scope.may("delegation.read"):
        return None
    return _belonging(await checking.flagged_items(scope, meeting_id=meeting_id), many=True)


def _belonging(found: tuple[checking.FlaggedItem, ...], *, many: bool) -> Beside | None:
    if not found:
        return None
    first = found[0]
    named = f"the {first.belongs_to}"
    what = (
        "Some items here belong"
        if many and len(found) > 1
        else "An item here belongs"
        if many
        else "This belongs"
    )
    return Beside(
        heading="Belongs on another agenda",
        lead=(
            f"{what} to {named}: by a governance commitment, {first.subject_in_words} is not discussed at the "
            f"{first.committee}. Nothing is stopped; move or refer the item, or say on the commitment’s page that it "
            "is about something else."
        ),
        rows=tuple(
            BesideRow(
                words=f"Commitment {each.commitment}" if not many else each.title,
                note=f"because {each.because}; it belongs to the {each.belongs_to}",
                path=f"/delegation/commitments/{each.commitment_id}"
                if not many
                else f"/agenda-items/{each.item_id}",
            )
            for each in found
        ),
        empty="",
        links=(("The commitment", f"/delegation/commitments/{first.commitment_id}"),) if many else (),
    )


async def gates_of_contract(scope: Scope, contract_id: UUID) -> Beside | None:
    """On a contract's page: the gates of its programme that guard its signature or the start of its service."""
    if not scope.may("delegation.read"):
        return None
    (contract,) = await contracts.contracts_of(scope, ids=[contract_id])
    if contract.programme is None:
        return None
    found = [
        each
        for each in await gates.gates_of(scope)
        if each.programme_slug == contract.programme and (each.guards.acts or each.slug == contract.gate)
    ]
    at_gate = await contracts_at_gates.contracts_at(scope, found, contract_id=contract_id)
    past = [each for gate in found for each in at_gate.get(gate.id, ()) if each.irregular]
    lead = "What stands before its signature and the start of its service. A signature is recorded as it happened."
    if past:
        lead = "It was signed although a gate before its signature was not passed. " + (
            "That is recorded at the gate as irregular."
            if all(each.recorded for each in past)
            else "Record at the gate what happened, so that it is reported and followed up."
        )
    return Beside(
        heading="Gates",
        lead=lead,
        rows=tuple(
            BesideRow(
                words=f"{each.slug}: {each.name}",
                note="; ".join(
                    [
                        each.state_in_words,
                        f"guards {at_gates.listed(each.guarded)}",
                        *(line.said for line in at_gate.get(each.id, ()) if line.irregular),
                    ]
                ),
                path=each.path,
            )
            for each in found
        ),
        empty=f"The programme “{contract.programme}” has no gate here that guards it.",
    )
