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


async def remove_note(scope: Scope, *, note_id: UUID) -> UUID:
    """Remove one's own note for good; returns the return it was on. Raises NotFound, also for another's."""
    rows = await fetch(
        "DELETE FROM reviewing_note WHERE tenant_id = $1 AND id = $2 AND person_id = $3 RETURNING return_id",
        scope.tenant.id,
        note_id,
        keeping.person_of(scope),
    )
    if not rows:
        raise NotFound("note")
    found: UUID = rows[0]["return_id"]
    return found
