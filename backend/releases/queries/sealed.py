"""The sealed pack behind a release: what it is, and its bytes, which must still be those that were released."""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.packs import queries as packs
from backend.releases.rules import UnableToFetch
from backend.scope import NotFound, Scope

_REPORT = "data/report.pdf"
_LARGEST_REPORT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """A later issue of the same pack."""

    pack_id: UUID
    issue: int
    sealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPack:
    """A finished assurance pack as this room needs to know it."""

    id: UUID
    title: str
    definition_id: str | None
    since: date | None
    until: date | None
    period: str
    issue: int
    sha256: str
    size: int
    file_id: UUID
    name: str
    signed: bool
    key_name: str
    fingerprint: str
    as_at: datetime
    sealed_at: datetime
    newer: Newer | None


async def sealed_pack(scope: Scope, *, pack_id: UUID) -> SealedPack:
    """One finished assurance pack. Raises NotFound, also while it is still being built."""
    view = await packs.assurance_pack(scope, pack_id=pack_id)
    if not view.ready or view.file_id is None:
        raise NotFound("assurance pack")
    return _sealed(view, await packs.assurance_packs_of(scope))


async def releasable(scope: Scope) -> tuple[SealedPack, ...]:
    """The finished assurance packs, newest first."""
    every = await packs.assurance_packs_of(scope)
    return tuple(_sealed(view, every) for view in every if view.ready and view.file_id)


async def bytes_of(scope: Scope, *, pack_id: UUID, sha256: str) -> bytes:
    """The sealed file, byte for byte, if it is still the one that was released. Raises UnableToFetch, NotFound."""
    view = await packs.assurance_pack(scope, pack_id=pack_id)
    if view.file_id is None:
        raise NotFound("file")
    data = await evidence.bytes_of(scope, file_id=view.file_id)
    found = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
    if found != sha256:
        raise UnableToFetch(
            "The file that is kept here is not the one that was released, so it is not given. Tell whoever released it."
        )
    return data


async def report_of(scope: Scope, *, pack_id: UUID, sha256: str) -> bytes:
    """The report in the sealed file. Raises UnableToFetch where it holds none."""
    data = await bytes_of(scope, pack_id=pack_id, sha256=sha256)
    return await asyncio.to_thread(_report_in, data)


def _report_in(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.filename.partition("/")[2] == _REPORT and entry.file_size <= _LARGEST_REPORT:
                return archive.read(entry)
    raise UnableToFetch(
        "This pack holds no report of which a reading copy could be made. Fetch the sealed pack."
    )


def _sealed(view: Any, every: Sequence[Any]) -> SealedPack:
    later = [
        each
        for each in every
        if each.ready and each.period == view.period and each.issue > view.issue and _same_purpose(each, view)
    ]
    newest = max(later, key=lambda each: int(each.issue), default=None)
    return SealedPack(
        id=view.id,
        title=getattr(view, "title", None) or f"Assurance pack, {view.period.in_words}",
        definition_id=getattr(view, "definition", None),
        since=view.since,
        until=view.until,
        period=view.period.in_words,
        issue=view.issue,
        sha256=view.sha256,
        size=view.size,
        file_id=view.file_id,
        name=view.file_name,
        signed=getattr(view, "signed", True),
        key_name=view.key_name,
        fingerprint=view.fingerprint,
        as_at=view.as_at,
        sealed_at=view.sealed_at,
        newer=Newer(pack_id=newest.id, issue=newest.issue, sealed_at=newest.sealed_at) if newest else None,
    )


def _same_purpose(one: Any, other: Any) -> bool:
    return bool(getattr(one, "definition", None) == getattr(other, "definition", None))


async def personal_in(scope: Scope, *, pack_id: UUID) -> tuple[str, ...]:
    """What personal data a pack holds, in words, as far as its sections say; empty where they do not."""
    asked = getattr(packs, "personal_in", None)
    return tuple(await asked(scope, pack_id=pack_id)) if asked else ()
