"""Files of their own for each test, a released pack, and a browser for whoever holds a link."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit import database
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import sealing
from backend.people.operations import persons
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.meetings.stage import as_person
from tests.releases.stage import Released, released
from tests.scopes import a_scope

Release = Callable[..., Awaitable[Released]]
OCTOBER = "2014-10-06T09:00:00"


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    place = tmp_path_factory.mktemp("kept") / "files"
    store.use(storage_from_url(f"file://{place}"))
    sealing.use(ring)
    return place


@pytest_asyncio.fixture
async def officer(found: Callable[..., Awaitable[Tenant]]) -> Scope:
    """A governance officer of a demonstration tenant, in October 2014."""
    scope = a_scope(await found(demonstration=True, name="NHS North CCG (invented)"), now=OCTOBER)
    return await _person(scope, "Morgan Invented", "governance-officer")


@pytest_asyncio.fixture
async def executive(officer: Scope) -> Scope:
    return await _person(officer, "Ellis Invented", "executive-owner")


@pytest.fixture
def release(officer: Scope, executive: Scope) -> Release:
    """Release a pack: `made = await release(by_mail=True)`."""

    async def make(data: bytes | None = None, **traits: Any) -> Released:
        return await released(officer, executive, data, **traits)

    return make


@pytest_asyncio.fixture
async def made(release: Release) -> Released:
    return await release()


@pytest.fixture
def stranger(app: Any) -> Callable[[], httpx.AsyncClient]:
    """A browser that is signed in nowhere."""

    def client() -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://127.0.0.1:8014",
            headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"},
        )

    return client


@pytest_asyncio.fixture
async def superuser(server_url: str, database_name: str) -> AsyncIterator[Any]:
    """A connection that sees every row."""
    config = database.connection_config(server_url)
    connection = await asyncpg.connect(**{**config, "database": database_name})
    yield connection
    await connection.close()


async def _person(scope: Scope, name: str, role: str) -> Scope:
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.invalid"
        )
        await persons.grant_role(scope, person_id=person_id, role=role)
    return replace(as_person(scope, person_id, name, roles=(role,)), seats=())
