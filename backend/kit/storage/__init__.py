"""Storage of whole files under keys that end in their own SHA-256, on disk or in any S3.

    store = storage_from_url("file:///var/lib/probity/files")
    stored = store.put(key_for(tenant_id, data), data)
    store.get(stored.key)

A file that is stored once under its hash never changes, so putting it again is harmless, and what comes back
is compared with the hash before anybody uses it. All calls block: give them a thread of their own in async
code. Write the file first and the row that names it second; a file without a row does no harm.
"""

from backend.kit.storage.contract import (
    Held,
    NotStored,
    Storage,
    StorageDamaged,
    StorageFailure,
    StorageFull,
    StorageRefused,
    StoredObject,
    key_for,
)
from backend.kit.storage.places import storage_from_url

__all__ = [
    "Held",
    "NotStored",
    "Storage",
    "StorageDamaged",
    "StorageFailure",
    "StorageFull",
    "StorageRefused",
    "StoredObject",
    "key_for",
    "storage_from_url",
]
