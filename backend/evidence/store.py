"""Where this process keeps files: one storage, given once at start, and its failures as plain refusals.

    store.use(storage_from_url(settings.storage_url))
    stored = await store.put(scope, data)

Failures of the storage keep their cause in the log and tell the person what it means for their file.
"""

import asyncio
import hashlib
import logging
from typing import BinaryIO

from backend.kit.storage import (
    NotStored,
    Storage,
    StorageDamaged,
    StorageFailure,
    StorageFull,
    StoredObject,
    key_for,
)
from backend.kit.storage.contract import CHUNK
from backend.scope import Refusal, Scope

_log = logging.getLogger(__name__)


class UnableToKeepFile(Refusal):
    """A file that was not kept. Nothing was written: neither the bytes nor the row that would name them."""


class StorageIsFull(UnableToKeepFile):
    """There is no room where files are kept: 507, for whoever runs the machines to see to."""

    status = 507


class StorageIsAway(UnableToKeepFile):
    """The place where files are kept is missing, can't be reached or turns us away: 503, try again later."""

    status = 503


class UnableToReadFile(Refusal):
    """A kept file that can't be had at the moment, or is no longer what was kept: 503."""

    status = 503


class _Place:
    storage: Storage | None = None


def use(storage: Storage) -> None:
    """Give this process its storage; composition calls it once, before the first request or job."""
    _Place.storage = storage


async def put(scope: Scope, data: bytes) -> StoredObject:
    """Store the bytes under their hash, durably, in a thread of their own. A second time changes nothing.

    Needs no transaction: store large files before one is opened. Raises StorageIsFull, StorageIsAway.
    """
    key = key_for(scope.tenant.id, data)
    try:
        return await asyncio.to_thread(_storage().put, key, data)
    except StorageFull as failure:
        _log.error("A file was not kept: %s", failure)
        raise StorageIsFull(
            "There is no room left where files are kept, so nothing was saved. "
            "Tell the people who run Probity for you, then try again."
        ) from failure
    except StorageFailure as failure:
        _log.error("A file was not kept: %s", failure)
        raise StorageIsAway(
            "The place where files are kept did not take the file, so nothing was saved. Try again in a few "
            "minutes; if it happens again, tell the people who run Probity for you."
        ) from failure


async def put_file(scope: Scope, file: BinaryIO) -> StoredObject:
    """`put` for a file of any size: read twice from its beginning, once for its hash. Raises as `put` does."""

    def stored() -> StoredObject:
        file.seek(0)
        digest = hashlib.sha256()
        while piece := file.read(CHUNK):
            digest.update(piece)
        file.seek(0)
        return _storage().put(f"tenants/{scope.tenant.id}/{digest.hexdigest()}", file)

    try:
        return await asyncio.to_thread(stored)
    except StorageFailure as failure:
        _log.error("A file was not kept: %s", failure)
        kind = StorageIsFull if isinstance(failure, StorageFull) else StorageIsAway
        raise kind("The place where files are kept did not take the file, so nothing was saved.") from failure


async def get(key: str, *, name: str) -> bytes:
    """The bytes under `key`, compared with their hash; `name` is what the person calls the file.

    Raises UnableToReadFile.
    """
    try:
        return await asyncio.to_thread(_storage().get, key)
    except (NotStored, StorageDamaged) as failure:
        _log.critical("A kept file is lost or damaged: %s", failure)
        raise UnableToReadFile(
            f"The file “{name}” can't be read: what is stored is not what was kept. "
            "Tell the people who run Probity for you; they may have a copy of it."
        ) from failure
    except StorageFailure as failure:
        _log.error("A kept file could not be read: %s", failure)
        raise UnableToReadFile(
            f"The file “{name}” can't be read at the moment. Try again in a few minutes."
        ) from failure


async def open_stream(key: str, *, name: str) -> BinaryIO:
    """What lies under `key`, to be read piece by piece; reading to its end compares it with its hash.

    Raises UnableToReadFile, and NotStored or StorageDamaged while it is read.
    """
    try:
        return await asyncio.to_thread(_storage().open_stream, key)
    except StorageFailure as failure:
        _log.error("A file could not be read: %s", failure)
        raise UnableToReadFile(
            f"The file “{name}” can't be read at the moment. Try again in a few minutes."
        ) from failure


def _storage() -> Storage:
    if _Place.storage is None:
        raise RuntimeError("This process has not been given its storage.")
    return _Place.storage
