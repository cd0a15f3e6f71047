"""Finding kept files, and reading them in the certainty that they are what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.evidence import store
from backend.evidence.tables import File
from backend.scope import NotFound, Scope

_COLUMNS = (
    File.id,
    File.name,
    File.media_type,
    File.sha256,
    File.size,
    File.kept_at,
    File.demonstration,
    File.added_at,
    File.added_by_name,
    File.added_by_person_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One kept file. `sha256` in hexadecimal, `size` in bytes, `kept_at` its storage key."""

    id: UUID
    name: str
    media_type: str
    sha256: str
    size: int
    kept_at: str
    demonstration: bool
    added_at: datetime
    added_by_name: str
    added_by_person_id: UUID | None


async def file_of(scope: Scope, *, file_id: UUID) -> KeptFile:
    """The file's row; raises NotFound."""
    rows = await File.within(scope, *_COLUMNS).where(File.id == file_id)
    if not rows:
        raise NotFound("file")
    return KeptFile(**rows[0])


async def files_of(scope: Scope, *, file_ids: Sequence[UUID]) -> dict[UUID, KeptFile]:
    """The rows of those files that are the tenant's, by id, in one statement."""
    if not file_ids:
        return {}
    rows = await File.within(scope, *_COLUMNS).where(File.id.is_in(list(file_ids)))
    return {row["id"]: KeptFile(**row) for row in rows}


async def files_added_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[KeptFile, ...]:
    """The tenant's files with `start <= added_at < end` on the domain's clock, oldest first."""
    rows = await (
        File.within(scope, *_COLUMNS)
        .where(File.added_at >= start, File.added_at < end)
        .order_by(File.added_at, File.id)
    )
    return tuple(KeptFile(**row) for row in rows)


async def bytes_of(scope: Scope, *, file_id: UUID) -> bytes:
    """The whole file, compared with its hash. Raises NotFound, store.UnableToReadFile."""
    return await bytes_in(await file_of(scope, file_id=file_id))


async def bytes_in(file: KeptFile) -> bytes:
    """The bytes of a file whose row is at hand; needs no transaction. Raises store.UnableToReadFile."""
    return await store.get(file.kept_at, name=file.name)
