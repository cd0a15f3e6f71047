"""Proofs for others to keep: which lines of the ledger there are, and how each leads to a signed checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import merkle
from backend.kit.database import fetch
from backend.ledger import tree
from backend.ledger.rules import leaves
from backend.scope import Scope

_WANTED = """
WITH wanted AS (
  SELECT id FROM ledger_event WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
  UNION
  SELECT e.id FROM unnest($3::text[], $4::text[], $5::uuid[]) AS asked (room, kind, id)
  JOIN ledger_event e ON e.tenant_id = $1 AND e.subject_room = asked.room AND e.subject_kind = asked.kind
    AND e.subject_id = asked.id
  WHERE NOT $9 OR (e.at >= coalesce($6, '-infinity'::timestamptz) AND e.at < coalesce($7, 'infinity'::timestamptz))
  UNION
  SELECT id FROM ledger_event WHERE tenant_id = $1 AND $8
    AND at >= coalesce($6, '-infinity'::timestamptz) AND at < coalesce($7, 'infinity'::timestamptz)
)
"""

_LINES = f"""
{_WANTED}
SELECT l.line, {leaves.COLUMNS} FROM wanted w
JOIN ledger_event e ON e.tenant_id = $1 AND e.id = w.id
LEFT JOIN ledger_leaf l ON l.tenant_id = $1 AND l.id = w.id
WHERE NOT e.confidential OR $10 ORDER BY l.line, e.id
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenLine:
    """One line of the ledger with its way to the root. Of an erased line `private_text` and `salt_hex` are None."""

    index: int
    event_id: UUID
    leaf_text: str
    private_text: str | None
    salt_hex: str | None
    path: tuple[str, ...]
    subject_room: str
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Lines that all lead to one checkpoint, in the order of the ledger, and those that none vouches for yet.

    `checkpoint` is the signed note; without one nothing was ever sealed, and all is unsealed.
    """

    checkpoint: bytes | None
    size: int
    root: bytes
    sealed_at: datetime | None
    lines: tuple[ProvenLine, ...]
    unsealed: tuple[UUID, ...]


async def proven(
    scope: Scope,
    *,
    events: Sequence[UUID] | None = None,
    subjects: Sequence[tuple[str, str, UUID]] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    confidential: bool = False,
) -> Proven:
    """The lines asked for, with proofs against the newest checkpoint. In the open transaction.

    By ids, by subjects (room, kind and id; within the period if one is given), or, where neither is given, all of a
    period (`since <= at < until` on the domain's clock). Confidential lines are left out, and not counted, unless the
    caller has seen that the reader may know of them and asks for them.
    """
    newest = await tree.newest_checkpoint(scope)
    period = since is not None or until is not None
    rows = await fetch(
        _LINES,
        scope.tenant.id,
        list(events or ()),
        [room for room, _, _ in subjects],
        [kind for _, kind, _ in subjects],
        [subject_id for _, _, subject_id in subjects],
        since,
        until,
        period and events is None and not subjects,
        period,
        confidential,
    )
    size = newest.size if newest else 0
    sealed = [row for row in rows if row["line"] is not None and row["line"] < size]
    unsealed = [row["id"] for row in rows if row["line"] is None or row["line"] >= size]
    return Proven(
        checkpoint=newest.note if newest else None,
        size=size,
        root=newest.root if newest else merkle.EMPTY_ROOT,
        sealed_at=newest.sealed_at if newest else None,
        lines=await _with_paths(scope, sealed, size),
        unsealed=tuple(unsealed),
    )


async def _with_paths(scope: Scope, rows: Sequence[Any], size: int) -> tuple[ProvenLine, ...]:
    if not rows:
        return ()
    wanted = {node for row in rows for node in merkle.inclusion_nodes(row["line"], size)}
    read = merkle.reader(await tree.nodes_of(scope, wanted))
    return tuple(
        ProvenLine(
            index=row["line"],
            event_id=row["id"],
            leaf_text=leaves.leaf_text(row),
            private_text=leaves.private_text(row),
            salt_hex=None if row["salt"] is None else bytes(row["salt"]).hex(),
            path=tuple(step.hex() for step in merkle.inclusion_proof(row["line"], size, read)),
            subject_room=row["subject_room"],
            subject_kind=row["subject_kind"],
            subject_id=row["subject_id"],
        )
        for row in rows
    )
