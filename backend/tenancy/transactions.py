"""`tenant_tx`, the only way to the database for anything that belongs to a tenant.

The tenant's id travels to the database with a proof (an HMAC under a key that the application roles can't read), so
that a statement slipped in by an attacker can't name another tenant.
"""

import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator, Collection
from uuid import UUID

import asyncpg

from backend.kit import database
from backend.scope import OVER, OvertakenByAnother, Scope

_OVER = ", ".join(f"'{state}'" for state in sorted(OVER))
_SHUT = f"""
SELECT set_config('transaction_read_only', 'on', true) FROM tenancy_tenant
WHERE id = '{{tenant_id}}' AND state IN ({_OVER})"""  # noqa: S608 - our own words and an id
"""Shuts a transaction of a tenant whose life has ended: whatever path led here, nothing can be written."""


class OrganisationEnded(OvertakenByAnother):
    """Something would have been written in an organisation that is closed or merged."""

    heading = "This organisation’s record is closed"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or "This organisation is closed or merged: its record can be read, and nothing in it is changed."
        )


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
async def tenant_tx(
    tenant_id: UUID, *, readonly: bool = False, after_end: bool = False, one_snapshot: bool = False
) -> AsyncIterator[None]:
    """One transaction that sees one tenant. Commits when the block ends, rolls back when it raises.

    Where the tenant is closed or merged, it reads only, and what would write raises `OrganisationEnded`; save for the
    few that say `after_end` (tests/house/test_ended.py lists them). Refuses to nest (`database.NestedTransaction`), so
    that a tenant can't change under an open one.
    """
    first = "" if readonly or after_end else _shut(tenant_id)
    session = {"app.tenant": claim(tenant_id)}
    try:
        async with database.DB.transaction_with(
            session, readonly=readonly, first=first, one_snapshot=one_snapshot
        ):
            yield
    except asyncpg.ReadOnlySQLTransactionError as error:
        if readonly:
            raise
        raise OrganisationEnded from error


@contextlib.asynccontextmanager
async def scope_tx(
    scope: Scope, *, readonly: bool = False, after_end: bool = False, one_snapshot: bool = False
) -> AsyncIterator[None]:
    """`tenant_tx` for a scope."""
    async with tenant_tx(scope.tenant.id, readonly=readonly, after_end=after_end, one_snapshot=one_snapshot):
        yield


async def enter(tenant_id: UUID, *, after_end: bool = False) -> None:
    """Let the open transaction, which has no tenant yet, see `tenant_id`; a request learns its tenant half-way.

    From here on it reads only where that tenant's life has ended, unless the caller says `after_end`.
    """
    then = "" if after_end or database.only_reads() else _shut(tenant_id)
    await database.apply_session({"app.tenant": claim(tenant_id)}, then=then)


def _shut(tenant_id: UUID) -> str:
    return _SHUT.format(tenant_id=UUID(str(tenant_id)))


class Several:
    """An open transaction that goes from one tenant to another, and sees one at a time. See `several_tx`."""

    def __init__(self, tenant_ids: Collection[UUID]) -> None:
        self._allowed = frozenset(tenant_ids)
        self._now: UUID | None = None

    async def into(self, tenant_id: UUID) -> None:
        """See `tenant_id` from here on, and nobody else. Raises PermissionError for one that was not named."""
        if tenant_id not in self._allowed:
            raise PermissionError("This transaction was not opened for that tenant.")
        if tenant_id == self._now:
            return
        await database.close_part()  # what the tenant that is left wanted done at the end, while it is seen
        # a predecessor ends in the midst of it; the merger looks itself whether one had ended before
        await enter(tenant_id, after_end=True)
        self._now = tenant_id


@contextlib.asynccontextmanager
async def several_tx(tenant_ids: Collection[UUID]) -> AsyncIterator[Several]:
    """One transaction in which several tenants change together or not at all, seen one after another.

    For a merger alone (`backend/succession/operations/merging.py`): everything else has `scope_tx`. It begins without
    any tenant; each statement is under the walls of the one that was entered last.
    """
    async with database.DB.transaction_with({}):
        yield Several(tenant_ids)
