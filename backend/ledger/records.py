"""`Record`: how one room points at a thing in another, and how evidence quotes it later."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing that a tenant owns: room, kind, id, title, and the SHA-256 of its content if it has one.

    `confidential`: its very existence is for a few. What is done to it stands in the ledger like everything else, but
    no list, page, pack or count of events holds it; `ledger.queries.confidential_history_of` alone reads it.
    """

    room: str
    kind: str
    id: UUID
    title: str = ""
    hash: str | None = None
    confidential: bool = False


def canonical(value: Any) -> str:
    """`value` as JSON that is the same text for the same content: keys sorted, dates in ISO 8601, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain, ensure_ascii=False)


def content_hash(value: Any) -> str:
    """The SHA-256 of `canonical(value)`, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} can't be written into the ledger")
