"""Sealing: what was recorded and is settled goes into the tenant's tree, and the tree's root is signed.

An event is settled once no transaction that began before its own is still open (its `xid` is below the snapshot's
`xmin`): so none can slip in under a seal. Leaves stand in the order of transactions, and of ids within one. Events of
another database, of which this one is a copy, have numbers that ours never gave; they are settled too.

Whatever of this runs at once in a tenant, one lock lets one seal at a time. Nothing here reads all events: a look goes
back an hour before the newest checkpoint, and once a day over everything, lest a transaction lasted longer than that.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit import merkle
from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.kit.identity import first_id_at, new_id
from backend.kit.notes import sign_checkpoint
from backend.ledger import keys, tree
from backend.ledger.operations import SEAL
from backend.ledger.rules import checkpoints, leaves
from backend.scope import Scope
from backend.tenancy import dues, transactions

ANCHOR = "desk.anchor_ledger"
"""The chore that takes the newest root to places outside our control."""

BATCH = 10_000
"""How many events one transaction seals: what is held in memory at a time."""

LONGEST_TRANSACTION = timedelta(hours=1)
PATIENCE_SECONDS = 20.0
"""How long `seal_now` waits for transactions that were open when it was called."""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('ledger/seal/' || $1::text, 0))"

_UNSEALED = f"""
SELECT {leaves.COLUMNS} FROM ledger_event e
WHERE e.tenant_id = $1 AND e.id >= $2
  AND (e.xid < pg_snapshot_xmin(pg_current_snapshot()) OR e.xid >= pg_snapshot_xmax(pg_current_snapshot()))
  AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.tenant_id = $1 AND l.id = e.id)
ORDER BY e.xid, e.id LIMIT $3
"""  # noqa: S608 - our own columns

_ANY_LEFT = """
SELECT EXISTS (SELECT FROM ledger_event e WHERE e.tenant_id = $1 AND e.id >= $2
  AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.tenant_id = $1 AND l.id = e.id)) AS waiting,
  EXISTS (SELECT FROM pg_snapshot_xip(pg_current_snapshot()) AS open (xid)
    WHERE open.xid <> pg_current_xact_id()) AS others
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a look at the ledger did: how many events it sealed, how large the tree is now."""

    events: int
    size: int


async def seal(scope: Scope) -> Sealed:
    """Seal what is settled, and sign a checkpoint if there is anything new. Opens its own transactions."""
    events = 0
    since = await _look_back(scope)
    while True:
        async with transactions.scope_tx(scope, after_end=True):
            done = await _seal_some(scope, since)
        events += done.events
        if done.events < BATCH:
            return Sealed(events=events, size=done.size)


async def seal_now(scope: Scope, *, patience: float = PATIENCE_SECONDS) -> Sealed:
    """Seal all that was recorded before the call, waiting a while for transactions that are open elsewhere.

    Call it outside any transaction. What still isn't settled then is left, and `proofs.proven` names it as unsealed.
    """
    waited, events = 0.0, 0
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS before")
    before = rows[0]["before"]
    while True:
        done = await seal(scope)
        events += done.events
        async with transactions.scope_tx(scope, readonly=True):
            rows = await fetch(
                "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 AS settled", before
            )
        if rows[0]["settled"]:
            done = await seal(scope)
            return Sealed(events=events + done.events, size=done.size)
        if waited >= patience:
            return Sealed(events=events, size=done.size)
        await asyncio.sleep(0.05)
        waited += 0.05


async def seal_what_waits(scope: Scope) -> None:
    """The chore: seal, and once nothing is left and nobody could be adding, be due no longer."""
    done = await seal(scope)
    if done.events:
        logging.getLogger("probity.ledger").info(
            "sealed %s events in %s: %s in all", done.events, scope.tenant.slug, done.size
        )
        return
    async with transactions.scope_tx(scope, after_end=True):
        # first the row goes, then we look: who commits after our look waits for us, and puts it back
        await dues.clear_due(scope, chore=SEAL)
        rows = await fetch(_ANY_LEFT, scope.tenant.id, first_id_at(real_now() - LONGEST_TRANSACTION))
        if rows[0]["waiting"] or rows[0]["others"]:
            await dues.set_due(scope, chore=SEAL, at=scope.now)


async def _look_back(scope: Scope) -> datetime | None:
    """From which real moment on events are looked for; None for all of them."""
    async with transactions.scope_tx(scope, readonly=True):
        newest = await tree.newest_checkpoint(scope)
    if newest is None or newest.sealed_at.date() != real_now().date():
        return None
    return newest.sealed_at - LONGEST_TRANSACTION


async def _seal_some(scope: Scope, since: datetime | None) -> Sealed:
    """One batch, in the open transaction. The last one signs what has no checkpoint yet."""
    await fetch(_LOCK, str(scope.tenant.id))
    first = UUID(int=0) if since is None else first_id_at(since)
    grown = await tree.current(scope)
    rows = await fetch(_UNSEALED, scope.tenant.id, first, BATCH)
    if rows:
        await _append(scope, grown, rows)
    if len(rows) < BATCH:
        await _sign(scope, grown)
    return Sealed(events=len(rows), size=grown.size)


async def _append(scope: Scope, grown: merkle.Tree, rows: Any) -> None:
    ids, lines, hashes = [], [], []
    for row in rows:
        ids.append(row["id"])
        lines.append(grown.size)
        made = grown.add(merkle.leaf_hash(leaves.leaf_text(row).encode()))
        hashes.append(b"".join(each for _, each in made))
    await execute(
        "INSERT INTO ledger_leaf (tenant_id, id, line, hashes) "
        "SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::bytea[])",
        scope.tenant.id,
        ids,
        lines,
        hashes,
    )


async def _sign(scope: Scope, grown: merkle.Tree) -> None:
    newest = await tree.newest_checkpoint(scope)
    if grown.size <= (newest.size if newest else 0):
        return
    tenant, moment = scope.tenant, real_now()
    said = checkpoints.checkpoint(
        tenant.id, demonstration=tenant.demonstration, size=grown.size, root=grown.root, sealed_at=moment
    )
    signing = await keys.checkpoint_keys(scope)
    await execute(
        "INSERT INTO ledger_checkpoint (tenant_id, id, size, root, sealed_at, note) VALUES ($1, $2, $3, $4, $5, $6)",
        tenant.id,
        new_id(),
        said.size,
        said.root,
        moment,
        sign_checkpoint(said, *signing).decode(),
    )
    await dues.set_due_first(scope, chore=ANCHOR, at=scope.now)
