"""What an officer does with a release after it was made: revoke, extend, give a new code or link, end one person's."""

from datetime import datetime
from uuid import UUID

from backend.kit import mail
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.people import passwords, seals
from backend.releases import rules
from backend.releases.operations import door, records, telling
from backend.releases.operations.releasing import Told
from backend.releases.queries import RecipientLine, ReleaseView
from backend.releases.rules import Standing, UnableToRelease
from backend.releases.tables import Recipient, Release
from backend.scope import NotFound, Scope
from backend.tenancy import dues


async def revoke(scope: Scope, *, release_id: UUID, version: int, because: str) -> None:
    """Stop every further download at once. What was received stays where it is. Raises UnableToRelease."""
    scope.check_may("releases.release", records.RELEASES)
    view = await records.held_release(scope, release_id)
    records.check_version(version, view.version)
    if view.standing is Standing.REVOKED:
        raise UnableToRelease("It is revoked already.")
    await Release.change(
        scope,
        state="revoked",
        revoked_at=scope.now,
        revoked_because=because,
        revoked_by_name=scope.actor.name,
        version=view.version + 1,
    ).where(Release.id == release_id)
    after = await records.held_release(scope, release_id)
    await ledger.record(
        scope,
        "releases.release.revoked",
        records.release_record(after),
        before={"expires_at": view.expires_at},
        after={"because": because},
    )
    await telling.tell_revoked(scope, after)
    if view.agreement_id is not None:
        await door.send_change(scope, after, "revoked")


async def extend(
    scope: Scope, *, release_id: UUID, version: int, expires_at: datetime, most_downloads: int
) -> None:
    """Set another moment at which it ends, and how often each may download it. Raises UnableToRelease."""
    scope.check_may("releases.release", records.RELEASES)
    view = await records.held_release(scope, release_id)
    records.check_version(version, view.version)
    if view.standing is Standing.REVOKED:
        raise UnableToRelease("It is revoked, and stays so. Release the pack anew.")
    rules.check_can_release(signed=True, expires_at=expires_at, now=scope.now)
    if (expires_at, most_downloads) == (view.expires_at, view.most_downloads):
        raise UnableToRelease("Nothing would change by that.", field="expires_on")
    await Release.change(
        scope, expires_at=expires_at, most_downloads=most_downloads, version=view.version + 1
    ).where(Release.id == release_id)
    await ledger.record(
        scope,
        "releases.release.extended",
        records.release_record(view),
        before={"expires_at": view.expires_at, "most_downloads": view.most_downloads},
        after={"expires_at": expires_at, "most_downloads": most_downloads},
    )
    await dues.set_due_by(scope, chore=telling.CHORE, at=scope.now)
    if view.agreement_id is not None and expires_at != view.expires_at:
        await door.send_change(scope, await records.held_release(scope, release_id), "extended")


async def new_code(scope: Scope, *, release_id: UUID, recipient_id: UUID) -> Told:
    """Make a new code for a recipient, which unlocks their link; shown this once. Raises UnableToRelease, NotFound."""
    view, recipient = await _held(scope, release_id, recipient_id)
    code = rules.new_code()
    await Recipient.change(
        scope,
        code_hash=await passwords.hash_of(rules.plain_code(code)),
        code_made_at=scope.now,
        failures=0,
        locked_at=None,
    ).where(Recipient.id == recipient_id)
    await _end_visits(scope, recipient_id)
    await ledger.record(
        scope,
        "releases.recipient.code-made",
        records.recipient_record(view, recipient),
        before={"locked": recipient.locked_at is not None},
    )
    return Told(recipient_id=recipient_id, name=recipient.name, code=code, token=None)


async def new_link(
    scope: Scope, *, release_id: UUID, recipient_id: UUID, by_mail: bool, email: str | None
) -> Told:
    """Make a new link and a new code for a recipient; the old ones open nothing any more. Raises UnableToRelease."""
    view, recipient = await _held(scope, release_id, recipient_id)
    if email is not None and not mail.is_address(email):
        raise UnableToRelease("Enter one email address, such as name@example.nhs.uk.", field="email")
    if by_mail and email is None:
        raise UnableToRelease("Enter their email address, or copy the link yourself.", field="email")
    token, code = seals.new_token(), rules.new_code()
    await Recipient.change(
        scope,
        email=email,
        token_hash=seals.token_hash(token),
        token_made_at=scope.now,
        code_hash=await passwords.hash_of(rules.plain_code(code)),
        code_made_at=scope.now,
        failures=0,
        locked_at=None,
    ).where(Recipient.id == recipient_id)
    await _end_visits(scope, recipient_id)
    after = await records.held_release(scope, release_id)
    await ledger.record(
        scope,
        "releases.recipient.link-made",
        records.recipient_record(view, recipient),
        before={"email": recipient.email},
        after={"email": email, "by_mail": by_mail},
    )
    if by_mail:
        await telling.tell_link(scope, after, recipient, token=token)
    return Told(recipient_id=recipient_id, name=recipient.name, code=code, token=None if by_mail else token)


async def end_recipient(scope: Scope, *, release_id: UUID, recipient_id: UUID, because: str) -> None:
    """End one person's link and leave the others'. Raises UnableToRelease, NotFound."""
    view, recipient = await _held(scope, release_id, recipient_id)
    await Recipient.change(scope, ended_at=scope.now, ended_because=because).where(
        Recipient.id == recipient_id
    )
    await _end_visits(scope, recipient_id)
    await ledger.record(
        scope,
        "releases.recipient.ended",
        records.recipient_record(view, recipient),
        after={"because": because},
    )


async def _held(scope: Scope, release_id: UUID, recipient_id: UUID) -> tuple[ReleaseView, RecipientLine]:
    scope.check_may("releases.release", records.RELEASES)
    view = await records.held_release(scope, release_id)
    recipient = next((each for each in view.recipients if each.id == recipient_id), None)
    if recipient is None:
        raise NotFound("recipient")
    if not view.live:
        raise UnableToRelease(
            "The release has ended, so none of its links opens. Extend it first, or release anew."
        )
    if recipient.ended_at is not None:
        raise UnableToRelease("This person’s link is ended, and stays so. Release the pack to them anew.")
    return view, recipient


async def _end_visits(scope: Scope, recipient_id: UUID) -> None:
    """Whatever is open by the old code or link is so no longer."""
    await execute(
        "UPDATE releases_visit SET ended_at = begun_at WHERE tenant_id = $1 AND recipient_id = $2 AND ended_at IS NULL",
        scope.tenant.id,
        recipient_id,
    )
