"""Files of their own for each test, and a committee with a full agenda."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.packs import sealing
from backend.scope import Scope, Tenant
from tests.meetings.stage import Stage, a_stage
from tests.packs.agenda import Agenda, an_agenda
from tests.scopes import a_scope


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, ring: KeyRing) -> Path:
    place = tmp_path / "files"
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


@pytest.fixture
def scope(stage: Stage) -> Scope:
    return stage.officer
