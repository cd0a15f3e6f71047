"""Personal tokens: how long they live, how often they may call, and how their holder sees them.

A token reads what its holder may read that day, in the organisations that it was made for; it changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.kit import database
from backend.scope import Refusal

LIVES: dict[str, str] = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "A year"}
"""Days that a token may live, and their words: a year at most."""

MOST_TOKENS = 20
"""How many live tokens one account may hold."""

CALLS_A_MINUTE = 240
COUNTED_OVER = timedelta(minutes=1)

MARK = "probity_"
"""How every token begins, so that a scanner of source code knows one when it sees it."""


class UnableToMakeToken(Refusal):
    """A token that may not be made."""


class UnableToUseToken(Refusal):
    """A token that opens nothing: unknown, expired, revoked, or of a closed account. The sentence is one for all."""

    status = 401


class TooManyCalls(Refusal):
    """The token was used too often. `retry_after` is in seconds."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"This token was used more than {CALLS_A_MINUTE} times in a minute. Try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


NOT_GOOD = "The token is not one that opens anything: it may have expired or been revoked."


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A token as its holder sees it; what it is itself was shown once and is kept nowhere."""

    id: UUID
    name: str
    tenants: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def checked_name(name: str) -> str:
    """The name of a token on one line; raises `UnableToMakeToken`."""
    plain = " ".join(name.split())
    if not plain or len(plain) > 80:
        raise UnableToMakeToken("Enter a name of 80 characters or fewer.", field="name")
    return plain


def expiry_of(days: str, *, now: datetime) -> datetime:
    """When a token made now ends; raises `UnableToMakeToken`."""
    if days not in LIVES:
        raise UnableToMakeToken("Choose how long the token is good for: a year at most.", field="days")
    return now + timedelta(days=int(days))


def check_reach(chosen: Collection[UUID | None]) -> None:
    """A token is for at least one organisation, each of which its holder serves."""
    if not chosen:
        raise UnableToMakeToken("Choose at least one organisation.", field="organisations")
    if None in chosen:
        raise UnableToMakeToken("Choose organisations from the list.", field="organisations")


def check_number(live: int) -> None:
    if live >= MOST_TOKENS:
        raise UnableToMakeToken(
            f"You have {MOST_TOKENS} tokens, which is the most. Revoke one that is not used."
        )


def check_calls(calls: int, *, since: datetime, now: datetime) -> None:
    """Refuse the call after the last that a minute has room for; raises `TooManyCalls`."""
    if calls > CALLS_A_MINUTE:
        left = since + COUNTED_OVER - now
        raise TooManyCalls(max(1, -(-int(left.total_seconds() * 1_000) // 1_000)))


async def tokens_of(account_id: UUID, *, now: datetime) -> tuple[TokenLine, ...]:
    """The live tokens of an account, the newest first, each with the organisations that it still reaches."""
    rows = await database.fetch(
        "SELECT t.id, t.name, t.made_at, t.expires_at, t.last_used_at, "
        "  ARRAY(SELECT m.tenant_name FROM people_membership m WHERE m.account_id = t.account_id "
        "    AND m.tenant_id = ANY (t.tenant_ids) AND m.ended_at IS NULL ORDER BY m.tenant_name) AS tenants "
        "FROM people_token t WHERE t.account_id = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 "
        "ORDER BY t.made_at DESC, t.id",
        account_id,
        now,
    )
    return tuple(TokenLine(**{**row, "tenants": tuple(row["tenants"])}) for row in rows)
