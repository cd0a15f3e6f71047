"""What every place of storage promises, and the plain sentences with which it fails."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK = 1024 * 1024

_KEY = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,79}/){1,8}([0-9a-f]{64})")


class StorageFailure(Exception):
    """Something can't be stored or fetched; the text is one plain sentence without secrets."""


class StorageFull(StorageFailure):
    """There is no room left; nothing was written."""


class StorageRefused(StorageFailure):
    """The place is missing, can't be reached or turned us away; nothing was written."""


class NotStored(StorageFailure):
    """The place is well, and nothing is stored under that key."""


class StorageDamaged(StorageFailure):
    """What is stored there isn't what was put there."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored for one tenant."""

    files: int
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    sha256: str
    """64 hexadecimal digits."""
    size: int
    """In bytes."""


class Storage(Protocol):
    """Every method may raise StorageRefused; a key that doesn't end in a SHA-256 is a ValueError."""

    def put(self, key: str, data: bytes | BinaryIO) -> StoredObject:
        """Store the whole of the data, durably, or nothing; a second time changes nothing.

        A stream is read from where it stands and must be seekable. Raises StorageFull, and ValueError when
        the data isn't what the key says.
        """

    def get(self, key: str) -> bytes:
        """The whole file, compared with its hash; raises NotStored or StorageDamaged."""

    def open_stream(self, key: str) -> BinaryIO:
        """The file piece by piece, in constant memory; close it after use. Raises NotStored.

        The last piece is given out only when the whole has the right hash, else StorageDamaged: a reader
        never reaches the end of a damaged file.
        """

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int:
        """In bytes; raises NotStored."""

    def held_for(self, tenant_id: UUID) -> Held:
        """How much is stored under a tenant's keys."""

    def remove_tenant(self, tenant_id: UUID) -> int:
        """Remove everything under a tenant's keys, durably, every version of it; returns how many were removed.

        The only way in which anything is ever removed, for a record whose deletion was approved. Broken off, it is
        called again and takes what is left. What is locked stays, and is a StorageRefused.
        """


def prefix_of(tenant_id: UUID) -> str:
    """With what every key of a tenant begins."""
    return f"tenants/{tenant_id}/"


def key_for(tenant_id: UUID, data: bytes) -> str:
    """The key under which a tenant's file is stored: tenants/<tenant id>/<sha256>.

    The tenant leads, so that the same file of two tenants is stored twice and neither can tell.
    """
    return f"{prefix_of(tenant_id)}{hashlib.sha256(data).hexdigest()}"


def sha256_in(key: str) -> str:
    """The hash with which the key ends; raises ValueError for anything that isn't a plain key."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"A storage key is plain lower-case folders that end in a SHA-256, not {key!r}.")
    return match[1]


def check_content(key: str, data: bytes | BinaryIO) -> int:
    """The size of the data in bytes, once it's known to be what the key says; a stream is wound back."""
    expected = sha256_in(key)
    if isinstance(data, bytes):
        found, size = hashlib.sha256(data).hexdigest(), len(data)
    else:
        start = data.tell()
        digest, size = hashlib.sha256(), 0
        while piece := data.read(CHUNK):
            digest.update(piece)
            size += len(piece)
        data.seek(start)
        found = digest.hexdigest()
    if found != expected:
        raise ValueError(f"The data has the SHA-256 {found}, but the key says {expected}.")
    return size


def damaged(key: str) -> StorageDamaged:
    return StorageDamaged(
        f"The stored file {key} is damaged: its contents no longer have the hash in its name."
    )


def not_stored(key: str) -> NotStored:
    return NotStored(f"There is no stored file {key}.")


class VerifyingStream(io.RawIOBase):
    """Reads a file of known size, and gives out its end only when all of it has the right hash."""

    def __init__(self, source: BinaryIO, *, key: str, size: int) -> None:
        super().__init__()
        self._source = source
        self._key = key
        self._expected = sha256_in(key)
        self._digest = hashlib.sha256()
        self._left = size
        if size == 0:
            self._check_end()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        if not self._left or not len(view):
            return 0
        piece = self._source.read(min(len(view), self._left))
        if not piece:
            raise damaged(self._key)  # shorter than it was when we opened it
        self._digest.update(piece)
        self._left -= len(piece)
        if not self._left:
            self._check_end()
        view[: len(piece)] = piece
        return len(piece)

    def _check_end(self) -> None:
        if self._digest.hexdigest() != self._expected:
            raise damaged(self._key)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()
