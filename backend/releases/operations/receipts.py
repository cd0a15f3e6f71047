"""Receipts: what a recipient says that they hold. Their own act, dated, and kept for ever."""

import re
from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.releases import queries
from backend.releases.operations import records
from backend.releases.rules import UnableToRelease
from backend.releases.tables import Receipt
from backend.scope import Scope
from backend.together.rules import UnableToDeliver

_HASH = re.compile(r"[0-9a-f]{64}")


async def give_receipt(
    scope: Scope,
    *,
    recipient_id: UUID,
    visit: str,
    sha256: str,
    how: Literal["computed", "confirmed"],
    real: datetime,
    words: str | None = None,
) -> UUID:
    """Keep that a recipient holds a file with this SHA-256; returns the receipt's id.

    A hash of another file is kept as well, and so is a receipt after the release ended: what was received is theirs.
    Raises NoVisit, UnableToRelease.
    """
    await records.hold_recipient(scope, recipient_id)
    opened = await queries.opened(scope, recipient_id=recipient_id, token=visit, real=real)
    plain = "".join(sha256.split()).lower()
    if not _HASH.fullmatch(plain):
        raise UnableToRelease(
            "Enter the SHA-256 of your file: 64 figures and letters from a to f.", field="sha256"
        )
    release, recipient = opened.release, opened.recipient
    acting = records.as_link(scope, opened)
    receipt_id: UUID = await Receipt.add(
        acting,
        release_id=release.id,
        recipient_id=recipient.id,
        name=recipient.name,
        post=recipient.post,
        body=release.regulator,
        sha256=plain,
        matches=plain == release.sha256,
        how=how,
        words=words,
        given_at=scope.now,
        arrived_at=scope.now,
    )
    await _record(acting, receipt_id, release.called, recipient.name, plain, matches=plain == release.sha256)
    return receipt_id


async def keep_receipt(
    scope: Scope,
    *,
    release_id: UUID,
    agreement_id: UUID,
    receipt_id: UUID,
    received_by: str,
    address: str | None,
    given_at: datetime,
    sha256: str,
    verified: str,
) -> None:
    """Keep a receipt that came through the door. Raises UnableToDeliver where it is of no release under the
    agreement.
    """
    rows = await fetch(
        "SELECT number, regulator, sha256 FROM releases_release WHERE tenant_id = $1 AND id = $2 AND agreement_id = $3",
        scope.tenant.id,
        release_id,
        agreement_id,
    )
    if not rows:
        raise UnableToDeliver(f"{scope.tenant.name} has released no such pack under this agreement.")
    known = await fetch(
        "SELECT 1 FROM releases_receipt WHERE tenant_id = $1 AND id = $2", scope.tenant.id, receipt_id
    )
    if known:
        raise UnableToDeliver("That receipt came before.")
    matches = sha256 == rows[0]["sha256"]
    await Receipt.add(
        scope,
        id=receipt_id,
        release_id=release_id,
        name=received_by,
        post=address,
        body=rows[0]["regulator"],
        sha256=sha256,
        matches=matches,
        how="door",
        words=verified,
        given_at=given_at,
        arrived_at=scope.now,
    )
    await _record(scope, receipt_id, f"R-{rows[0]['number']}", received_by, sha256, matches=matches)


async def _record(
    scope: Scope, receipt_id: UUID, called: str, name: str, sha256: str, *, matches: bool
) -> None:
    await ledger.record(
        scope,
        "releases.receipt.given",
        Record(
            room="releases",
            kind="receipt",
            id=receipt_id,
            title=f"Receipt of {name} for {called}",
            hash=sha256,
        ),
        after={"sha256": sha256, "matches": matches},
    )
