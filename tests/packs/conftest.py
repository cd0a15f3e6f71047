"""Files of their own for each test, and a committee with a full agenda."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.database import Database
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import rules, sealing
from backend.provision import lifetime
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.meetings.stage import Stage, a_stage
from tests.packs.agenda import Agenda, Finished, an_agenda, built
from tests.packs.variety import Variety, a_variety
from tests.scopes import a_scope, a_tenant


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    place = (
        tmp_path_factory.mktemp("kept") / "files"
    )  # not in the test's own folder, whose contents some tests count
    store.use(storage_from_url(f"file://{place}"))
    sealing.use(ring)
    return place


@pytest_asyncio.fixture
async def stage(found: Callable[..., Awaitable[Tenant]]) -> Stage:
    """A committee of a demonstration tenant, in September 2014."""
    tenant = await found(demonstration=True, name="NHS North CCG (invented)")
    return await a_stage(a_scope(tenant))


@pytest_asyncio.fixture
async def agenda(stage: Stage) -> Agenda:
    return await an_agenda(stage)


@pytest_asyncio.fixture(scope="module")
async def finished(db: Database, ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """An agenda with both copies of its pack. Its files are gone when a test asks for its own `folder`."""
    place = tmp_path_factory.mktemp("files")
    store.use(storage_from_url(f"file://{place}"))
    sealing.use(ring)
    scope = a_scope(a_tenant(demonstration=True, name="NHS North CCG (invented)"))
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    agenda = await an_agenda(await a_stage(scope))
    full = await built(agenda)
    public = await built(agenda, rules.Variant.PUBLIC)
    return Finished(agenda=agenda, folder=place, full=full, public=public)


@pytest_asyncio.fixture(scope="module")
async def variety(db: Database, ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Variety:
    """Every copy of one pack, built once."""
    place = tmp_path_factory.mktemp("files")
    store.use(storage_from_url(f"file://{place}"))
    sealing.use(ring)
    scope = a_scope(a_tenant(demonstration=True, name="NHS North CCG (invented)"))
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    return await a_variety(await an_agenda(await a_stage(scope)), place)


@pytest.fixture
def scope(stage: Stage) -> Scope:
    return stage.officer
