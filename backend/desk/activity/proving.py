"""The proof of one line: that it stands in the ledger whose root was signed and anchored."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import merkle
from backend.ledger import proofs, tree
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a line stands, in which tree, and how many steps lead from it to the root that was signed."""

    index: int
    size: int
    steps: int
    root: str
    sealed_at: datetime
    leaf: str
    private: str | None
    file: dict[str, Any]


class Altered(Exception):
    """A line that is no more as it was sealed, in a sentence."""


async def proof_of(scope: Scope, *, event_id: UUID) -> Proof | None:
    """The proof of a line against the newest checkpoint, followed before it is shown; None while it is not sealed.

    Raises Altered for a line that the ledger holds no more as it was sealed.
    """
    try:
        return _followed(await proofs.proven(scope, events=[event_id]))
    except (merkle.ProofFails, tree.TreeIncomplete) as error:
        raise Altered(
            "This line does not agree with what was sealed: it, or the tree above it, was changed afterwards. "
            "Tell whoever runs Probity for you, who can check the whole ledger."
        ) from error


def _followed(proven: proofs.Proven) -> Proof | None:
    if not proven.lines or proven.checkpoint is None or proven.sealed_at is None:
        return None
    (line,) = proven.lines
    merkle.verify_inclusion(
        leaf=merkle.leaf_hash(line.leaf_text.encode()),
        index=line.index,
        size=proven.size,
        path=[bytes.fromhex(each) for each in line.path],
        root=proven.root,
    )
    return Proof(
        index=line.index,
        size=proven.size,
        steps=len(line.path),
        root=base64.b64encode(proven.root).decode(),
        sealed_at=proven.sealed_at,
        leaf=line.leaf_text,
        private=line.private_text,
        file={
            "about": "One line of the ledger and its way to a signed root. See how the ledger proves itself.",
            "checkpoint": proven.checkpoint.decode(),
            "proof": {
                "index": line.index,
                "leaf": line.leaf_text,
                "private": line.private_text,
                "salt": line.salt_hex,
                "path": list(line.path),
            },
            "event": json.loads(line.leaf_text),
        },
    )
