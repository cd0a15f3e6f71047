"""Real time for the door, a seal, and persons with accounts in one line each."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from backend.kit import database
from backend.kit.keys import KeyRing
from backend.people import operations, passkeys
from backend.people.seals import Seal
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.ports import free_port
from tests.scopes import a_scope

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The real time of these tests; the tenants live in 2014."""
PASSWORD = "seven ploughs behind a lighthouse"
PLACE = passkeys.Place(host="probity.example", origin="https://probity.example")


@dataclass(frozen=True)
class Member:
    """A demonstration person with an account."""

    tenant: Tenant
    scope: Scope
    person_id: UUID
    account_id: UUID
    email: str


@pytest.fixture(scope="session")
def seal(ring: KeyRing) -> Seal:
    return Seal.of(ring)


@asynccontextmanager
async def at_the_door() -> AsyncIterator[None]:
    """A transaction that has no tenant, as the sign-in pages have."""
    async with database.DB.transaction_with({}):
        yield


@pytest.fixture
def member(found: Callable[..., Awaitable[Tenant]], seal: Seal) -> Callable[..., Awaitable[Member]]:
    """A person with an account: `await member()` has the demonstration code, `await member(totp=SECRET)` has codes."""

    async def make(*, totp: str | None = None, tenant: Tenant | None = None) -> Member:
        tenant = tenant or await found(demonstration=True)
        scope = a_scope(tenant)
        async with transactions.scope_tx(scope):
            person_id = await operations.add_person(scope, name="Robin Invented")
            email = f"robin.{person_id}@demonstration.example"
            account_id = await operations.give_account(
                scope,
                person_id=person_id,
                email=email,
                password=PASSWORD,
                now=NOON,
                totp_secret=totp,
                seal=seal,
            )
        return Member(tenant=tenant, scope=scope, person_id=person_id, account_id=account_id, email=email)

    return make


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of a provider's own process."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.people.identity_provider", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{address}/keys").raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)
