"""Files of their own for each test, and the stage of meetings to act on."""

from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.scope import Scope
from tests.meetings.stage import Stage, a_stage


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    store.use(storage_from_url(f"file://{place}"))
    return place


@pytest_asyncio.fixture
async def stage(scope: Scope) -> Stage:
    return await a_stage(scope)
