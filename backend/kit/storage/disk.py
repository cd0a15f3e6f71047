"""Storage in a folder of this machine."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from backend.kit.storage.contract import (
    CHUNK,
    Held,
    NotStored,
    StorageFull,
    StorageRefused,
    StoredObject,
    VerifyingStream,
    check_content,
    damaged,
    not_stored,
    prefix_of,
    sha256_in,
)

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskStorage:
    """Each file appears under its key whole and durable, or not at all."""

    def __init__(self, folder: Path) -> None:
        """The folder is made if the one above it is there; a whole missing path is a wrong setting."""
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StorageRefused(f"The storage folder {folder} can't be made: {error.strerror}.") from error

    def put(self, key: str, data: bytes | BinaryIO) -> StoredObject:
        size = check_content(key, data)
        with self._plain_failures():
            file = self._file(key)
            self._make_parents(file)
            part = file.with_name(f".part-{secrets.token_hex(8)}")
            try:
                with part.open("xb") as out:
                    part.chmod(0o600)
                    source = io.BytesIO(data) if isinstance(data, bytes) else data
                    while piece := source.read(CHUNK):
                        out.write(piece)
                    out.flush()
                    os.fsync(out.fileno())
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)
            _sync_folder(file.parent)
        return StoredObject(key=key, sha256=sha256_in(key), size=size)

    def get(self, key: str) -> bytes:
        with self._plain_failures():
            data = self._there(key).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256_in(key):
            raise damaged(key)
        return data

    def open_stream(self, key: str) -> BinaryIO:
        with self._plain_failures():
            source = self._there(key).open("rb")
            size = os.fstat(source.fileno()).st_size
        return cast(BinaryIO, io.BufferedReader(VerifyingStream(source, key=key, size=size), CHUNK))

    def exists(self, key: str) -> bool:
        try:
            with self._plain_failures():
                self._there(key)
        except NotStored:
            return False
        return True

    def size(self, key: str) -> int:
        with self._plain_failures():
            return self._there(key).stat().st_size

    def held_for(self, tenant_id: UUID) -> Held:
        with self._plain_failures():
            sizes = [file.stat().st_size for file in self._files_of(tenant_id)]
        return Held(files=len(sizes), size=sum(sizes))

    def remove_tenant(self, tenant_id: UUID) -> int:
        with self._plain_failures():
            files = self._files_of(tenant_id)
            for file in files:
                file.unlink(missing_ok=True)
            folder = self.folder / prefix_of(tenant_id)
            if folder.is_dir():
                _sync_folder(folder)
                folder.rmdir()
                _sync_folder(folder.parent)
        return len(files)

    def _files_of(self, tenant_id: UUID) -> list[Path]:
        """All that lies in the tenant's folder, parts of files that were never finished among it."""
        self._check_place()
        folder = self.folder / prefix_of(tenant_id)
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def _file(self, key: str) -> Path:
        sha256_in(key)
        return self.folder / key

    def _there(self, key: str) -> Path:
        file = self._file(key)
        if not file.is_file():
            self._check_place()
            raise not_stored(key)
        return file

    def _make_parents(self, file: Path) -> None:
        """Folders below ours, each made durable; never ours itself, which may be a disk that went away."""
        self._check_place()
        folder = self.folder
        for name in file.relative_to(self.folder).parts[:-1]:
            above, folder = folder, folder / name
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(above)

    def _check_place(self) -> None:
        if not self.folder.is_dir():
            raise StorageRefused(f"The storage folder {self.folder} isn't there.")

    @contextmanager
    def _plain_failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise StorageFull(f"There is no room left in the storage folder {self.folder}.") from error
            raise StorageRefused(
                f"The storage folder {self.folder} can't be used: {error.strerror or error}."
            ) from error


def _sync_folder(folder: Path) -> None:
    """A rename outlives a power cut only once its folder is on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
