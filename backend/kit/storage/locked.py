"""A bucket whose objects nobody can change or remove before their day, its owner included (S3 Object Lock, COMPLIANCE).

For a few small texts that are to bear witness against us, never for files that may have to be erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from backend.kit.storage.contract import StorageRefused

USUAL_DAYS = 8 * 366
_CONNECT_SECONDS, _READ_SECONDS = 5, 15


class LockedBucket:
    """Objects under `prefix` of one bucket, each kept for `days`."""

    def __init__(
        self, *, bucket: str, prefix: str, endpoint: str | None, region: str | None, days: int
    ) -> None:
        self.bucket = bucket
        self.prefix = prefix
        self.days = days
        try:
            self._client: Any = boto3.session.Session().client(
                "s3",
                endpoint_url=endpoint,
                region_name=region or ("us-east-1" if endpoint else None),
                config=Config(
                    connect_timeout=_CONNECT_SECONDS,
                    read_timeout=_READ_SECONDS,
                    retries={"mode": "standard", "max_attempts": 2},
                    # stores ask for a check sum of what is put under a lock
                    request_checksum_calculation="when_supported",
                    response_checksum_validation="when_required",
                ),
            )
        except (BotoCoreError, ValueError) as error:
            raise ValueError(f"ANCHOR_URL can't be used: {error}") from error

    def keep(self, name: str, content: bytes, *, now: datetime) -> tuple[str, datetime]:
        """Put the content there for good; returns where it is and until when it is held. Raises StorageRefused.

        What the store says of the lock afterwards is what counts: a bucket without one takes the object all the same.
        """
        key = f"{self.prefix}/{name}" if self.prefix else name
        wanted = now + timedelta(days=self.days)
        try:
            put = self._client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=content,
                ContentType="text/plain; charset=utf-8",
                ObjectLockMode="COMPLIANCE",
                ObjectLockRetainUntilDate=wanted,
            )
            version = put.get("VersionId")
            told = self._client.head_object(
                Bucket=self.bucket, Key=key, **({"VersionId": version} if version else {})
            )
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "unknown"))
            raise StorageRefused(
                f"The bucket for anchors, {self.bucket}, did not take it ({code})."
            ) from error
        except BotoCoreError as error:
            raise StorageRefused(f"The bucket for anchors, {self.bucket}, can’t be reached.") from error
        until = told.get("ObjectLockRetainUntilDate")
        if told.get("ObjectLockMode") != "COMPLIANCE" or until is None or not version:
            raise StorageRefused(f"The bucket for anchors, {self.bucket}, does not hold what is put into it.")
        return f"s3://{self.bucket}/{key}?versionId={version}", until


def locked_bucket_from_url(url: str) -> LockedBucket:
    """`s3://bucket/prefix?endpoint=https://…&region=…&days=…`; raises ValueError."""
    parts = urlsplit(url)
    options = parse_qs(parts.query, keep_blank_values=True)
    unknown = sorted(set(options) - {"endpoint", "region", "days"})
    days = options.get("days", [str(USUAL_DAYS)])[0]
    if (
        parts.scheme != "s3"
        or not parts.netloc
        or "@" in parts.netloc
        or unknown
        or any(len(values) != 1 or not values[0] for values in options.values())
        or not days.isascii()
        or not days.isdigit()
        or not 0 < int(days) <= 36_525
    ):
        raise ValueError("ANCHOR_URL must look like s3://bucket/prefix?endpoint=https://…&region=…&days=2928")
    return LockedBucket(
        bucket=parts.netloc,
        prefix=unquote(parts.path).strip("/"),
        endpoint=options.get("endpoint", [None])[0],
        region=options.get("region", [None])[0],
        days=int(days),
    )
