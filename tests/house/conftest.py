"""Two worlds a test process: one whose people knock on every door, and one that nobody else may see a word of."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest_asyncio

from backend.evidence import store
from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import sealing
from backend.provision import lifetime
from backend.tenancy import transactions
from tests.conftest import _settings
from tests.house.footprint import Footprint
from tests.house.world import World, a_world
from tests.scopes import a_scope, a_tenant


@dataclass(frozen=True)
class Worlds:
    """`ours` calls; `theirs` is reached for, and never changes."""

    ours: World
    theirs: World


@pytest_asyncio.fixture(scope="session")
async def worlds(app: Any, home: Path) -> Worlds:
    """Both worlds, made by the same hands. The canaries are words that stand nowhere else."""
    made = []
    for canary in ("CANARYA", "CANARYB"):
        tenant = a_tenant(
            slug=f"{canary.lower()}-{str(new_id())[-12:]}",
            name=f"{canary}tenant CCG (invented)",
            demonstration=True,
        )
        scope = a_scope(tenant, now=real_now())
        async with transactions.scope_tx(scope):
            await lifetime.found_tenant(scope)
        made.append(await a_world(app, _settings(home).cookie_name, tenant, canary))
    return Worlds(*made)


@pytest_asyncio.fixture(autouse=True)
async def files(home: Path, ring: KeyRing) -> AsyncIterator[None]:
    """Where the worlds keep their files, and the key that seals their packs; the same for every test of the run."""
    sealing.use(ring)
    store.use(storage_from_url(f"file://{home / 'house-files'}"))
    yield


@pytest_asyncio.fixture(scope="session")
async def superuser(server_url: str, database_name: str) -> AsyncIterator[Any]:
    """A connection that sees every row of every tenant."""
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name},
        # `Footprint` asks the same small question a thousand times: planned once, and of one process
        server_settings={"plan_cache_mode": "force_generic_plan", "max_parallel_workers_per_gather": "0"},
    )
    yield connection
    await asyncio.shield(connection.close())


@pytest_asyncio.fixture(scope="session")
async def footprint(superuser: Any) -> Footprint:
    """Tells what was written since it last looked."""
    return Footprint(superuser)
