"""`tenant_tx`, the only way to the database for anything that belongs to a tenant.

The tenant's id travels to the database with a proof (an HMAC under a key that the application roles can't read), so
that a statement slipped in by an attacker can't name another tenant.
"""

import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator
from uuid import UUID

from backend.kit import database
from backend.scope import Scope


class _Prover:
    """Holds the process's copy of the key; set once, at start."""

    key: bytes | None = None


def use_tenant_key(key: bytes) -> None:
    """Give this process the key that proves tenants to the database (32 bytes, from the key ring)."""
    _Prover.key = key


def claim(tenant_id: UUID) -> str:
    """The value of the setting `app.tenant`: the id and its proof."""
    if _Prover.key is None:
        raise RuntimeError("This process has not been given the tenant key.")
    proof = hmac.new(_Prover.key, str(tenant_id).encode(), hashlib.sha256).hexdigest()
    return f"{tenant_id}.{proof}"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer pads of HMAC-SHA256 (RFC 2104), which is what the database keeps of the key."""
    block = key.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


@contextlib.asynccontextmanager
async def tenant_tx(tenant_id: UUID, *, readonly: bool = False) -> AsyncIterator[None]:
    """One transaction that sees one tenant. Commits when the block ends, rolls back when it raises.

    Refuses to nest (`database.NestedTransaction`), so that a tenant can't change under an open one.
    """
    async with database.DB.transaction_with({"app.tenant": claim(tenant_id)}, readonly=readonly):
        yield


@contextlib.asynccontextmanager
async def scope_tx(scope: Scope, *, readonly: bool = False) -> AsyncIterator[None]:
    """`tenant_tx` for a scope."""
    async with tenant_tx(scope.tenant.id, readonly=readonly):
        yield


async def enter(tenant_id: UUID) -> None:
    """Let the open transaction, which has no tenant yet, see `tenant_id`; a request learns its tenant half-way."""
    await database.apply_session({"app.tenant": claim(tenant_id)})
