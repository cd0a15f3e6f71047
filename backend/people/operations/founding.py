"""Founding links: made for one address, proven by a code, used once. All times are real times.

Nothing founds an organisation but such a link. What a page says before the address is proven is the same whether there
is an account of that address or not.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import passwords, rules, seals
from backend.people.operations import attempts, challenges
from backend.people.operations.accounts import open_account
from backend.people.operations.signing_in import HalfDone, wait_for_second_factor
from backend.people.queries import SignedIn
from backend.people.seals import Seal
from backend.scope import NotFound, OvertakenByAnother, Refusal

CODE = "founding-code"
LONGEST_DAYS = 60
_MOST_CODES = 20
_BETWEEN_CODES = timedelta(minutes=1)
CODE_WITHIN = timedelta(minutes=30)


class UnableToInviteFounder(Refusal):
    """A founding link that can't be made, or not be ended."""


class UnableToProveAddress(rules.UnableToSignIn):
    """The code was not right; the sentence is the same whoever the link was made for."""


class UnableToSendCode(Refusal):
    """A code that can't be sent now."""

    status = 429


class AccountIsThere(Refusal):
    """The address is proven, and its holder has an account: they sign in with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundingLink:
    """A link as those who run the installation list it."""

    id: UUID
    email: str
    made_at: datetime
    expires_at: datetime
    codes_sent: int
    code_sent_at: datetime | None
    revoked_at: datetime | None
    founded_at: datetime | None
    founded_slug: str | None
    told_code_hash: str | None

    def is_open(self, *, now: datetime) -> bool:
        return self.revoked_at is None and self.founded_at is None and now < self.expires_at

    def state(self, *, now: datetime) -> str:
        if self.founded_slug is not None:
            return f"used: founded {self.founded_slug}"
        if self.revoked_at is not None:
            return "revoked"
        return "open" if now < self.expires_at else "expired"

    @property
    def masked(self) -> str:
        """The address as its holder knows it again, and nobody else learns it: `m…@example.nhs.uk`."""
        name, _, host = self.email.partition("@")
        return f"{name[:1]}…@{host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """What is told once: the token, and the code where there is no mail server to send one."""

    id: UUID
    token: str
    code: str | None
    email: str
    expires_at: datetime


_COLUMNS = (
    "id, email, made_at, expires_at, codes_sent, code_sent_at, revoked_at, founded_at, founded_slug, "
    "told_code_hash"
)


async def invite_founder(*, email: str, days: int, by_mail: bool, now: datetime) -> NewLink:
    """Make a link for an address, good for so many days; an earlier open one of the same address ends."""
    address = rules.checked_email(email)
    if not 1 <= days <= LONGEST_DAYS:
        raise UnableToInviteFounder(f"A founding link is good for 1 to {LONGEST_DAYS} days.", field="days")
    await database.execute(
        "UPDATE people_founding SET revoked_at = $2 "
        "WHERE email = $1 AND revoked_at IS NULL AND founded_at IS NULL AND expires_at > $2",
        address,
        now,
    )
    code = None if by_mail else new_code()
    made = NewLink(
        id=new_id(), token=seals.new_token(), code=code, email=address, expires_at=now + timedelta(days=days)
    )
    await database.execute(
        "INSERT INTO people_founding (id, token_hash, email, told_code_hash, made_at, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        made.id,
        seals.token_hash(made.token),
        address,
        await passwords.hash_of(plain_code(code)) if code else None,
        now,
        made.expires_at,
    )
    return made


async def founding_links() -> tuple[FoundingLink, ...]:
    """Every link that was made, the newest first."""
    rows = await database.fetch(f"SELECT {_COLUMNS} FROM people_founding ORDER BY made_at DESC, id")  # noqa: S608 - our own text
    return tuple(FoundingLink(**row) for row in rows)


async def revoke_link(*, email: str, now: datetime) -> int:
    """End the open links of an address; returns how many. Raises UnableToInviteFounder where there is none."""
    ended = await database.fetch(
        "UPDATE people_founding SET revoked_at = $2 "
        "WHERE email = $1 AND revoked_at IS NULL AND founded_at IS NULL AND expires_at > $2 RETURNING id",
        rules.checked_email(email),
        now,
    )
    if not ended:
        raise UnableToInviteFounder(f"There is no open founding link for {email}.")
    return len(ended)


async def link_of(token: str, *, now: datetime, held: bool = False) -> FoundingLink:
    """The open link of this token. Raises NotFound, in the same words for what never was, ended or was used."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM people_founding WHERE token_hash = $1{' FOR UPDATE' if held else ''}",  # noqa: S608 - our own text
        seals.token_hash(token),
    )
    link = FoundingLink(**rows[0]) if rows else None
    if link is None or not link.is_open(now=now):
        raise NotFound("founding link")
    return link


async def send_code(
    token: str, *, send: Callable[[str, str], Awaitable[None]], now: datetime, seal: Seal
) -> None:
    """Send a code to the address of the link; an earlier one is good no more. `send(address, code)` hands it over."""
    link = await link_of(token, now=now, held=True)
    if link.told_code_hash is not None:
        raise UnableToSendCode("The code of this link was told to you with it. Nothing is sent.")
    if link.code_sent_at is not None and now - link.code_sent_at < _BETWEEN_CODES:
        raise UnableToSendCode("A code was sent a moment ago. Wait a minute before you ask for another.")
    if link.codes_sent >= _MOST_CODES:
        raise UnableToSendCode("No more codes are sent for this link. Ask for another link.")
    code = new_code()
    await challenges.take(CODE, token, seal=seal, now=now)
    await challenges.keep(
        CODE,
        token,
        account_id=None,
        content={"code": plain_code(code)},
        seal=seal,
        now=now,
        within=CODE_WITHIN,
    )
    await database.execute(
        "UPDATE people_founding SET codes_sent = codes_sent + 1, code_sent_at = $2 WHERE id = $1",
        link.id,
        now,
    )
    await send(link.email, code)


async def prove_address(
    token: str, *, code: str, name: str, password: str, address: str, now: datetime, seal: Seal
) -> HalfDone:
    """Prove the address by its code and open an account, whose second factor comes next.

    Raises UnableToProveAddress, with the attempt recorded, so the caller commits; TooManyAttempts; AccountIsThere
    for whoever proved an address that has an account.
    """
    link = await link_of(token, now=now)
    async with attempts.counted(
        "invitation", subject=seal.digest(f"founding {link.id}"), address=address, now=now, account_id=None
    ):
        if not await _is_right(link, token, code, now=now, seal=seal):
            raise UnableToProveAddress("The code is not right, or is too old. Check it, or ask for another.")
    known = await database.fetch("SELECT 1 FROM people_account WHERE email = $1", link.email)
    if known:
        raise AccountIsThere("You have an account here already. Sign in with it, then open this link again.")
    account_id = await open_account(
        email=link.email,
        name=rules.checked_name(name),
        password_hash=await passwords.hash_of(password),
        demonstration=False,
        now=now,
    )
    await challenges.take(CODE, token, seal=seal, now=now)
    return await wait_for_second_factor(
        account_id, methods=("password",), go_to=f"/founding/{token}/organisation", now=now, seal=seal
    )


async def usable_link(token: str, *, signed_in: SignedIn, now: datetime, held: bool = False) -> FoundingLink:
    """The link for whoever is signed in, if it was made for their address. Raises NotFound, UnableToInviteFounder."""
    link = await link_of(token, now=now, held=held)
    if signed_in.email != link.email:
        raise UnableToInviteFounder(
            "This link was made for another address than your account’s. Sign out first, or ask for one of your own."
        )
    if signed_in.demonstration:
        raise UnableToInviteFounder("A demonstration account can’t found a real organisation.")
    return link


async def use_link(link: FoundingLink, *, slug: str, now: datetime) -> None:
    """The link has founded an organisation, and founds no other; of two who try at once, one is too late."""
    used = await database.fetch(
        "UPDATE people_founding SET founded_at = $2, founded_slug = $3 "
        "WHERE id = $1 AND founded_at IS NULL AND revoked_at IS NULL RETURNING id",
        link.id,
        now,
        slug,
    )
    if not used:
        raise OvertakenByAnother("This link was used a moment ago.")


def new_code() -> str:
    """Eight digits in two groups, to be read out or typed."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]} {digits[4:]}"


def plain_code(code: str) -> str:
    return "".join(code.split()).replace("-", "")[:20]


async def _is_right(link: FoundingLink, token: str, code: str, *, now: datetime, seal: Seal) -> bool:
    given = plain_code(code)
    if link.told_code_hash is not None:
        return await passwords.matches(given, link.told_code_hash)
    kept = await challenges.peek(CODE, token, seal=seal, now=now)
    return kept is not None and secrets.compare_digest(str(kept["code"]).encode(), given.encode())
