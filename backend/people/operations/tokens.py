"""Personal tokens: made, used and revoked by their holder. All times are real times; nothing of one is recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import seals, tokens
from backend.people.queries import ServedTenant, SignedIn
from backend.scope import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A token that was just made. `token` is told once and kept nowhere."""

    token: str
    name: str
    organisations: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who a token speaks for, and the organisations that both it and its holder reach."""

    account_id: UUID
    name: str
    email: str
    made_at: datetime
    tenants: tuple[ServedTenant, ...]


async def make_token(
    signed_in: SignedIn, *, name: str, days: str, organisations: Collection[str], now: datetime
) -> MadeToken:
    """Make a token that reads in `organisations` (their words in the address) for so many `days`.

    Raises `tokens.UnableToMakeToken`.
    """
    # one at a time for an account, or two at once would pass the most that it may hold
    await database.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"people token {signed_in.account_id}"
    )
    served = await _served(signed_in.account_id)
    live = await tokens.tokens_of(signed_in.account_id, now=now)

    plain = tokens.checked_name(name)
    expires_at = tokens.expiry_of(days, now=now)
    slugs = tuple(dict.fromkeys(organisations))
    chosen = [served.get(slug) for slug in slugs]
    tokens.check_reach(chosen)
    tokens.check_number(len(live))

    made = MadeToken(
        token=tokens.MARK + seals.new_token(), name=plain, organisations=slugs, expires_at=expires_at
    )
    await database.execute(
        "INSERT INTO people_token (id, account_id, token_hash, name, tenant_ids, made_at, expires_at, calls_since) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $6)",
        new_id(),
        signed_in.account_id,
        seals.token_hash(made.token),
        plain,
        chosen,
        now,
        expires_at,
    )
    return made


async def revoke_token(account_id: UUID, *, token_id: UUID, now: datetime) -> None:
    """Revoke one of an account's own tokens: it opens nothing from now on. Raises `NotFound`."""
    revoked = await database.fetch(
        "UPDATE people_token SET revoked_at = $3 "
        "WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id",
        account_id,
        token_id,
        now,
    )
    if not revoked:
        raise NotFound("token")


async def use_token(token: str, *, now: datetime) -> Bearer:
    """Who a token speaks for, with this call counted. Works in a transaction that has no tenant.

    The count is in the database, so that it holds over every process that serves. Raises `tokens.UnableToUseToken`,
    `tokens.TooManyCalls`.
    """
    rows = await database.fetch(
        """
        UPDATE people_token t SET last_used_at = $2::timestamptz,
          calls = CASE WHEN t.calls_since > $3 THEN least(t.calls + 1, 1000000) ELSE 1 END,
          calls_since = CASE WHEN t.calls_since > $3 THEN t.calls_since ELSE $2 END
        FROM people_account a
        WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2
          AND a.id = t.account_id AND a.disabled_at IS NULL
        RETURNING t.account_id, t.tenant_ids, t.made_at, t.calls, t.calls_since, a.name, a.email""",
        seals.token_hash(token),
        now,
        now - tokens.COUNTED_OVER,
    )
    if not rows:
        raise tokens.UnableToUseToken(tokens.NOT_GOOD)
    row = rows[0]
    tokens.check_calls(row["calls"], since=row["calls_since"], now=now)
    served = await database.fetch(
        "SELECT tenant_slug, tenant_name FROM people_membership WHERE account_id = $1 "
        "AND tenant_id = ANY ($2) AND ended_at IS NULL",
        row["account_id"],
        row["tenant_ids"],
    )
    return Bearer(
        account_id=row["account_id"],
        name=row["name"],
        email=row["email"],
        made_at=row["made_at"],
        tenants=tuple(ServedTenant(slug=each["tenant_slug"], name=each["tenant_name"]) for each in served),
    )


async def _served(account_id: UUID) -> dict[str, UUID]:
    rows = await database.fetch(
        "SELECT tenant_slug, tenant_id FROM people_membership WHERE account_id = $1 AND ended_at IS NULL",
        account_id,
    )
    return {row["tenant_slug"]: row["tenant_id"] for row in rows}
