"""Files of their own for each test of what is published."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.scope import Tenant
from tests.registers.published import Stage, a_stage
from tests.scopes import a_scope


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("published") / "files"
    store.use(storage_from_url(f"file://{place}"))
    return place


@pytest_asyncio.fixture
async def stage(found: Callable[..., Awaitable[Tenant]], folder: Path) -> Stage:
    """An officer, an approver, a guardian and a decision-maker, in July 2017."""
    tenant = await found(pins={"managing-conflicts-of-interest": "2017-06"})
    return await a_stage(a_scope(tenant, now="2017-07-03T09:00"))
