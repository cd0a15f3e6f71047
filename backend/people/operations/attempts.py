"""Counting attempts at the door, by who is named and by where they come from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

from backend.kit import database
from backend.kit.identity import new_id
from backend.people import rules


@asynccontextmanager
async def counted(
    kind: str, *, subject: bytes, address: str, now: datetime, account_id: UUID | None
) -> AsyncIterator[None]:
    """One attempt: refused unread while a wait lasts; else recorded as failed if the block refuses.

    The record stands only if the transaction commits, so a page that shows `UnableToSignIn` answers with success.
    Raises `TooManyAttempts`.
    """
    await _check_may_try(kind, subject=subject, address=address, now=now)
    try:
        yield
    except rules.UnableToSignIn:
        await _record(kind, subject=subject, address=address, now=now, account_id=account_id, succeeded=False)
        raise
    await _record(kind, subject=subject, address=address, now=now, account_id=account_id, succeeded=True)


async def _check_may_try(kind: str, *, subject: bytes, address: str, now: datetime) -> None:
    """Refuse while a wait lasts. Attempts on one subject go one at a time, or many at once would count as none."""
    rows = await database.fetch(
        "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS alone", f"people {kind} {subject.hex()}"
    )
    if not rows[0]["alone"]:
        raise rules.TooManyAttempts("Another attempt is under way. Try again in a moment.")
    failures = await database.fetch(
        "SELECT at FROM people_attempt WHERE subject = $1 AND kind = $2 AND NOT succeeded AND at > $3 "
        "AND at > coalesce((SELECT max(at) FROM people_attempt WHERE subject = $1 AND kind = $2 AND succeeded), "
        "  '-infinity')",
        subject,
        kind,
        now - rules.COUNTED_WITHIN,
    )
    wait = rules.wait_left([row["at"] for row in failures], now=now)
    from_address = await database.fetch(
        "SELECT count(*) AS failures, min(at) AS first FROM people_attempt "
        "WHERE address = $1 AND NOT succeeded AND at > $2",
        address,
        now - rules.LONGEST_WAIT,
    )
    if from_address[0]["failures"] >= rules.FAILURES_FROM_ADDRESS:
        wait = max(wait, from_address[0]["first"] + rules.LONGEST_WAIT - now)
    if wait > timedelta(0):
        raise rules.TooManyAttempts(
            f"There were too many failed attempts. Try again in {rules.in_minutes(wait)}."
        )


async def _record(
    kind: str, *, subject: bytes, address: str, now: datetime, account_id: UUID | None, succeeded: bool
) -> None:
    await database.execute(
        "INSERT INTO people_attempt (id, at, kind, subject, account_id, address, succeeded) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new_id(),
        now,
        kind,
        subject,
        account_id,
        address,
        succeeded,
    )
