"""Keeping files: the bytes first, the row that names them second; neither is ever removed."""

from uuid import UUID

from backend.evidence import rules, store
from backend.evidence.tables import File
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.storage import StoredObject
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope

_INSERT = """
INSERT INTO evidence_file (tenant_id, id, name, media_type, sha256, size, kept_at, demonstration, added_at,
  added_by_name, added_by_person_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, sha256, name, media_type) DO NOTHING RETURNING id
"""


async def keep_file(scope: Scope, *, name: str, media_type: str, data: bytes) -> UUID:
    """Keep `data` under its hash and return the id of the file.

    The same bytes under the same name and type are the same file: its first row stands and its id comes back.
    Raises store.StorageIsFull and store.StorageIsAway with nothing written, store.UnableToKeepFile for a name
    that names nothing.
    """
    checked = _checked_name(name)
    stored = await store.put(scope, data)
    return await _record(scope, name=checked, media_type=media_type, stored=stored)


async def record_stored(scope: Scope, *, name: str, media_type: str, stored: StoredObject) -> UUID:
    """`keep_file` for bytes that `store.put` took before the transaction began: large ones, made by a chore."""
    return await _record(scope, name=_checked_name(name), media_type=media_type, stored=stored)


def _checked_name(name: str) -> str:
    plain = rules.plain_name(name)
    if not plain:
        raise store.UnableToKeepFile("The file has no name. Give it one, then add it again.", field="file")
    return plain


async def _record(scope: Scope, *, name: str, media_type: str, stored: StoredObject) -> UUID:
    plain_type = rules.plain_media_type(media_type)
    added = await fetch(
        _INSERT,
        scope.tenant.id,
        new_id(),
        name,
        plain_type,
        stored.sha256,
        stored.size,
        stored.key,
        scope.tenant.demonstration,
        scope.now,
        scope.actor.name,
        scope.actor.person_id,
    )
    if not added:
        return await _same_file(scope, name=name, media_type=plain_type, sha256=stored.sha256)
    file_id: UUID = added[0]["id"]
    await ledger.record(
        scope,
        "evidence.file.kept",
        Record(room="evidence", kind="file", id=file_id, title=name, hash=stored.sha256),
        after={"name": name, "media_type": plain_type, "sha256": stored.sha256, "size": stored.size},
    )
    return file_id


async def _same_file(scope: Scope, *, name: str, media_type: str, sha256: str) -> UUID:
    rows = await File.within(scope, File.id).where(
        File.sha256 == sha256, File.name == name, File.media_type == media_type
    )
    file_id: UUID = rows[0]["id"]
    return file_id
