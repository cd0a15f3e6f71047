"""Storage in any S3-compatible store, by boto3."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from uuid import UUID

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from backend.kit.storage.contract import (
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

CONNECT_SECONDS = 5
READ_SECONDS = 30
ATTEMPTS = 3

_NO_ROOM = {
    "InsufficientStorage",
    "XMinioStorageFull",
    "QuotaExceeded",
    "XMinioAdminBucketQuotaExceeded",
    "507",
}
_NOT_ALLOWED = {
    "403",
    "AccessDenied",
    "AllAccessDisabled",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidToken",
    "SignatureDoesNotMatch",
}
_NO_KEY = {"404", "NoSuchKey", "NotFound"}
_NOT_KNOWN = {"501", "NotImplemented"}


class S3Storage:
    """Each file is one object; S3 shows an object only when all of it has arrived."""

    def __init__(self, *, bucket: str, prefix: str, endpoint: str | None, region: str | None) -> None:
        self.bucket = bucket
        self.prefix = prefix
        try:
            self._client = boto3.session.Session().client(
                "s3",
                endpoint_url=endpoint,
                region_name=region or ("us-east-1" if endpoint else None),
                config=Config(
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=READ_SECONDS,
                    retries={"mode": "standard", "max_attempts": ATTEMPTS},
                    # The signature covers the body, so that what arrives is what we sent, at stores too that
                    # know nothing of the newer check-sum headers.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    s3={"payload_signing_enabled": True},
                ),
            )
        except (BotoCoreError, ValueError) as error:
            raise ValueError(f"STORAGE_URL can't be used: {error}") from error

    def put(self, key: str, data: bytes | BinaryIO) -> StoredObject:
        size = check_content(key, data)
        with self._plain_failures(key):
            source = io.BytesIO(data) if isinstance(data, bytes) else _Unclosed(data)
            # Large files go in parts. No threads of its own: callers bring theirs.
            self._client.upload_fileobj(
                source, self.bucket, self._object(key), Config=TransferConfig(use_threads=False)
            )
        return StoredObject(key=key, sha256=sha256_in(key), size=size)

    def get(self, key: str) -> bytes:
        with self._plain_failures(key):
            answer = self._client.get_object(Bucket=self.bucket, Key=self._object(key))
            data: bytes = answer["Body"].read()
        if hashlib.sha256(data).hexdigest() != sha256_in(key):
            raise damaged(key)
        return data

    def open_stream(self, key: str) -> BinaryIO:
        with self._plain_failures(key):
            answer = self._client.get_object(Bucket=self.bucket, Key=self._object(key))
        source = _PlainBody(self, key, cast(BinaryIO, answer["Body"]))
        stream = VerifyingStream(cast(BinaryIO, source), key=key, size=answer["ContentLength"])
        return cast(BinaryIO, io.BufferedReader(stream, 1024 * 1024))

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except NotStored:
            return False
        return True

    def size(self, key: str) -> int:
        with self._plain_failures(key):
            try:
                return int(
                    self._client.head_object(Bucket=self.bucket, Key=self._object(key))["ContentLength"]
                )
            except ClientError as error:
                # A HEAD has no body, so a missing bucket looks like a missing file: ask for the bucket.
                if _code(error) in _NO_KEY:
                    self._check_bucket()
                raise

    def held_for(self, tenant_id: UUID) -> Held:
        files = size = 0
        with self._plain_failures(prefix_of(tenant_id)):
            for each in self._pages(tenant_id, versions=self._keeps_versions()):
                files, size = files + 1, size + int(each.get("Size", 0))
        return Held(files=files, size=size)

    def remove_tenant(self, tenant_id: UUID) -> int:
        removed = 0
        with self._plain_failures(prefix_of(tenant_id)):
            for each in self._unfinished(tenant_id):
                self._client.abort_multipart_upload(
                    Bucket=self.bucket, Key=each["Key"], UploadId=each["UploadId"]
                )
            # one by one: not every store takes a list of what to remove in the form that ours sends
            for each in self._pages(tenant_id, versions=self._keeps_versions()):
                version = {"VersionId": each["VersionId"]} if "VersionId" in each else {}
                self._client.delete_object(Bucket=self.bucket, Key=each["Key"], **version)
                removed += 1
        return removed

    def _keeps_versions(self) -> bool:
        """Whether what is removed would stay behind as an older version."""
        try:
            return "Status" in self._client.get_bucket_versioning(Bucket=self.bucket)
        except ClientError as error:
            if _code(error) in _NOT_KNOWN:
                return False
            raise

    def _pages(self, tenant_id: UUID, *, versions: bool) -> Iterator[dict[str, Any]]:
        """Everything under the tenant's keys: objects, or all their versions with the marks of removed ones."""
        listed = self._client.get_paginator("list_object_versions" if versions else "list_objects_v2")
        kinds = ("Versions", "DeleteMarkers") if versions else ("Contents",)
        for page in listed.paginate(Bucket=self.bucket, Prefix=self._prefix_of(tenant_id)):
            for kind in kinds:
                yield from page.get(kind, ())

    def _unfinished(self, tenant_id: UUID) -> list[dict[str, Any]]:
        """Uploads that were broken off, which hold what had arrived."""
        listed = self._client.get_paginator("list_multipart_uploads")
        try:
            pages = list(listed.paginate(Bucket=self.bucket, Prefix=self._prefix_of(tenant_id)))
        except ClientError as error:
            if _code(error) in _NOT_KNOWN:
                return []
            raise
        return [each for page in pages for each in page.get("Uploads", ())]

    def _prefix_of(self, tenant_id: UUID) -> str:
        prefix = prefix_of(tenant_id)
        return f"{self.prefix}/{prefix}" if self.prefix else prefix

    def _object(self, key: str) -> str:
        sha256_in(key)
        return f"{self.prefix}/{key}" if self.prefix else key

    def _check_bucket(self) -> None:
        try:
            self._client.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            if _code(error) in _NO_KEY:
                raise self._no_bucket() from error
            raise

    def _no_bucket(self) -> StorageRefused:
        return StorageRefused(f"The storage bucket {self.bucket} doesn't exist.")

    @contextmanager
    def _plain_failures(self, key: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            code = _code(error)
            if code in _NO_ROOM:
                raise StorageFull(f"There is no room left in the storage bucket {self.bucket}.") from error
            if code == "NoSuchBucket":
                raise self._no_bucket() from error
            if code in _NO_KEY:
                raise not_stored(key) from error
            if code in _NOT_ALLOWED:
                raise StorageRefused(
                    f"The storage bucket {self.bucket} turned us away ({code}): check the access key and "
                    "what it may do."
                ) from error
            raise StorageRefused(
                f"The storage bucket {self.bucket} answered with an error ({code})."
            ) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise StorageRefused(
                f"There is no access key for the storage bucket {self.bucket}: set AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY."
            ) from error
        except (ConnectionError, HTTPClientError) as error:
            raise StorageRefused(
                f"The storage bucket {self.bucket} can't be reached, or is too slow."
            ) from error
        except BotoCoreError as error:
            raise StorageRefused(f"The storage bucket {self.bucket} can't be used: {error}") from error


class _Unclosed(io.RawIOBase):
    """A caller's stream, which the upload would close behind their back."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._source.read(size)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()


class _PlainBody:
    """The body of an answer, which may break off while it's read."""

    def __init__(self, storage: S3Storage, key: str, body: BinaryIO) -> None:
        self._storage = storage
        self._key = key
        self._body = body

    def read(self, size: int) -> bytes:
        with self._storage._plain_failures(self._key):
            return self._body.read(size)

    def close(self) -> None:
        self._body.close()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))
