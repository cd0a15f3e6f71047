"""What a tenant's log is called, and what its checkpoints say. Pure."""

import re
from datetime import datetime
from uuid import UUID

from backend.kit.keys import KeyRing, SigningKey
from backend.kit.notes import Checkpoint
from backend.ledger.rules.leaves import moment_text

_ORIGIN = re.compile(r"probity-ledger/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/demonstration)?")


def origin_of(tenant_id: UUID, *, demonstration: bool) -> str:
    """The name of a tenant's log and of the keys that sign it. A demonstration says so in its name."""
    return f"probity-ledger/{tenant_id}{'/demonstration' if demonstration else ''}"


def tenant_of(origin: str) -> tuple[UUID, bool] | None:
    """Whose log it is and whether a demonstration's; None if the name is not one of a log of ours."""
    match = _ORIGIN.fullmatch(origin)
    return (UUID(match[1]), match[2] is not None) if match else None


def log_key(ring: KeyRing, tenant_id: UUID, *, demonstration: bool, generation: int = 1) -> SigningKey:
    """The key that signs a tenant's checkpoints."""
    name = origin_of(tenant_id, demonstration=demonstration)
    return ring.log_key(tenant_id, name=name, demonstration=demonstration, generation=generation)


def checkpoint(
    tenant_id: UUID, *, demonstration: bool, size: int, root: bytes, sealed_at: datetime
) -> Checkpoint:
    """A log at a (real) moment."""
    return Checkpoint(
        origin=origin_of(tenant_id, demonstration=demonstration),
        size=size,
        root=root,
        extensions=(f"sealed-at {moment_text(sealed_at)}",),
    )
