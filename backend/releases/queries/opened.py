"""A recipient's own side: what a link is of, who holds a visit, and what they may still fetch."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.people import seals
from backend.releases.queries.releases import RecipientLine, ReleaseView, release_of
from backend.releases.rules import NoVisit
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A release as one of its recipients sees it; of the other recipients it holds nothing."""

    release: ReleaseView
    recipient: RecipientLine

    @property
    def ended(self) -> bool:
        return not self.release.live or self.recipient.ended_at is not None


async def link_of(scope: Scope, *, token: str) -> Opened:
    """Whose link this is. Raises NotFound, the same for what never was and for another organisation's."""
    rows = await fetch(
        "SELECT id, release_id FROM releases_recipient WHERE tenant_id = $1 AND token_hash = $2",
        scope.tenant.id,
        seals.token_hash(token),
    )
    if not rows:
        raise NotFound("link")
    return await _opened(scope, release_id=rows[0]["release_id"], recipient_id=rows[0]["id"])


async def visit_of(scope: Scope, *, recipient_id: UUID, token: str, real: datetime) -> None:
    """Whether the token is of a visit of this recipient that holds at the real moment `real`. Raises NoVisit."""
    rows = await fetch(
        "SELECT 1 FROM releases_visit WHERE tenant_id = $1 AND recipient_id = $2 AND token_hash = $3 "
        "AND ended_at IS NULL AND begun_at <= $4 AND ends_at > $4",
        scope.tenant.id,
        recipient_id,
        seals.token_hash(token),
        real,
    )
    if not token or not rows:
        raise NoVisit


async def opened(scope: Scope, *, recipient_id: UUID, token: str, real: datetime) -> Opened:
    """What a recipient sees who holds a visit. Raises NoVisit, whatever else is or is not there."""
    await visit_of(scope, recipient_id=recipient_id, token=token, real=real)
    rows = await fetch(
        "SELECT release_id FROM releases_recipient WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        recipient_id,
    )
    return await _opened(scope, release_id=rows[0]["release_id"], recipient_id=recipient_id)


async def _opened(scope: Scope, *, release_id: UUID, recipient_id: UUID) -> Opened:
    release = await release_of(scope, release_id=release_id)
    recipient = next(each for each in release.recipients if each.id == recipient_id)
    alone = replace(release, recipients=(recipient,), receipts=recipient.receipts, names="")
    return Opened(release=alone, recipient=recipient)
