"""Who holds the live page of a meeting. One at a time; the first who saves holds it, and another may take it over."""

from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, NotPermitted, Scope
from backend.sittings import rules

CLAIM = """
meeting AS (SELECT id, title FROM meetings_meeting WHERE tenant_id = $1 AND id = $2),
held AS (
  INSERT INTO sittings_hold (tenant_id, id, meeting_id, person_id, name, since)
  SELECT $1, $3::uuid, id, $4::uuid, $5::text, $6::timestamptz FROM meeting
  ON CONFLICT (tenant_id, meeting_id) DO UPDATE SET name = excluded.name
    WHERE sittings_hold.person_id = excluded.person_id
  RETURNING meeting_id)
"""
"""The first parts of a statement that writes only for the holder: `held` is empty where somebody else holds the page.

The row of the hold is locked by it, so that what is saved for one meeting is saved one after the other.
"""


def claim_of(scope: Scope, meeting_id: UUID) -> tuple[Any, ...]:
    """The first six arguments of a statement that begins with `CLAIM`. Raises NotPermitted for a chore."""
    return (scope.tenant.id, meeting_id, new_id(), holder_of(scope), scope.actor.name, scope.now)


def holder_of(scope: Scope) -> UUID:
    """Who would hold the page. Raises NotPermitted for a chore."""
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person can hold the page of a meeting.")
    return scope.actor.person_id


async def hold_page(scope: Scope, *, meeting_id: UUID) -> str:
    """Hold the page, where nobody else does, until the transaction ends; returns the meeting's title.

    Raises rules.HeldByAnother (409), NotFound.
    """
    rows = await fetch(
        f"WITH {CLAIM} SELECT title, (SELECT count(*) FROM held) AS held FROM meeting",  # noqa: S608 - our own text
        *claim_of(scope, meeting_id),
    )
    if not rows:
        raise NotFound("meeting")
    if not rows[0]["held"]:
        await refuse(scope, meeting_id)
    return str(rows[0]["title"])


async def take_over(scope: Scope, *, meeting_id: UUID) -> None:
    """Hold the page from now on, whoever held it. Whoever held it keeps what they typed, and is told when they save."""
    tenant_id, _, hold_id, person_id, name, now = claim_of(scope, meeting_id)
    rows = await fetch(
        """
        WITH meeting AS (SELECT id, title FROM meetings_meeting WHERE tenant_id = $1 AND id = $2),
        before AS (SELECT person_id, name FROM sittings_hold WHERE tenant_id = $1 AND meeting_id = $2),
        held AS (
          INSERT INTO sittings_hold (tenant_id, id, meeting_id, person_id, name, since)
          SELECT $1, $3::uuid, id, $4::uuid, $5::text, $6::timestamptz FROM meeting
          ON CONFLICT (tenant_id, meeting_id) DO UPDATE
            SET person_id = excluded.person_id, name = excluded.name, since = excluded.since
            WHERE sittings_hold.person_id <> excluded.person_id
          RETURNING id)
        SELECT title, (SELECT name FROM before) AS before, (SELECT count(*) FROM held) AS changed FROM meeting""",
        tenant_id,
        meeting_id,
        hold_id,
        person_id,
        name,
        now,
    )
    if not rows:
        raise NotFound("meeting")
    (row,) = rows
    if row["changed"]:
        await ledger.record(
            scope,
            "sittings.page.taken-over",
            of_meeting(meeting_id, row["title"]),
            before={"held_by": row["before"]},
            after={"held_by": scope.actor.name},
        )


async def refuse(scope: Scope, meeting_id: UUID) -> None:
    """Say who holds the page. Raises rules.HeldByAnother."""
    rows = await fetch(
        "SELECT name FROM sittings_hold WHERE tenant_id = $1 AND meeting_id = $2", scope.tenant.id, meeting_id
    )
    holder = rows[0]["name"] if rows else "Somebody else"
    raise rules.HeldByAnother(
        f"{holder} holds this page now, so nothing was saved. What you typed is here: take the page over, and send it "
        "once more, or tell them."
    )


def of_meeting(meeting_id: UUID, title: str, sha256: str | None = None) -> Record:
    """What is written about the sitting of a meeting."""
    return Record(room="sittings", kind="sitting", id=meeting_id, title=title, hash=sha256)
