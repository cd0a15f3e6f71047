"""From an address to the place that it names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from backend.kit.storage.contract import Storage


def storage_from_url(url: str) -> Storage:
    """The storage at this address; raises ValueError for an address that can't be read.

    `file:///absolute/folder`, or `s3://bucket/prefix?endpoint=https://…&region=…`. Credentials for S3 come
    from where boto3 looks for them (environment, profile, machine role), never from the address.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        if parts.netloc or not folder.is_absolute() or parts.query or parts.fragment:
            raise ValueError(f"STORAGE_URL must look like file:///absolute/folder, not {url}")
        from backend.kit.storage.disk import DiskStorage

        return DiskStorage(folder)
    if parts.scheme == "s3":
        options = parse_qs(parts.query, keep_blank_values=True)
        if "@" in parts.netloc:
            raise ValueError("STORAGE_URL must not hold a user or password; give them in AWS_ACCESS_KEY_ID.")
        unknown = sorted(set(options) - {"endpoint", "region"})
        if (
            unknown
            or not parts.netloc
            or any(len(values) != 1 or not values[0] for values in options.values())
        ):
            raise ValueError(
                "STORAGE_URL must look like s3://bucket/prefix?endpoint=https://…&region=…"
                + (f"; it can't hold {', '.join(unknown)}." if unknown else ".")
            )
        from backend.kit.storage.s3 import S3Storage

        return S3Storage(
            bucket=parts.netloc,
            prefix=unquote(parts.path).strip("/"),
            endpoint=options.get("endpoint", [None])[0],
            region=options.get("region", [None])[0],
        )
    raise ValueError("STORAGE_URL must begin with file:// or s3://")
