"""Setting up one-time codes: the key is shown once, and kept when the first code proves that it arrived."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit import database
from backend.people import codes, queries, rules
from backend.people.operations.sessions import end_other_sessions
from backend.people.operations.signing_in import Complete, HalfDone, finish
from backend.people.queries import SignedIn
from backend.people.seals import Seal, Unsealed
from backend.scope import Refusal


class UnableToSetUpCodes(Refusal):
    """Codes that can't be set up or taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A key that is not kept yet. `sealed` travels through the form and back, so that showing it writes nothing."""

    secret_in_words: str
    square_code: str
    sealed: str


def offer_codes(account_id: UUID, *, email: str, now: datetime, seal: Seal) -> Offer:
    """A new key for an authenticator app, good for as long as a half-done sign-in."""
    return _offered(
        account_id, codes.new_secret(), email=email, until=now + rules.HALF_DONE_WITHIN, seal=seal
    )


def offer_again(account_id: UUID, sealed: str, *, email: str, now: datetime, seal: Seal) -> Offer:
    """The same offer, after a code that was wrong: the app has its key already. A spent offer is a new one."""
    try:
        secret = _secret_in(account_id, sealed, now=now, seal=seal)
    except UnableToSetUpCodes:
        return offer_codes(account_id, email=email, now=now, seal=seal)
    return _offered(account_id, secret, email=email, until=now + rules.HALF_DONE_WITHIN, seal=seal)


async def set_up_codes(
    half_done: HalfDone, *, sealed: str, code: str, device: str, now: datetime, seal: Seal
) -> Complete:
    """Set up an account's first second factor, which completes the sign-in. Raises `UnableToSetUpCodes`."""
    if half_done.ways.second_factor:
        raise UnableToSetUpCodes("This account has a second factor already. Sign in with it.")
    await _keep(half_done.account_id, sealed=sealed, code=code, now=now, seal=seal)
    return await finish(half_done, method="totp", device=device, now=now, seal=seal)


async def add_codes(signed_in: SignedIn, *, sealed: str, code: str, now: datetime, seal: Seal) -> None:
    """Set up codes, or replace the key, for somebody who just proved who they are; other sessions end."""
    check_fresh(signed_in, now=now)
    await _keep(signed_in.account_id, sealed=sealed, code=code, now=now, seal=seal)
    await end_other_sessions(signed_in.account_id, kept=signed_in.session_id, now=now)


async def remove_codes(signed_in: SignedIn, *, now: datetime) -> None:
    """Take codes away, where a passkey remains."""
    check_fresh(signed_in, now=now)
    if not (await queries.ways_of(signed_in.account_id)).passkeys:
        raise UnableToSetUpCodes("Codes are your only second factor. Add a passkey first.")
    await database.execute(
        "UPDATE people_account SET totp_secret = NULL, totp_last_step = NULL WHERE id = $1",
        signed_in.account_id,
    )
    await end_other_sessions(signed_in.account_id, kept=signed_in.session_id, now=now)


def check_fresh(signed_in: SignedIn, *, now: datetime) -> None:
    """A change of how one signs in needs fresh proof of who one is, by ways that are one's own."""
    if not signed_in.may_change_ways:
        raise Refusal(
            "You came in by your organisation’s own sign-in, which can’t change how your account signs in elsewhere. "
            "Sign out, and sign in with your password or passkey."
        )
    if not rules.is_fresh(signed_in.authenticated_at, now=now):
        raise Refusal("Confirm that it is you first: you signed in more than five minutes ago.")


async def keep_secret(account_id: UUID, secret: str, *, last_step: int | None, seal: Seal) -> None:
    """Store a key, sealed to its account; a demonstration account has a second factor of its own from now on."""
    await database.execute(
        "UPDATE people_account SET totp_secret = $2, totp_last_step = $3, second_factor = 'own' WHERE id = $1",
        account_id,
        seal.close(secret.encode(), purpose=f"totp/{account_id}"),
        last_step,
    )


async def _keep(account_id: UUID, *, sealed: str, code: str, now: datetime, seal: Seal) -> None:
    secret = _secret_in(account_id, sealed, now=now, seal=seal)
    step = codes.step_of(secret, code, now=now, last_step=None)
    if step is None:
        raise UnableToSetUpCodes(
            "The code is not right. Check that the clock of your phone is right and try the next one.",
            field="code",
        )
    await keep_secret(account_id, secret, last_step=step, seal=seal)


def _offered(account_id: UUID, secret: str, *, email: str, until: datetime, seal: Seal) -> Offer:
    content = json.dumps({"secret": secret, "until": until.isoformat()}).encode()
    sealed = seal.close(content, purpose=f"totp-offer/{account_id}")
    return Offer(
        secret_in_words=codes.key_in_words(secret),
        square_code=codes.square_code(secret, email=email),
        sealed=base64.urlsafe_b64encode(sealed).decode(),
    )


def _secret_in(account_id: UUID, sealed: str, *, now: datetime, seal: Seal) -> str:
    try:
        content = json.loads(
            seal.open(base64.urlsafe_b64decode(sealed.encode()), purpose=f"totp-offer/{account_id}")
        )
    except (Unsealed, binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise UnableToSetUpCodes("That key is not one that was offered to you. Begin again.") from error
    if datetime.fromisoformat(content["until"]) < now:
        raise UnableToSetUpCodes("That took too long. Begin again with a new key.")
    secret: str = content["secret"]
    return secret
