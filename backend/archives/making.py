"""An export, made by the worker into a sealed file, and opened again piece by piece for whoever fetches it."""

import asyncio
import contextvars
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from backend.archives import writing
from backend.archives.operations import exporting
from backend.archives.operations.exporting import Made, UnableToFetch
from backend.archives.queries import life
from backend.archives.rules.settling import ExportState
from backend.archives.tables import Export
from backend.archives.writing import file_key
from backend.catalogue import shelf
from backend.evidence import store
from backend.kit import sealed_stream
from backend.ledger import sealing
from backend.provision.folder import texts_of
from backend.provision.living import document_of
from backend.scope import Refusal, Scope
from backend.tenancy import transactions

_log = logging.getLogger("probity.archives")
_UNABLE = (
    "The export could not be made. Nothing was changed; ask for it again, and tell whoever runs Probity."
)


async def make(scope: Scope, *, export_id: UUID) -> None:
    """Make an export that was asked for, unless it is made. What goes wrong is said on the page."""
    async with transactions.scope_tx(scope, readonly=True):
        view = await life.export_of(scope, export_id=export_id)
    if view.state is not ExportState.ASKED:
        return
    try:
        made, failure = await _made(scope, export_id), None
    except (OSError, Refusal) as error:
        _log.error("an export was not made: %s", type(error).__name__)
        made, failure = None, error.sentence if isinstance(error, Refusal) else _UNABLE
    async with transactions.scope_tx(scope, after_end=True):
        await exporting.finish(scope, export_id=export_id, made=made, failure=failure)


async def _made(scope: Scope, export_id: UUID) -> Made:
    await sealing.seal_now(scope)
    async with transactions.scope_tx(scope, readonly=True):
        texts = texts_of(await document_of(scope, shelf.catalogue()))

    told = -1

    async def progress(stage: str, done: int, of: int) -> None:
        nonlocal told
        if 100 * done // of == told:
            return
        told = 100 * done // of
        # a task of its own: the archive is read in one transaction, and this is written in another
        await asyncio.create_task(_say(scope, export_id, stage, done, of), context=contextvars.Context())

    key = os.urandom(32)
    with tempfile.TemporaryFile() as sealed:
        counted = _Counted(sealed_stream.Sealer(sealed, key))
        manifest = await writing.write_archive(scope, counted, kind="export", texts=texts, progress=progress)  # type: ignore[arg-type]  # written to as any stream
        counted.sealer.finish()
        stored = await store.put_file(scope, sealed)
    return Made(
        key=key,
        sha256=counted.digest.hexdigest(),
        stored_sha256=stored.sha256,
        size=counted.size,
        rows=sum(table.rows for table in manifest.tables),
        files=len(manifest.files),
    )


async def _say(scope: Scope, export_id: UUID, stage: str, done: int, of: int) -> None:
    async with transactions.scope_tx(scope, after_end=True):
        await exporting.say_progress(scope, export_id=export_id, stage=stage, done=done, of=of)


class _Counted(io.RawIOBase):
    """Counts and hashes what goes to the sealer: the file as whoever fetches it will have it."""

    def __init__(self, sealer: sealed_stream.Sealer) -> None:
        super().__init__()
        self.sealer, self.size, self.digest = sealer, 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.digest.update(piece)
        self.size += len(piece)
        return self.sealer.write(piece)


async def open_export(scope: Scope, *, export_id: UUID) -> AsyncIterator[bytes]:
    """The ZIP of a finished export, piece by piece. Raises NotFound, UnableToFetch, store.UnableToReadFile."""
    view = await life.export_of(scope, export_id=export_id)
    rows = await Export.within(scope, Export.key, Export.stored_sha256).where(Export.id == export_id)
    if view.state is not ExportState.READY or (view.kept_until and scope.now >= view.kept_until):
        raise UnableToFetch(f"This export is {view.state_in_words}, so it can’t be downloaded.")
    at = file_key(scope.tenant.id, rows[0]["stored_sha256"])
    sealed = await store.open_stream(at, name="the export")
    return _pieces(sealed, bytes(rows[0]["key"]))


async def _pieces(sealed: Any, key: bytes) -> AsyncIterator[bytes]:
    with sealed:
        pieces = sealed_stream.opened(sealed, key)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece
