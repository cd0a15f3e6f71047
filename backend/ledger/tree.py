"""Reading the tree of a tenant's ledger: its size, its hashes, its checkpoints. In the open transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import merkle
from backend.kit.database import fetch
from backend.kit.merkle import Node
from backend.ledger.tables import Checkpoint
from backend.scope import Scope

_COLUMNS = (Checkpoint.id, Checkpoint.size, Checkpoint.root, Checkpoint.sealed_at, Checkpoint.note)

_NODES = """
SELECT wanted.level, wanted.at, substr(l.hashes, wanted.level * 32 + 1, 32) AS hash
FROM unnest($2::int[], $3::bigint[]) AS wanted (level, at)
JOIN ledger_leaf l ON l.tenant_id = $1 AND l.line = ((wanted.at + 1) << wanted.level) - 1
"""
"""A subtree's hash stands in the row of the leaf that completed it."""


class TreeIncomplete(RuntimeError):
    """A hash that the tree must hold is not there: `probity ledger verify` says what happened to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint as it was kept: `note` is the signed note in the form of C2SP."""

    id: UUID
    size: int
    root: bytes
    sealed_at: datetime
    note: bytes


async def size_of(scope: Scope) -> int:
    """How many leaves the tree has, signed for or not yet."""
    rows = await fetch(
        "SELECT line FROM ledger_leaf WHERE tenant_id = $1 ORDER BY line DESC LIMIT 1", scope.tenant.id
    )
    return rows[0]["line"] + 1 if rows else 0


async def nodes_of(scope: Scope, wanted: Collection[Node]) -> dict[Node, bytes]:
    """The hashes of these subtrees, in one statement. Raises TreeIncomplete."""
    asked = list(set(wanted))
    rows = await fetch(_NODES, scope.tenant.id, [node.level for node in asked], [node.at for node in asked])
    found = {Node(row["level"], row["at"]): bytes(row["hash"]) for row in rows}
    if len(found) < len(asked) or any(len(each) != merkle.HASH_BYTES for each in found.values()):
        raise TreeIncomplete(f"The tree of {scope.tenant.slug} lacks hashes that it must hold.")
    return found


async def current(scope: Scope) -> merkle.Tree:
    """The tree as it stands, ready to grow."""
    size = await size_of(scope)
    nodes = list(merkle.crown_of(0, size))
    hashes = await nodes_of(scope, nodes)
    return merkle.Tree(size, [hashes[node] for node in nodes])


async def newest_checkpoint(scope: Scope) -> SignedCheckpoint | None:
    """The newest signed checkpoint; None while nothing was sealed."""
    rows = await Checkpoint.within(scope, *_COLUMNS).order_by(Checkpoint.size, ascending=False).limit(1)
    return _signed(rows[0]) if rows else None


async def checkpoint_of_size(scope: Scope, *, size: int) -> SignedCheckpoint | None:
    """The kept checkpoint of exactly this size."""
    rows = await Checkpoint.within(scope, *_COLUMNS).where(Checkpoint.size == size)
    return _signed(rows[0]) if rows else None


async def consistency(scope: Scope, *, earlier: int, later: int) -> tuple[bytes, ...]:
    """What shows that the ledger of `later` lines begins with the whole of that of `earlier` lines.

    Raises ValueError where there never were so many. The tree itself need not have kept a checkpoint of either size.
    """
    if not 0 <= earlier <= later <= await size_of(scope):
        raise ValueError(f"There is no ledger of {later} lines that grew from one of {earlier}.")
    hashes = await nodes_of(scope, merkle.consistency_nodes(earlier, later))
    return merkle.consistency_proof(earlier, later, merkle.reader(hashes))


def _signed(row: dict[str, Any]) -> SignedCheckpoint:
    return SignedCheckpoint(**{**row, "root": bytes(row["root"]), "note": row["note"].encode()})
