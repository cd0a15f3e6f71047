"""Files shown for a concern. They are kept with it, and stand in no list of the organisation's files."""

from uuid import UUID

from backend.concerns.operations import telling
from backend.concerns.queries import handled
from backend.concerns.tables import Document
from backend.evidence import rules as evidence
from backend.evidence import store
from backend.ledger import operations as ledger
from backend.scope import Scope


async def add_document(scope: Scope, *, concern_id: UUID, name: str, media_type: str, data: bytes) -> None:
    """Keep a file with a concern; the same file again changes nothing. Raises `store.UnableToKeepFile`."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    plain = evidence.plain_name(name)
    if not plain or not data:
        raise store.UnableToKeepFile("The file has no name or is empty. Choose another.", field="file")
    stored = await store.put(scope, data)
    known = await Document.within(scope, Document.id).where(
        Document.concern_id == view.id, Document.sha256 == stored.sha256, Document.name == plain
    )
    if known:
        return
    await Document.add(
        scope,
        concern_id=view.id,
        name=plain,
        media_type=evidence.plain_media_type(media_type),
        sha256=stored.sha256,
        size=stored.size,
        kept_at=stored.key,
        added_at=scope.now,
        added_by=scope.actor.person_id,
    )
    await ledger.record(
        scope,
        "concerns.document.added",
        telling.record_of(view.id),
        after={"name": plain, "sha256": stored.sha256, "size": stored.size},
    )
