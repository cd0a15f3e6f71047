"""Erasing a person's details from the ledger, so that every proof stays valid.

What goes is what is private of the lines that the person did, that are about them, or in which their id stands: names,
titles, before and after, and the salt, without which the hash of the private text that stays says nothing. What stays
is that something was done, to what, when, and the ids. The erasing is itself a line, done by a named person for a
reason; lines that say so are never erased.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.ledger import operations
from backend.ledger.records import Record
from backend.ledger.rules import leaves
from backend.ledger.rules.erasing import UnableToErase
from backend.ledger.rules.verifying import ERASING, sum_of
from backend.scope import NotPermitted, Scope

PAGE = 2_000

_NOT_ALLOWED = "Only those who keep the ledger may erase a person’s details from it."

_THEIRS = """
FROM ledger_event e WHERE e.tenant_id = $1 AND e.erased_by IS NULL AND e.act <> $3 AND (e.actor_person_id = $2
  OR (e.subject_room = 'people' AND e.subject_kind = 'person' AND e.subject_id = $2)
  OR strpos(e.before::text, $2::text) > 0 OR strpos(e.after::text, $2::text) > 0)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many lines an erasure would touch: done by the person, about them, and in all."""

    acted: int
    about: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased: how many lines, and the event that says so."""

    lines: int
    event_id: UUID


def check_can_erase(scope: Scope) -> None:
    """Raises NotPermitted."""
    scope.check_may("ledger.keep", _NOT_ALLOWED)
    if scope.actor.person_id is None:
        raise NotPermitted("A person erases details from the ledger, no chore does.")


def can_erase(scope: Scope) -> bool:
    """Whether `check_can_erase` lets this through."""
    return scope.may("ledger.keep") and scope.actor.person_id is not None


async def reach_of(scope: Scope, *, person_id: UUID) -> Reach:
    """What `erase_person` would touch."""
    rows = await fetch(
        "SELECT count(*) AS lines, count(*) FILTER (WHERE e.actor_person_id = $2) AS acted, "
        f"count(*) FILTER (WHERE e.subject_id = $2) AS about {_THEIRS}",
        scope.tenant.id,
        person_id,
        ERASING,
    )
    return Reach(**dict(rows[0]))


async def erase_person(scope: Scope, *, person_id: UUID, reason: str) -> Erased:
    """Erase what is private of a person's lines, for a reason that doesn't name them. Can't be undone.

    Raises NotPermitted, `UnableToErase`.
    """
    check_can_erase(scope)
    reason = reason.strip()
    if not reason:
        raise UnableToErase("Say why the details are erased.", field="reason")
    if len(reason) > 2_000:
        raise UnableToErase("Say why in 2,000 characters or fewer.", field="reason")
    rows = await fetch(f"SELECT e.id {_THEIRS} ORDER BY e.id", scope.tenant.id, person_id, ERASING)
    ids = [row["id"] for row in rows]
    if not ids:
        raise UnableToErase("Nothing in the ledger is of this person, or it was all erased.", field="person")
    total = 0
    for each in ids:
        total = sum_of(total, each)
    subject = Record(room="people", kind="person", id=person_id, title="A person whose details were erased")
    event_id = await operations.record(
        scope, ERASING, subject, after={"reason": reason, "lines": len(ids), "ids": f"{total:064x}"}
    )
    for start in range(0, len(ids), PAGE):
        await _erase(scope, ids[start : start + PAGE], event_id)
    return Erased(lines=len(ids), event_id=event_id)


async def _erase(scope: Scope, ids: list[UUID], event_id: UUID) -> None:
    rows: Any = await fetch(
        f"SELECT {leaves.COLUMNS} FROM ledger_event e WHERE e.tenant_id = $1 AND e.id = ANY ($2)",  # noqa: S608
        scope.tenant.id,
        ids,
    )
    await execute(
        "UPDATE ledger_event e SET actor_name = '', subject_title = '', before = NULL, after = NULL, salt = NULL, "
        "private_hash = kept.hash, erased_by = $2 FROM unnest($3::uuid[], $4::bytea[]) AS kept (id, hash) "
        "WHERE e.tenant_id = $1 AND e.id = kept.id",
        scope.tenant.id,
        event_id,
        [row["id"] for row in rows],
        [leaves.private_hash(row) for row in rows],
    )
