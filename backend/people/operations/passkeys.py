"""Passkeys: asked for, added, used to sign in or to prove again who it is, taken away. All times are real times."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from webauthn.helpers import bytes_to_base64url

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import passkeys, queries, rules, seals
from backend.people.operations import attempts, challenges
from backend.people.operations.codes import check_fresh
from backend.people.operations.sessions import begin_session, end_other_sessions, renew_session
from backend.people.operations.signing_in import Complete, HalfDone, finish
from backend.people.passkeys import Place
from backend.people.queries import SignedIn
from backend.people.seals import Seal
from backend.scope import NotFound, Refusal

_NEW = "new-passkey"
_USE = "use-passkey"

_log = logging.getLogger("probity.people")


class UnableToChangePasskeys(Refusal):
    """A passkey that can't be added or taken away."""


async def ask_for_new_passkey(
    account_id: UUID, *, email: str, name: str, place: Place, now: datetime, seal: Seal
) -> dict[str, Any]:
    """The question that makes a browser offer to create a passkey, as JSON values. It may be answered once."""
    token = seals.new_token()
    known = await _credentials_of(account_id)
    await _keep_question(_NEW, token, account_id=account_id, now=now, seal=seal)
    return passkeys.question_for_new(
        place, account_id=account_id, email=email, name=name, known=known, challenge=token.encode()
    )


async def add_passkey(
    signed_in: SignedIn, answer: dict[str, Any], *, label: str, place: Place, now: datetime, seal: Seal
) -> None:
    """Keep a new passkey of somebody who just proved who they are.

    Raises `UnableToSignIn`, `UnableToChangePasskeys`.
    """
    check_fresh(signed_in, now=now)
    await _keep_new(signed_in.account_id, answer, label=label, place=place, now=now, seal=seal)


async def set_up_passkey(
    half_done: HalfDone,
    answer: dict[str, Any],
    *,
    label: str,
    place: Place,
    device: str,
    now: datetime,
    seal: Seal,
) -> Complete:
    """Set up an account's first second factor, which completes the sign-in."""
    if half_done.ways.second_factor:
        raise UnableToChangePasskeys("This account has a second factor already. Sign in with it.")
    await _keep_new(half_done.account_id, answer, label=label, place=place, now=now, seal=seal)
    return await finish(half_done, method="passkey", device=device, now=now, seal=seal)


async def ask_for_passkey(
    *, account_id: UUID | None = None, place: Place, now: datetime, seal: Seal
) -> dict[str, Any]:
    """The question that makes a browser offer its passkeys; of one account's, where it is known whose."""
    token = seals.new_token()
    await _keep_question(_USE, token, account_id=account_id, now=now, seal=seal)
    known = await _credentials_of(account_id) if account_id else []
    return passkeys.question_for_known(place, challenge=token.encode(), known=known)


async def sign_in_with_passkey(
    answer: dict[str, Any], *, place: Place, go_to: str, address: str, device: str, now: datetime, seal: Seal
) -> Complete:
    """A passkey with its holder verified is both factors at once: the sign-in is complete.

    Raises `UnableToSignIn` with the attempt recorded, so the caller must commit.
    """
    account_id = await _judged(answer, expected=None, place=place, address=address, now=now, seal=seal)
    token = await begin_session(
        account_id=account_id, methods=("passkey",), authenticated_at=now, device=device, now=now
    )
    return Complete(token=token, account_id=account_id, go_to=go_to)


async def confirm_by_passkey(
    signed_in: SignedIn,
    answer: dict[str, Any],
    *,
    token: str,
    place: Place,
    address: str,
    now: datetime,
    seal: Seal,
) -> str:
    """Prove again who it is, for an act of weight; returns the session's new token."""
    await _judged(answer, expected=signed_in.account_id, place=place, address=address, now=now, seal=seal)
    return await renew_session(token, methods=("passkey",), now=now)


async def remove_passkey(signed_in: SignedIn, *, passkey_id: UUID, now: datetime) -> None:
    """Take a passkey away, where another second factor remains; other sessions end."""
    check_fresh(signed_in, now=now)
    ways = await queries.ways_of(signed_in.account_id)
    if passkey_id not in {passkey.id for passkey in ways.passkeys}:
        raise NotFound("passkey")
    if len(ways.passkeys) == 1 and not (ways.totp or ways.demonstration):
        raise UnableToChangePasskeys(
            "This passkey is your only second factor. Add another one, or codes, first."
        )
    await database.execute("UPDATE people_passkey SET removed_at = $2 WHERE id = $1", passkey_id, now)
    await end_other_sessions(signed_in.account_id, kept=signed_in.session_id, now=now)


async def _judged(
    answer: dict[str, Any],
    *,
    expected: UUID | None,
    place: Place,
    address: str,
    now: datetime,
    seal: Seal,
) -> UUID:
    """The account whose passkey answered a question of ours. Raises `UnableToSignIn`, recorded."""
    credential_id = passkeys.credential_in(answer)
    rows = await database.fetch(
        "SELECT p.id, p.account_id, p.public_key, p.sign_count FROM people_passkey p "
        "JOIN people_account a ON a.id = p.account_id "
        "WHERE p.credential_id = $1 AND p.removed_at IS NULL AND a.disabled_at IS NULL",
        credential_id,
    )
    known = rows[0] if rows else None
    async with attempts.counted(
        "passkey",
        subject=seal.digest(bytes_to_base64url(credential_id)),
        address=address,
        now=now,
        account_id=known["account_id"] if known else None,
    ):
        challenge = passkeys.challenge_in(answer)
        asked = await _take_question(_USE, challenge, now=now, seal=seal)
        if known is None or (expected is not None and known["account_id"] != expected):
            raise rules.UnableToSignIn(passkeys.NOT_ACCEPTED)
        if asked["account"] not in (None, str(known["account_id"])):
            raise rules.UnableToSignIn(passkeys.NOT_ACCEPTED)
        try:
            count = passkeys.judged_known(
                place,
                answer,
                challenge=challenge,
                public_key=known["public_key"],
                sign_count=known["sign_count"],
            )
        except rules.UnableToSignIn as refusal:
            # A count that fell may be a copied key: worth a line that somebody reads.
            _log.warning("passkey %s was refused: %s", known["id"], refusal.__cause__)
            raise
    await database.execute(
        "UPDATE people_passkey SET sign_count = $2, last_used_at = $3 WHERE id = $1", known["id"], count, now
    )
    account_id: UUID = known["account_id"]
    return account_id


async def _keep_new(
    account_id: UUID, answer: dict[str, Any], *, label: str, place: Place, now: datetime, seal: Seal
) -> None:
    challenge = passkeys.challenge_in(answer)
    asked = await _take_question(_NEW, challenge, now=now, seal=seal)
    if asked["account"] != str(account_id):
        raise rules.UnableToSignIn(passkeys.NOT_ACCEPTED)
    made = passkeys.judged_new(place, answer, challenge=challenge)
    kept = await database.fetch(
        "INSERT INTO people_passkey (id, account_id, credential_id, public_key, sign_count, name, added_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING RETURNING id",
        new_id(),
        account_id,
        made.credential_id,
        made.public_key,
        made.sign_count,
        label.strip()[:80] or "Passkey",
        now,
    )
    if not kept:
        raise UnableToChangePasskeys("That passkey is here already.")


async def _keep_question(
    kind: str, token: str, *, account_id: UUID | None, now: datetime, seal: Seal
) -> None:
    await challenges.keep(
        kind,
        token,
        account_id=account_id,
        content={"account": str(account_id) if account_id else None},
        seal=seal,
        now=now,
        within=rules.HALF_DONE_WITHIN,
    )


async def _take_question(kind: str, challenge: bytes, *, now: datetime, seal: Seal) -> dict[str, Any]:
    asked = await challenges.take(kind, challenge.decode("latin-1"), seal=seal, now=now)
    if asked is None:
        raise rules.UnableToSignIn(passkeys.NOT_ACCEPTED)
    return asked


async def _credentials_of(account_id: UUID) -> list[bytes]:
    rows = await database.fetch(
        "SELECT credential_id FROM people_passkey WHERE account_id = $1 AND removed_at IS NULL", account_id
    )
    return [row["credential_id"] for row in rows]
