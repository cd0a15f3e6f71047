"""The sealed pack behind a release: what it is, and its bytes, which must still be those that were released."""

import asyncio
import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.packs import queries as packs
from backend.packs.queries import SealedPack
from backend.releases.rules import UnableToFetch
from backend.scope import Scope

_REPORT = "data/report.pdf"
_LARGEST_REPORT = 256 * 1024 * 1024
_OFFERED = 25  # packs in the form to release one: each costs a few statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """A later issue of the same pack."""

    pack_id: UUID
    issue: int
    sealed_at: datetime


_NEWER = """
SELECT p.id, p.definition, p.since_on, p.until_on, p.issue, p.sealed_at FROM packs_pack p
WHERE p.tenant_id = $1 AND p.kind = 'assurance' AND p.state = 'ready' AND EXISTS (
  SELECT FROM releases_release r WHERE r.tenant_id = $1 AND r.since_on = p.since_on AND r.until_on = p.until_on
    AND r.issue < p.issue)
ORDER BY p.issue
"""

Purpose = tuple[str | None, date | None, date | None]
"""What a pack is an issue of: its definition, and the days that it tells of."""


async def sealed_pack(scope: Scope, *, pack_id: UUID) -> SealedPack:
    """One finished assurance pack. Raises NotFound, also while it is still being built."""
    return await packs.released_form(scope, pack_id=pack_id)


async def releasable(scope: Scope) -> tuple[SealedPack, ...]:
    """The assurance packs that everybody has signed and of which there is no newer issue, newest first."""
    every = [view for view in await packs.assurance_packs_of(scope) if view.ready]
    standings = await packs.standings_of(scope, [view.id for view in every])
    signed = [view.id for view in every if standings[view.id].signed]
    found = [await packs.released_form(scope, pack_id=pack_id) for pack_id in signed[:_OFFERED]]
    return tuple(each for each in found if each.superseded_by is None)


async def newest_of(scope: Scope) -> dict[Purpose, Newer]:
    """The newest signed issue of everything of which an older one was released."""
    rows = await fetch(_NEWER, scope.tenant.id)
    standings = await packs.standings_of(scope, [row["id"] for row in rows])
    return {
        (packs.definition_id(row["definition"]), row["since_on"], row["until_on"]): Newer(
            pack_id=row["id"], issue=row["issue"], sealed_at=row["sealed_at"]
        )
        for row in rows
        if standings[row["id"]].signed
    }


async def bytes_of(scope: Scope, *, pack_id: UUID, sha256: str) -> bytes:
    """The sealed file, byte for byte, if it is still the one that was released. Raises UnableToFetch."""
    form = await packs.released_form(scope, pack_id=pack_id)
    data = await evidence.bytes_of(scope, file_id=form.file_id)
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


async def personal_in(scope: Scope, *, pack_id: UUID) -> tuple[str, ...]:
    """What personal data a pack holds, in words, as far as its sections say; empty where they do not."""
    asked = getattr(packs, "personal_in", None)
    return tuple(await asked(scope, pack_id=pack_id)) if asked else ()
