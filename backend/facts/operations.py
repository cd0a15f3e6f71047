"""Keeping what rooms state: only what is different is written, and what was stated stays as a version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.facts.stating import EVERY, ITSELF, Stating, statings
from backend.facts.values import Statement, as_text
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id_text
from backend.scope import Scope

Changed = frozenset[tuple[str, str]]
"""Kinds of facts and keys of subjects of which something else is stated now."""


async def restate(scope: Scope, *, touched: Mapping[str, Collection[UUID]], new_day: bool = False) -> Changed:
    """Let rooms state anew what the touched records (by room and kind) have to do with; on a new day, what is daily.

    The number of statements follows from the kinds of records that were touched, never from how many there are.
    """
    changed: set[tuple[str, str]] = set()
    for stating in statings():
        if new_day and stating.daily:
            changed |= await _state(scope, stating, None)
            continue
        reached = {key: touched[key] for key in stating.reach if touched.get(key)}
        if not reached:
            continue
        subjects = await _reached(scope, stating, reached)
        if subjects is None or subjects:
            changed |= await _state(scope, stating, subjects)
    return frozenset(changed)


async def restate_all(scope: Scope) -> Changed:
    """Let every room state everything anew: at the start, and to mend what should never need it."""
    changed: set[tuple[str, str]] = set()
    for stating in statings():
        changed |= await _state(scope, stating, None)
    return frozenset(changed)


async def _reached(
    scope: Scope, stating: Stating, reached: Mapping[str, Collection[UUID]]
) -> frozenset[UUID] | None:
    """The subjects that records touch; `None` for all of them."""
    found: set[UUID] = set()
    for key, ids in reached.items():
        way = stating.reach[key]
        if way == EVERY:
            return None
        if way == ITSELF:
            found |= set(ids)
        else:
            found |= {
                row["id"] for row in await fetch(way, scope.tenant.id, list(ids)) if row["id"] is not None
            }
    return frozenset(found)


async def _state(scope: Scope, stating: Stating, subjects: frozenset[UUID] | None) -> set[tuple[str, str]]:
    statements = await stating.state(scope, subjects)
    return await keep(
        scope, about=stating.about, kinds=stating.kinds, subjects=subjects, statements=statements
    )


async def keep(
    scope: Scope,
    *,
    about: str,
    kinds: Sequence[str],
    subjects: Collection[UUID] | None,
    statements: Iterable[Statement],
) -> set[tuple[str, str]]:
    """Keep what is stated by facts of `kinds` about the subjects with these ids, or about all; returns what changed.

    A subject that was asked for and is not stated is no subject any more: what was stated of it is known no longer.
    """
    stated = {statement.subject: statement for statement in statements}
    before = await _before(scope, about, kinds, subjects, list(stated))
    now = {
        (kind, key): as_text(spans)
        for key, statement in stated.items()
        for kind, spans in statement.spans().items()
        if spans
    }
    ended = [key for key, (text, _) in before.items() if now.get(key) != text]
    begun = [key for key, text in now.items() if key not in before or before[key][0] != text]
    await _name(scope, about, stated)
    if ended:
        await execute(_END, scope.tenant.id, _pairs(ended), scope.now)
    if begun:
        rows = [
            {
                "id": new_id_text(),
                "kind": kind,
                "subject": key,
                "value": now[kind, key],
                "known_from": max(scope.now, before[kind, key][1]) if (kind, key) in before else scope.now,
            }
            for kind, key in begun
        ]
        await execute(_BEGIN, scope.tenant.id, as_json(rows))
    return {*ended, *begun}


async def _before(
    scope: Scope, about: str, kinds: Sequence[str], subjects: Collection[UUID] | None, keys: Sequence[str]
) -> dict[tuple[str, str], tuple[str, datetime]]:
    if subjects is None:
        rows = await fetch(_ALL_BEFORE, scope.tenant.id, list(kinds))
    else:
        rows = await fetch(_BEFORE, scope.tenant.id, list(kinds), list(keys), about, list(subjects))
    return {(row["kind"], row["subject"]): (row["value"], row["known_from"]) for row in rows}


async def _name(scope: Scope, about: str, stated: Mapping[str, Statement]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": new_id_text(),
            "subject": key,
            "title": statement.title,
            "room": statement.room,
            "kind": statement.kind,
            "record_id": None if statement.id is None else str(statement.id),
        }
        for key, statement in stated.items()
    ]
    if rows:
        await execute(_NAME, scope.tenant.id, about, as_json(rows))


def _pairs(keys: Iterable[tuple[str, str]]) -> str:
    return as_json([{"kind": kind, "subject": subject} for kind, subject in keys])


_ALL_BEFORE = (
    "SELECT kind, subject, value, known_from FROM facts_fact WHERE tenant_id = $1 AND kind = ANY ($2) "
    "AND known_until IS NULL"
)
_BEFORE = """
SELECT f.kind, f.subject, f.value, f.known_from FROM facts_fact f
WHERE f.tenant_id = $1 AND f.kind = ANY ($2) AND f.known_until IS NULL AND f.subject = ANY (
  SELECT unnest($3::text[]) UNION SELECT s.subject FROM facts_subject s
  WHERE s.tenant_id = $1 AND s.about = $4 AND s.record_id = ANY ($5))
"""
_END = """
UPDATE facts_fact f SET known_until = greatest($3, f.known_from)
FROM json_to_recordset($2::text::json) AS one (kind text, subject text)
WHERE f.tenant_id = $1 AND f.kind = one.kind AND f.subject = one.subject AND f.known_until IS NULL
"""
_BEGIN = """
INSERT INTO facts_fact (tenant_id, id, kind, subject, value, known_from)
SELECT $1, one.id, one.kind, one.subject, one.value, one.known_from
FROM json_to_recordset($2::text::json) AS one (id uuid, kind text, subject text, value text, known_from timestamptz)
"""
_NAME = """
INSERT INTO facts_subject AS s (tenant_id, id, about, subject, title, room, kind, record_id)
SELECT $1, one.id, $2, one.subject, one.title, one.room, one.kind, one.record_id
FROM json_to_recordset($3::text::json) AS one (id uuid, subject text, title text, room text, kind text, record_id uuid)
ON CONFLICT (tenant_id, about, subject) DO UPDATE
SET title = excluded.title, room = excluded.room, kind = excluded.kind, record_id = excluded.record_id
WHERE (s.title, s.room, s.kind, s.record_id) IS DISTINCT FROM
  (excluded.title, excluded.room, excluded.kind, excluded.record_id)
"""
