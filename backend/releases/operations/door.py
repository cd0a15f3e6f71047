"""What goes through the door to a regulator that is an organisation here: the release itself, and what became of it."""

from uuid import UUID

from backend.kit.database import fetch
from backend.releases.queries import ReleaseView, SealedPack
from backend.releases.queries.sealed import newest_of
from backend.releases.rules import UnableToRelease
from backend.releases.tables import Release
from backend.scope import Scope
from backend.together import operations as together
from backend.together.rules import (
    MOST_CARRIED,
    MessageKind,
    PackRelease,
    RecipientLine,
    ReleaseChange,
    ReleaseChanged,
)


async def send_release(
    scope: Scope, view: ReleaseView, pack: SealedPack, *, answers_request_id: UUID | None = None
) -> None:
    """Send the sealed pack under the release's agreement. Raises UnableToRelease, together's UnableToShare."""
    assert view.agreement_id is not None
    if pack.size > MOST_CARRIED:
        raise UnableToRelease(
            "The pack is too large to pass to the other organisation. Release it by link alone.",
            field="agreement_id",
        )
    earlier = await _earlier(scope, view)
    message_id = await together.post(
        scope,
        agreement_id=view.agreement_id,
        kind=MessageKind.PACK_RELEASE,
        said=PackRelease(
            release_id=view.id,
            pack_id=view.pack_id,
            definition=pack.definition_id,
            definition_title=pack.title,
            period=pack.period.in_words,
            period_from=view.since_on,
            period_until=view.until_on,
            issue=view.issue,
            title=view.title,
            as_at=view.as_at,
            sealed_at=view.sealed_at,
            key_name=view.key_name,
            fingerprint=view.fingerprint,
            name=view.file_name,
            media_type="application/zip",
            size=view.size,
            sha256=view.sha256,
            recipients=tuple(
                RecipientLine(name=each.name, address=each.email or "") for each in view.recipients
            ),
            released_by=view.released_by_name,
            released_at=view.released_at,
            expires_at=view.expires_at,
            downloads=view.most_downloads,
            words=view.words,
            supersedes_id=earlier,
            answers_request_id=answers_request_id,
        ),
        enclosed=[pack.file_id],
    )
    await Release.change(scope, message_id=message_id).where(Release.id == view.id)


async def send_change(scope: Scope, view: ReleaseView, change: str) -> None:
    """Say that a release was revoked or extended, or that a newer issue exists."""
    assert view.agreement_id is not None
    kind = ReleaseChange(change)
    newer = (await newest_of(scope)).get((view.definition_id, view.since_on, view.until_on))
    superseded = kind is ReleaseChange.SUPERSEDED
    await together.post(
        scope,
        agreement_id=view.agreement_id,
        kind=MessageKind.RELEASE_CHANGED,
        said=ReleaseChanged(
            release_id=view.id,
            change=kind,
            because=view.revoked_because if kind is ReleaseChange.REVOKED else None,
            expires_at=view.expires_at if kind is ReleaseChange.EXTENDED else None,
            superseded_by_id=await _released_as(scope, view, newer.pack_id) if superseded and newer else None,
            superseded_by_issue=newer.issue if superseded and newer else None,
            changed_by=scope.actor.name,
            changed_at=scope.now,
        ),
    )


async def _earlier(scope: Scope, view: ReleaseView) -> UUID | None:
    """The newest release of an earlier issue of the same pack under the same agreement."""
    rows = await fetch(
        "SELECT id FROM releases_release WHERE tenant_id = $1 AND agreement_id = $2 AND issue < $3 "
        "AND definition_id IS NOT DISTINCT FROM $4 AND since_on IS NOT DISTINCT FROM $5 "
        "AND until_on IS NOT DISTINCT FROM $6 ORDER BY issue DESC, number DESC LIMIT 1",
        scope.tenant.id,
        view.agreement_id,
        view.issue,
        view.definition_id,
        view.since_on,
        view.until_on,
    )
    return rows[0]["id"] if rows else None


async def _released_as(scope: Scope, view: ReleaseView, pack_id: UUID) -> UUID | None:
    rows = await fetch(
        "SELECT id FROM releases_release WHERE tenant_id = $1 AND agreement_id = $2 AND pack_id = $3 "
        "ORDER BY number DESC LIMIT 1",
        scope.tenant.id,
        view.agreement_id,
        pack_id,
    )
    return rows[0]["id"] if rows else None
