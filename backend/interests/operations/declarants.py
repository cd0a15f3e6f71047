"""Settling how a person declares, and pausing them."""

from datetime import date
from uuid import UUID

from backend.interests import chasing
from backend.interests.queries import declarants
from backend.interests.rules import declarants as rules
from backend.interests.tables.declarants import DeclarantTable
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import operations as people_operations
from backend.people import queries as people
from backend.scope import Scope


async def settle_declarant(
    scope: Scope,
    *,
    person_id: UUID,
    group: str | None,
    decision_making: bool | None,
    line_manager_id: UUID | None,
    staff_number: str | None,
    band: str | None,
) -> None:
    """Settle how a person declares. A `group` or `decision_making` of `None` follows from seats and band."""
    person = await people.person_line_of(scope, person_id=person_id)
    rules.check_group(group)
    await people_operations.name_manager(scope, person_id=person_id, manager_id=line_manager_id)
    after = {
        "declares_as": group,
        "decision_making": decision_making,
        "staff_number": staff_number,
        "band": band,
    }
    if staff_number is not None:
        others = await fetch(
            "SELECT 1 FROM interests_declarant WHERE tenant_id = $1 AND staff_number = $2 AND person_id <> $3",
            scope.tenant.id,
            staff_number,
            person_id,
        )
        if others:
            raise rules.UnableToKeepDeclarant(
                f"Somebody else has the staff number {staff_number}.", field="staff_number"
            )
    rows = await DeclarantTable.within(scope).where(DeclarantTable.person_id == person_id).lock_rows("UPDATE")
    before = {name: rows[0][name] for name in after} if rows else None
    if before == after or (before is None and not any(value is not None for value in after.values())):
        return
    if rows:
        await DeclarantTable.change(scope, **after).where(DeclarantTable.id == rows[0]["id"])
    else:
        await DeclarantTable.add(scope, person_id=person_id, **after)
    subject = Record(room="people", kind="person", id=person_id, title=person.name)
    await ledger.record(scope, "interests.declarant.settled", subject, before=before, after=after)
    await chasing.schedule(scope)


async def pause(scope: Scope, *, person_id: UUID, from_on: date, until_on: date | None, reason: str) -> UUID:
    """Pause a person, and take back what still waits to chase them. Returns the pause's id."""
    await declarants.declarant_of(scope, person_id=person_id)
    pause_id = await people_operations.pause_person(
        scope, person_id=person_id, from_on=from_on, until_on=until_on, reason=reason
    )
    await chasing.settle(scope, person_id=person_id)
    return pause_id


async def end_pause(scope: Scope, *, person_id: UUID, pause_id: UUID) -> None:
    """End a pause; the person is asked again, later by the days that they were paused."""
    await people_operations.end_pause(scope, person_id=person_id, pause_id=pause_id)
    await chasing.settle(scope, person_id=person_id)
