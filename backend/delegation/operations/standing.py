"""As whom the actor stands at a gate: for the guards here and for the buttons of the pages alike."""

from uuid import UUID

from backend.committees import queries as committees
from backend.delegation import rules
from backend.delegation.rules import gates as at_gates
from backend.kit.database import fetch
from backend.scope import NotPermitted, Scope


async def deciding_bodies(scope: Scope) -> tuple[UUID, ...]:
    """The bodies whose chair decides here: our own governing body, board or primary care commissioning committee."""
    return tuple(
        line.id
        for line in await committees.committees_of(scope)
        if line.kind in rules.DECIDING_KINDS and line.held_by is None
    )


async def office_at_gate(scope: Scope, *, act: str) -> str:
    """In which capacity the actor signs at a gate. Raises NotPermitted."""
    at_gates.check_is_person(scope.actor.person_id, act=act)
    offices: set[str] = set()
    if scope.seats:
        deciding = await deciding_bodies(scope)
        offices = {seat.office for seat in scope.seats if seat.office and seat.committee_id in deciding}
    return at_gates.office_of(person_id=scope.actor.person_id, roles=scope.roles, offices=offices, act=act)


async def may_sign(scope: Scope) -> bool:
    """Whether the actor may pass a gate, waive a criterion or open a gate again."""
    if not scope.may("delegation.pass"):
        return False
    try:
        await office_at_gate(scope, act="pass a gate")
    except NotPermitted:
        return False
    return True


async def hold_gate(scope: Scope, gate_id: UUID) -> None:
    """Two at one gate wait for each other until the transaction ends."""
    await fetch(
        "SELECT 1 FROM delegation_gate WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, gate_id
    )


async def next_number(scope: Scope, table: str, programme_id: UUID) -> int:
    """The next number of a programme's list, which is held until the transaction ends."""
    await fetch(
        "SELECT 1 FROM delegation_programme WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        programme_id,
    )
    rows = await fetch(
        f"SELECT coalesce(max(number), 0) + 1 AS n FROM {table} WHERE tenant_id = $1 AND programme_id = $2",  # noqa: S608  # our own names
        scope.tenant.id,
        programme_id,
    )
    number: int = rows[0]["n"]
    return number
