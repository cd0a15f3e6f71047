"""What somebody had written when they were asked to prove again who they are: kept for them until they come back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.people import rules, seals
from backend.people.operations import challenges
from backend.people.seals import Seal

_KEPT = "words-kept"


async def keep_words(
    account_id: UUID, *, path: str, values: Mapping[str, Any], seal: Seal, now: datetime
) -> str:
    """Keep the words of a form on `path`; returns the token by which the same account finds them again."""
    token = seals.new_token()
    await challenges.keep(
        _KEPT,
        token,
        account_id=account_id,
        content={"account": str(account_id), "path": path, "values": dict(values)},
        seal=seal,
        now=now,
        within=rules.WORDS_KEPT_FOR,
    )
    return token


async def words_kept(
    token: str, *, account_id: UUID, path: str, seal: Seal, now: datetime
) -> dict[str, Any] | None:
    """What this account had written on this page, left where it is; nothing for anybody else."""
    content = await challenges.peek(_KEPT, token, seal=seal, now=now)
    if content is None or (content["account"], content["path"]) != (str(account_id), path):
        return None
    values: dict[str, Any] = content["values"]
    return values
