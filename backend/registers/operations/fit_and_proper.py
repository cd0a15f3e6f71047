"""Recording that a board member was checked, and taking a mistaken entry back."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.registers.rules import fit_and_proper as rules
from backend.registers.tables.returns import FitAndProper
from backend.scope import NotFound, Scope


async def record_check(scope: Scope, *, person_id: UUID, checked_on: date, next_due_on: date) -> UUID:
    """Record the day of a check and of the next one: no findings. Raises `UnableToRecordCheck`, `NotFound`."""
    scope.check_may("returns.prepare", "Your role doesn’t record checks.")
    person = await people.person_line_of(scope, person_id=person_id)

    rules.check_dates(checked_on=checked_on, next_due_on=next_due_on, today=scope.today)

    check_id: UUID = await FitAndProper.add(
        scope,
        person_id=person_id,
        checked_on=checked_on,
        next_due_on=next_due_on,
        recorded_at=scope.now,
        recorded_by_name=scope.actor.name,
    )
    after = {"checked_on": checked_on, "next_due_on": next_due_on}
    await ledger.record(
        scope, "registers.fit-and-proper.recorded", _record(check_id, person.name), after=after
    )
    return check_id


async def withdraw_check(scope: Scope, *, check_id: UUID, reason: str) -> UUID:
    """Take back a check that was entered by mistake; it stays, with the reason. Returns the person's id."""
    scope.check_may("returns.prepare", "Your role doesn’t record checks.")
    rows = await fetch(
        "SELECT person_id, checked_on, withdrawn_because FROM registers_fit_and_proper"
        " WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        check_id,
    )
    if not rows:
        raise NotFound("check")
    if rows[0]["withdrawn_because"] is not None:
        raise rules.UnableToRecordCheck("It was taken back before.")

    await FitAndProper.change(scope, withdrawn_because=reason).where(FitAndProper.id == check_id)
    person_id: UUID = rows[0]["person_id"]
    person = await people.person_line_of(scope, person_id=person_id)
    await ledger.record(
        scope,
        "registers.fit-and-proper.withdrawn",
        _record(check_id, person.name),
        before={"checked_on": rows[0]["checked_on"]},
        after={"reason": reason},
    )
    return person_id


def _record(check_id: UUID, name: str) -> Record:
    return Record(
        room="registers", kind="fit-and-proper", id=check_id, title=f"Fit and proper check of {name}"
    )
