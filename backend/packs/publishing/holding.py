"""A publication that is being changed: held, with what it was made from, and voided where that is no longer so."""

from typing import Any
from uuid import UUID

from backend.facts.publishing import State
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs import queries as pack_queries
from backend.packs.publishing import content, queries, telling
from backend.packs.publishing.tables import Publication
from backend.scope import NotFound, Scope

PREPARE = "packs.prepare_publications"
RELEASE = "packs.release_publications"

_MOVED = (
    "The agenda or its papers have changed since this was prepared, so it is no longer what would be public."
)


async def held(scope: Scope, publication_id: UUID) -> queries.PublicationLine:
    """The publication, for us alone until the transaction ends. Raises NotFound."""
    rows = await fetch(
        "SELECT 1 FROM packs_publication WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        publication_id,
    )
    if not rows:
        raise NotFound("publication")
    return await queries.publication_of(scope, publication_id=publication_id)


async def change(scope: Scope, publication_id: UUID, **values: Any) -> None:
    await Publication.change(scope, **values).where(Publication.id == publication_id)


def record_of(publication_id: UUID, meeting: str, number: int, sha256: str | None = None) -> Record:
    title = f"Publication {number} of “{meeting}”"
    return Record(room="packs", kind="publication", id=publication_id, title=title, hash=sha256)


async def no_longer_holds(scope: Scope, line: queries.PublicationLine) -> str | None:
    """Why what was prepared is not what would be public now, in a sentence; nothing where it still is."""
    newest = await pack_queries.newest_public_issue(scope, meeting_id=line.meeting_id)
    if newest is not None and newest[0] != line.pack_id:
        return f"Issue {newest[1]} of the public copy was built since."
    if line.cancelled and line.released_at is None:
        return "The meeting was cancelled."
    pack = await pack_queries.public_pack(scope, pack_id=line.pack_id)
    now = await content.frozen(scope, pack=pack)
    return None if now.sha256 == line.sha256 and now.holds_with_pack else _MOVED


async def void(scope: Scope, line: queries.PublicationLine, because: str) -> None:
    """An approval is of exact bytes: for others it is none."""
    words = (
        f"{because} {'The approval is void.' if line.state is State.APPROVED else 'It was not approved yet.'}"
    )
    await change(
        scope,
        line.id,
        state=State.DROPPED.value,
        ended_at=scope.now,
        ended_by_name="Probity",
        ended_because=words,
    )
    await ledger.record(
        scope,
        "packs.publication.void",
        record_of(line.id, line.meeting, line.number, line.sha256),
        before={"state": line.state},
        after={"because": words},
    )
    await telling.tell_of_void(scope, line, words)
