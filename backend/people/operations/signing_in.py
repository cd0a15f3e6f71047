"""The door: a password, then a second factor; or an identity provider. All times are real times.

A session begins only when both factors were given. What lies between is a *half-done* sign-in with a token of its
own, which opens no page but the ones that finish it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import database
from backend.people import arrangements, codes, passwords, queries, rules, seals
from backend.people.operations import attempts, challenges
from backend.people.operations.sessions import begin_session, renew_session
from backend.people.providers import ProvenIdentity
from backend.people.queries import SignedIn, Ways
from backend.people.seals import Seal

HALF_DONE = "half-done"


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDone:
    """A sign-in that waits for its second factor. `token` is what the browser holds meanwhile."""

    token: str
    account_id: UUID
    email: str
    name: str
    methods: tuple[str, ...]
    go_to: str
    ways: Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """A sign-in that is complete: the session's token, and where the person wanted to go."""

    token: str
    account_id: UUID
    go_to: str


async def sign_in_with_password(
    *, email: str, password: str, go_to: str, address: str, now: datetime, seal: Seal
) -> HalfDone:
    """The first step. Known and unknown addresses get the same words after the same time.

    Raises `UnableToSignIn` with the attempt recorded, so the caller must commit; `TooManyAttempts` with nothing done.
    """
    wanted = email.strip().lower()
    account = await _account_by_email(wanted)
    async with attempts.counted(
        "password",
        subject=seal.digest(wanted),
        address=address,
        now=now,
        account_id=account["id"] if account else None,
    ):
        right = await passwords.matches(
            password[: rules.LONGEST_PASSWORD], account and account["password_hash"]
        )
        if account is None or not right or account["disabled_at"] is not None:
            raise rules.UnableToSignIn(rules.NOT_RECOGNISED)
    return await wait_for_second_factor(account["id"], methods=("password",), go_to=go_to, now=now, seal=seal)


async def sign_in_with_identity(
    identity: ProvenIdentity,
    *,
    go_to: str,
    address: str,
    device: str,
    now: datetime,
    seal: Seal,
    tenant_id: UUID | None = None,
) -> HalfDone | Complete:
    """Sign in whoever the provider vouches for, by issuer and subject. Without a second factor of the provider's
    own, ours is asked. `tenant_id`: it is that tenant's own provider, and the session opens no other tenant.
    Raises `UnableToSignIn` for an identity that belongs to no account."""
    rows = await database.fetch(
        "SELECT a.id FROM people_identity i JOIN people_account a ON a.id = i.account_id "
        "WHERE i.issuer = $1 AND i.subject = $2 AND a.disabled_at IS NULL",
        identity.issuer,
        identity.subject,
    )
    account_id: UUID | None = rows[0]["id"] if rows else None
    async with attempts.counted(
        "provider",
        subject=seal.digest(f"{identity.issuer} {identity.subject}"),
        address=address,
        now=now,
        account_id=account_id,
    ):
        if account_id is None:
            raise rules.UnableToSignIn(
                "That sign-in belongs to no account here. Ask a governance officer for an invitation."
            )
    methods = ("provider", *arrangements.said_by_provider(identity.methods))
    if tenant_id is not None:
        methods = (*methods, arrangements.begun_at(tenant_id))
    if not identity.by_two_factors:
        return await wait_for_second_factor(account_id, methods=methods, go_to=go_to, now=now, seal=seal)
    token = await begin_session(
        account_id=account_id,
        methods=methods,
        authenticated_at=identity.authenticated_at,
        device=device,
        now=now,
    )
    return Complete(token=token, account_id=account_id, go_to=go_to)


async def wait_for_second_factor(
    account_id: UUID, *, methods: tuple[str, ...], go_to: str, now: datetime, seal: Seal
) -> HalfDone:
    """Remember a first factor that was right, for ten minutes."""
    token = seals.new_token()
    await challenges.keep(
        HALF_DONE,
        token,
        account_id=account_id,
        content={"account": str(account_id), "methods": methods, "go_to": go_to},
        seal=seal,
        now=now,
        within=rules.HALF_DONE_WITHIN,
    )
    found = await half_done_of(token, now=now, seal=seal)
    assert found is not None
    return found


async def half_done_of(token: str, *, now: datetime, seal: Seal) -> HalfDone | None:
    """The half-done sign-in of this token, if its ten minutes are not over."""
    content = await challenges.peek(HALF_DONE, token, seal=seal, now=now)
    if content is None:
        return None
    account = await _account(UUID(content["account"]))
    return HalfDone(
        token=token,
        account_id=account["id"],
        email=account["email"],
        name=account["name"],
        methods=tuple(content["methods"]),
        go_to=content["go_to"],
        ways=await queries.ways_of(account["id"]),
    )


async def sign_in_with_code(
    half_done: HalfDone, *, code: str, address: str, device: str, now: datetime, seal: Seal
) -> Complete:
    """The second step: a one-time code, accepted once. Raises as `sign_in_with_password` does."""
    method = await _checked_code(half_done.account_id, code=code, address=address, now=now, seal=seal)
    return await finish(half_done, method=method, device=device, now=now, seal=seal)


async def confirm_by_code(
    signed_in: SignedIn, *, token: str, code: str, address: str, now: datetime, seal: Seal
) -> str:
    """Prove again who it is, for an act of weight; returns the session's new token."""
    method = await _checked_code(signed_in.account_id, code=code, address=address, now=now, seal=seal)
    return await renew_session(token, methods=(method,), now=now)


async def finish(half_done: HalfDone, *, method: str, device: str, now: datetime, seal: Seal) -> Complete:
    """Turn a half-done sign-in into a session. Once only: the half is gone."""
    if await challenges.take(HALF_DONE, half_done.token, seal=seal, now=now) is None:
        raise rules.UnableToSignIn("That took too long, or was done already. Sign in again.")
    token = await begin_session(
        account_id=half_done.account_id,
        methods=(*half_done.methods, method),
        authenticated_at=now,
        device=device,
        now=now,
    )
    return Complete(token=token, account_id=half_done.account_id, go_to=half_done.go_to)


async def _checked_code(account_id: UUID, *, code: str, address: str, now: datetime, seal: Seal) -> str:
    """The method that this code proves. Raises `UnableToSignIn`, recorded."""
    account = await _account(account_id)
    async with attempts.counted(
        "code", subject=seal.digest(str(account_id)), address=address, now=now, account_id=account_id
    ):
        if account["disabled_at"] is not None:
            raise rules.UnableToSignIn(rules.CODE_NOT_RIGHT)
        if account["second_factor"] == "demonstration":
            if "".join(code.split()) != rules.DEMONSTRATION_CODE:
                raise rules.UnableToSignIn(rules.CODE_NOT_RIGHT)
            return "demonstration"
        await _use_up(account, code=code, now=now, seal=seal)
    return "totp"


async def _use_up(account: Any, *, code: str, now: datetime, seal: Seal) -> None:
    """Accept a code and every step up to its own, in one statement that only one of two racers can win."""
    if account["totp_secret"] is None:
        raise rules.UnableToSignIn(rules.CODE_NOT_RIGHT)
    secret = seal.open(account["totp_secret"], purpose=f"totp/{account['id']}").decode()
    step = codes.step_of(secret, code, now=now, last_step=account["totp_last_step"])
    if step is None:
        raise rules.UnableToSignIn(rules.CODE_NOT_RIGHT)
    used = await database.fetch(
        "UPDATE people_account SET totp_last_step = $2 "
        "WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2) RETURNING id",
        account["id"],
        step,
    )
    if not used:
        raise rules.UnableToSignIn(rules.CODE_NOT_RIGHT)


async def _account(account_id: UUID) -> Any:
    return (await database.fetch("SELECT * FROM people_account WHERE id = $1", account_id))[0]


async def _account_by_email(email: str) -> Any | None:
    rows = await database.fetch("SELECT * FROM people_account WHERE email = $1", email)
    return rows[0] if rows else None
