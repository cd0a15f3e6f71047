"""Releasing a signed pack to named people, and undoing that before anybody heard of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit import mail
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.packs import operations as packs
from backend.people import passwords, seals
from backend.releases import queries, rules
from backend.releases.operations import door, evidence, records, telling
from backend.releases.queries import SealedPack
from backend.releases.queries.evidence import requests_of
from backend.releases.rules import UnableToRelease
from backend.releases.tables import Recipient, Release
from backend.scope import NotFound, Scope
from backend.tenancy import dues
from backend.together import queries as together
from backend.together.rules import Kind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person to whom a pack is released."""

    name: str
    post: str
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A release as an officer wishes it."""

    pack_id: UUID
    regulator: str
    regulator_kind: str
    regulator_ods: str | None
    agreement_id: UUID | None
    people: tuple[Named, ...]
    expires_at: datetime
    most_downloads: int
    by_mail: bool
    words: str | None = None
    answers_request_id: UUID | None = None
    """The request for evidence in answer to which this issue of the pack was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is shown once: a recipient's code, and their link where that does not go by mail."""

    recipient_id: UUID
    name: str
    code: str
    token: str | None


async def check_wish(scope: Scope, *, wish: Wish) -> SealedPack:
    """Whether a release may be made as it is wished; the pack that would go. Raises UnableToRelease, NotFound."""
    scope.check_may("releases.release", records.RELEASES)
    try:
        pack = await queries.sealed_pack(scope, pack_id=wish.pack_id)
    except NotFound:
        raise UnableToRelease("Choose a finished assurance pack from the list.", field="pack_id") from None
    rules.check_can_release(signed=pack.signed, expires_at=wish.expires_at, now=scope.now)
    if pack.superseded_by is not None:
        raise UnableToRelease(
            "There is a newer issue of this pack. Release that one instead.", field="pack_id"
        )
    _check_people(wish)
    await _check_agreement(scope, wish.agreement_id)
    await _check_request(scope, wish)
    return pack


async def release(scope: Scope, *, wish: Wish, seen_sha256: str) -> tuple[UUID, tuple[Told, ...]]:
    """Release a pack; returns the release's id, and what is shown this once. Raises UnableToRelease, NotFound.

    `seen_sha256` is that of the file in the preview: what goes is exactly that.
    """
    pack = await check_wish(scope, wish=wish)
    if pack.sha256 != seen_sha256:
        raise UnableToRelease("The pack is another file than the one in the preview. Look at it again.")
    await packs.mark_as_left(scope, pack_id=pack.id)
    release_id = await _add(scope, wish, pack)
    told = [await _give_link(scope, release_id, wish, each) for each in wish.people]
    view = await queries.release_of(scope, release_id=release_id)
    await ledger.record(
        scope,
        "releases.release.made",
        records.release_record(view),
        after={
            "pack_id": pack.id,
            "issue": pack.issue,
            "sha256": pack.sha256,
            "regulator": wish.regulator,
            "recipients": [f"{each.name}, {each.post}" for each in wish.people],
            "expires_at": wish.expires_at,
            "most_downloads": wish.most_downloads,
        },
    )
    if wish.by_mail:
        await telling.tell_released(scope, view, links={each.recipient_id: each.token or "" for each in told})
        told = [
            Told(recipient_id=each.recipient_id, name=each.name, code=each.code, token=None) for each in told
        ]
    if wish.answers_request_id is not None:
        await evidence.link_reissue(scope, request_id=wish.answers_request_id, release_id=release_id)
    if wish.agreement_id is not None:
        await door.send_release(scope, view, pack, answers_request_id=wish.answers_request_id)
    await dues.set_due_by(scope, chore=telling.CHORE, at=scope.now)
    return release_id, tuple(told)


async def undo_release(scope: Scope, *, release_id: UUID) -> None:
    """Undo a release whose letters still wait: they are withdrawn, and its links never open. Raises UnableToRelease."""
    scope.check_may("releases.release", records.RELEASES)
    view = await records.held_release(scope, release_id)
    if not view.live:
        raise UnableToRelease("It has ended already.")
    opened = await fetch(
        "SELECT 1 FROM releases_access WHERE tenant_id = $1 AND release_id = $2 LIMIT 1",
        scope.tenant.id,
        release_id,
    )
    rules.check_can_undo(
        released_at=view.released_at,
        opened=bool(opened),
        by_mail=view.by_mail,
        by_door=view.agreement_id is not None,
        now=scope.now,
    )
    await telling.withdraw(scope, view)
    await Release.change(
        scope,
        state="revoked",
        revoked_at=scope.now,
        revoked_because="Undone before its letters went",
        revoked_by_name=scope.actor.name,
        version=view.version + 1,
    ).where(Release.id == release_id)
    await ledger.record(scope, "releases.release.undone", records.release_record(view))


async def _add(scope: Scope, wish: Wish, pack: SealedPack) -> UUID:
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"releases/{scope.tenant.id}")
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM releases_release WHERE tenant_id = $1",
        scope.tenant.id,
    )
    found: UUID = await Release.add(
        scope,
        number=rows[0]["number"],
        pack_id=pack.id,
        definition_id=pack.definition_id,
        title=f"{pack.title}, {pack.period.in_words}",
        since_on=pack.period.since,
        until_on=pack.period.until,
        issue=pack.issue,
        file_name=pack.name,
        sha256=pack.sha256,
        size=pack.size,
        key_name=pack.key_name,
        fingerprint=pack.fingerprint,
        as_at=pack.as_at,
        sealed_at=pack.sealed_at,
        regulator=wish.regulator,
        regulator_kind=wish.regulator_kind,
        regulator_ods=wish.regulator_ods,
        agreement_id=wish.agreement_id,
        words=wish.words,
        state="live",
        most_downloads=wish.most_downloads,
        by_mail=wish.by_mail,
        released_at=scope.now,
        released_by_name=scope.actor.name,
        released_by_person_id=scope.actor.person_id,
        expires_at=wish.expires_at,
        version=1,
    )
    return found


async def _give_link(scope: Scope, release_id: UUID, wish: Wish, person: Named) -> Told:
    token, code = seals.new_token(), rules.new_code()
    recipient_id: UUID = await Recipient.add(
        scope,
        release_id=release_id,
        name=person.name,
        post=person.post,
        email=person.email,
        added_at=scope.now,
        added_by_name=scope.actor.name,
        token_hash=seals.token_hash(token),
        token_made_at=scope.now,
        code_hash=await passwords.hash_of(rules.plain_code(code)),
        code_made_at=scope.now,
        failures=0,
        begun=0,
    )
    return Told(recipient_id=recipient_id, name=person.name, code=code, token=token)


def _check_people(wish: Wish) -> None:
    if not wish.people:
        raise UnableToRelease("Name at least one person at the regulator.", field="name_1")
    for number, person in enumerate(wish.people, 1):
        if person.email is None and wish.agreement_id is not None:
            raise UnableToRelease(
                f"Enter the email address of {person.name}: the other organisation knows them by it.",
                field=f"email_{number}",
            )
        if person.email is None and wish.by_mail:
            raise UnableToRelease(
                f"Enter the email address of {person.name}, or release it without mail.",
                field=f"email_{number}",
            )
        if person.email is not None and not mail.is_address(person.email):
            raise UnableToRelease(
                f"Enter one email address for {person.name}, such as name@example.nhs.uk.",
                field=f"email_{number}",
            )


async def _check_agreement(scope: Scope, agreement_id: UUID | None) -> None:
    """A regulator that is here has an oversight agreement with us that is in force. Raises UnableToRelease."""
    if agreement_id is None:
        return
    for each in await together.agreements_of(scope, kind=Kind.OVERSIGHT):
        if each.id == agreement_id and each.standing.side is Side.INVITED:
            return
    raise UnableToRelease("Choose the agreement from the list.", field="agreement_id")


async def _check_request(scope: Scope, wish: Wish) -> None:
    """What a new issue answers was asked of an earlier one by the same body, and is open. Raises UnableToRelease."""
    if wish.answers_request_id is None:
        return
    for each in await requests_of(scope, request_id=wish.answers_request_id):
        if each.is_open and each.agreement_id == wish.agreement_id:
            return
    raise UnableToRelease("Choose the request from the list, of the same body.", field="answers_request_id")
