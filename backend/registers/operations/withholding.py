"""Withholding any register's line, with what follows from it: the public files are made anew without it."""

from datetime import date
from uuid import UUID

from backend.facts.registers import Moment, Part, Row
from backend.interests.operations import withholding
from backend.registers import shelf
from backend.registers.operations.publishing import FILES
from backend.scope import NotFound, Scope
from backend.tenancy import dues


async def row_of(scope: Scope, *, register: str, record_id: UUID) -> Row:
    """The line of a register, as it stands now. Raises `NotFound`."""
    moment = Moment(on=scope.today, known_at=scope.now)
    found = shelf.register_named(register)
    rows = (
        await found.part(scope, moment, Part(limit=1, only=record_id))
        if found.part
        else await found.rows(scope, moment)
    )
    for row in rows or ():
        if row.id == record_id:
            return row
    raise NotFound("entry")


async def withhold_row(scope: Scope, *, register: str, record_id: UUID, reason: str, review_on: date) -> UUID:
    """Withhold a line of any register: it is gone from what is public at once. Returns the withholding's id.

    Raises `NotPermitted`, `NotFound`, `UnableToWithhold`.
    """
    scope.check_may(withholding.MAY, "Only the Conflicts of Interest Guardian decides what is withheld.")
    row = await row_of(scope, register=register, record_id=record_id)
    withholding_id = await withholding.withhold(
        scope,
        register=register,
        record_id=record_id,
        person_id=row.person_id,
        reason=reason,
        review_on=review_on,
    )
    await dues.set_due_by(scope, chore=FILES, at=scope.now)
    return withholding_id


async def lift_row(scope: Scope, *, withholding_id: UUID, reason: str) -> None:
    """Show a line again, in what is public too if it is in it."""
    await withholding.lift(scope, withholding_id=withholding_id, reason=reason)
    await dues.set_due_by(scope, chore=FILES, at=scope.now)
