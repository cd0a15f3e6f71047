"""Sessions: begun by a complete sign-in, seen in use, ended by their holder. All times are real times."""

from datetime import datetime
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import rules, seals
from backend.scope import NotFound


async def begin_session(
    *,
    account_id: UUID,
    methods: tuple[str, ...],
    authenticated_at: datetime,
    device: str,
    now: datetime,
    until: datetime | None = None,
    confirmed_with: tuple[str, ...] | None = None,
) -> str:
    """Begin a session and return its token, which is told to the browser and kept nowhere.

    `confirmed_with` are the methods of the last proof, where those of the session are more than that.
    """
    token = seals.new_token()
    await database.execute(
        "INSERT INTO people_session (id, token_hash, account_id, created_at, last_seen_at, expires_at, "
        "  authenticated_at, methods, device, confirmed_with) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9)",
        new_id(),
        seals.token_hash(token),
        account_id,
        now,
        until or now + rules.ABSOLUTE_WITHIN,
        min(authenticated_at, now),
        list(methods),
        rules.device_in_words(device),
        list(confirmed_with or methods),
    )
    return token


async def renew_session(token: str, *, methods: tuple[str, ...], now: datetime) -> str:
    """A new token for whoever just proved again who they are; the old one ends, the last hour stays the same."""
    rows = await database.fetch(
        "UPDATE people_session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL "
        "RETURNING account_id, expires_at, device, methods",
        seals.token_hash(token),
        now,
    )
    if not rows:
        raise NotFound("session")
    old = rows[0]
    return await begin_session(
        account_id=old["account_id"],
        methods=tuple(dict.fromkeys([*old["methods"], *methods])),
        authenticated_at=now,
        device=old["device"],
        now=now,
        until=old["expires_at"],
        confirmed_with=methods,
    )


async def touch_session(token: str, *, now: datetime) -> None:
    """Note that a session is in use; written once a minute at most."""
    await database.execute(
        "UPDATE people_session SET last_seen_at = $2::timestamptz "
        "WHERE token_hash = $1 AND ended_at IS NULL AND last_seen_at < $2::timestamptz - interval '1 minute'",
        seals.token_hash(token),
        now,
    )


async def sign_out(token: str, *, now: datetime) -> None:
    """End the session on the server; its token is good for nothing from now on."""
    await database.execute(
        "UPDATE people_session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL",
        seals.token_hash(token),
        now,
    )


async def end_session(account_id: UUID, *, session_id: UUID, now: datetime) -> None:
    """End one of an account's own sessions. Raises `NotFound`."""
    ended = await database.fetch(
        "UPDATE people_session SET ended_at = $3 "
        "WHERE account_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id",
        account_id,
        session_id,
        now,
    )
    if not ended:
        raise NotFound("session")


async def end_other_sessions(account_id: UUID, *, kept: UUID | None, now: datetime) -> None:
    """End every session of an account but `kept`: after a change of how its holder signs in."""
    await database.execute(
        "UPDATE people_session SET ended_at = $3 "
        "WHERE account_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR id <> $2)",
        account_id,
        kept,
        now,
    )
