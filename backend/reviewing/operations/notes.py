"""Working notes: their author's alone, and in no ledger (ADR 9)."""

from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing.operations import keeping
from backend.reviewing.queries import returns
from backend.reviewing.tables import Note
from backend.scope import NotFound, Scope


async def write_note(scope: Scope, *, return_id: UUID, words: str) -> UUID:
    """Write a note on a return that one may open; returns its id. Raises StoodAside, NotFound."""
    person_id = keeping.person_of(scope)
    await returns.return_of(scope, return_id=return_id)
    note_id: UUID = await Note.add(
        scope, return_id=return_id, person_id=person_id, words=words, written_at=scope.now
    )
    return note_id


async def remove_note(scope: Scope, *, return_id: UUID, note_id: UUID) -> None:
    """Remove one's own note for good, also where one stands aside since. Raises NotFound, also for another's."""
    rows = await fetch(
        "DELETE FROM reviewing_note WHERE tenant_id = $1 AND id = $2 AND person_id = $3 AND return_id = $4 "
        "RETURNING id",
        scope.tenant.id,
        note_id,
        keeping.person_of(scope),
        return_id,
    )
    if not rows:
        raise NotFound("note")
