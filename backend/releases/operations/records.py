"""How the ledger points at what the room keeps, and who acts where a link is used."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.releases import queries
from backend.releases.queries import Opened, RecipientLine, ReleaseView
from backend.releases.tables import Access
from backend.scope import Actor, OvertakenByAnother, Scope

RELEASES = "Your role doesn’t release packs."


def release_record(view: ReleaseView) -> Record:
    return Record(
        room="releases",
        kind="release",
        id=view.id,
        title=f"{view.called} to {view.regulator}",
        hash=view.sha256,
    )


def recipient_record(view: ReleaseView, recipient: RecipientLine) -> Record:
    return Record(
        room="releases",
        kind="recipient",
        id=recipient.id,
        title=f"{recipient.name}, {view.regulator} ({view.called})",
    )


def as_link(scope: Scope, opened: Opened) -> Scope:
    """The scope of whoever uses a recipient's link: nobody of ours, and named so."""
    actor = Actor(
        name=f"{opened.recipient.name} of {opened.release.regulator}, by a link", chore="releases.link"
    )
    return replace(scope, actor=actor)


def check_version(seen: int, now: int) -> None:
    if seen != now:
        raise OvertakenByAnother(
            "Somebody else has changed this release since you opened it, so nothing was done. Look at it, then do it "
            "once more."
        )


async def held_release(scope: Scope, release_id: UUID) -> ReleaseView:
    """A release, held against change until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT 1 FROM releases_release WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        release_id,
    )
    return await queries.release_of(scope, release_id=release_id)


async def hold_recipient(scope: Scope, recipient_id: UUID) -> None:
    """Let what is done with one link go one after another, and none of it while its release is being changed."""
    await fetch(
        "SELECT 1 FROM releases_release r JOIN releases_recipient p ON p.tenant_id = $1 AND p.release_id = r.id "
        "WHERE r.tenant_id = $1 AND p.id = $2 FOR SHARE OF r FOR UPDATE OF p",
        scope.tenant.id,
        recipient_id,
    )


async def note_access(
    scope: Scope,
    opened: Opened,
    *,
    kind: str,
    asked_with: str,
    because: str | None = None,
    download_id: UUID | None = None,
    part: tuple[int, int] | None = None,
) -> None:
    """Keep what was asked of a link; refused where it says why."""
    values: dict[str, Any] = {
        "release_id": opened.release.id,
        "recipient_id": opened.recipient.id,
        "download_id": download_id,
        "at": scope.now,
        "kind": kind,
        "given": because is None,
        "because": because,
        "first_byte": part[0] if part else None,
        "last_byte": part[1] if part else None,
        "asked_with": asked_with[:80],
    }
    await Access.add(scope, **values)
