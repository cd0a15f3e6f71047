"""What is asked at the door and may be answered once: kept sealed, found by a hash, gone when it is answered."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import seals
from backend.people.seals import Seal


async def keep(
    kind: str,
    token: str,
    *,
    account_id: UUID | None,
    content: dict[str, Any],
    seal: Seal,
    now: datetime,
    within: timedelta,
) -> None:
    """Keep `content` until `token` is given back; those that nobody gave back in time are cleared away."""
    await database.execute("DELETE FROM people_challenge WHERE expires_at < $1", now - timedelta(hours=1))
    await database.execute(
        "INSERT INTO people_challenge (id, kind, token_hash, account_id, sealed, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        new_id(),
        kind,
        seals.token_hash(token),
        account_id,
        seal.close(json.dumps(content).encode(), purpose=f"challenge/{kind}"),
        now + within,
    )


async def peek(kind: str, token: str, *, seal: Seal, now: datetime) -> dict[str, Any] | None:
    """What was kept under this token, left where it is."""
    rows = await database.fetch(
        "SELECT sealed FROM people_challenge WHERE kind = $1 AND token_hash = $2 AND expires_at > $3",
        kind,
        seals.token_hash(token),
        now,
    )
    return _opened(kind, rows[0]["sealed"], seal) if rows else None


async def take(kind: str, token: str, *, seal: Seal, now: datetime) -> dict[str, Any] | None:
    """What was kept under this token, taken away: of two who ask at once, one gets nothing."""
    rows = await database.fetch(
        "DELETE FROM people_challenge WHERE kind = $1 AND token_hash = $2 RETURNING sealed, expires_at",
        kind,
        seals.token_hash(token),
    )
    return _opened(kind, rows[0]["sealed"], seal) if rows and rows[0]["expires_at"] > now else None


async def spend(kind: str, token: str, *, seal: Seal, now: datetime, until: datetime) -> bool:
    """Mark a token that travelled outside as used; `False` if it was used before. Kept until it is too old anyway."""
    await database.execute("DELETE FROM people_challenge WHERE expires_at < $1", now - timedelta(hours=1))
    spent = await database.fetch(
        "INSERT INTO people_challenge (id, kind, token_hash, sealed, expires_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (kind, token_hash) DO NOTHING RETURNING id",
        new_id(),
        kind,
        seals.token_hash(token),
        seal.close(b"{}", purpose=f"challenge/{kind}"),
        until,
    )
    return bool(spent)


def _opened(kind: str, sealed: bytes, seal: Seal) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(seal.open(sealed, purpose=f"challenge/{kind}"))
    return content
