"""What is done with a file once it was brought in: accepting what the old register had reviewed, taking it back."""

from uuid import UUID

from backend.ledger import operations as ledger
from backend.registers.operations.imports import kept_import, record_of
from backend.registers.queries import imports
from backend.registers.rules.importing import ImportState, UnableToImport, UnableToUndo
from backend.registers.tables.imports import Import
from backend.scope import Scope


async def accept(scope: Scope, *, import_id: UUID) -> tuple[int, int]:
    """Accept everything of an import that the old register calls reviewed, but the officer's own.

    Returns how many were accepted, and how many of the file still wait. Raises UnableToImport.
    """
    view = await kept_import(scope, import_id)
    if view.state is not ImportState.DONE:
        raise UnableToImport("Only what has been brought in can be accepted.")
    review = view.intake.review
    if review is None:
        raise UnableToImport("Nothing of this register waits for a review.")
    leave = [UUID(each) for each in view.outcome.get("unreviewed", ())]
    accepted, waiting = await review.accept(scope, view.file, leave)
    if accepted:
        await Import.change(scope, accepted_at=scope.now).where(Import.id == import_id)
        after = {"accepted": accepted, "waiting": waiting}
        await ledger.record(scope, "registers.import.accepted", record_of(view), after=after)
    return accepted, waiting


async def undo(scope: Scope, *, import_id: UUID) -> None:
    """Take back the last import: what it wrote is off the register, which is as it was. History keeps both.

    People and organisations that it added stay. Raises UnableToUndo where it is not the last of its register, or
    somebody changed or reviewed what it wrote.
    """
    view = await kept_import(scope, import_id)
    if view.state is not ImportState.DONE or await imports.last_done(scope, view.register) != import_id:
        raise UnableToUndo("Only the last import can be undone, and only once.")
    changed = await view.intake.changed_since(scope, import_id, view.accepted_at, view.done_at)
    if changed:
        named = "; ".join(changed[:3]) + ("; and others" if len(changed) > 3 else "")
        raise UnableToUndo(
            f"This can’t be undone, because somebody changed or reviewed some of it since: {named}."
        )
    taken_back = await view.intake.undo(scope, view.file)
    await Import.change(
        scope, state=ImportState.UNDONE, undone_at=scope.now, undone_by_name=scope.actor.name
    ).where(Import.id == import_id)
    after = {view.intake.counts[0][0]: taken_back}
    await ledger.record(scope, "registers.import.undone", record_of(view), after=after)
