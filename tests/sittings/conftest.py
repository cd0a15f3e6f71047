"""Files of their own for each test, and the stage of meetings at the moment of the meeting."""

from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.scope import Scope
from tests.meetings.stage import STARTS, Stage, a_stage, at


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    store.use(storage_from_url(f"file://{place}"))
    return place


@pytest_asyncio.fixture
async def stage(scope: Scope) -> Stage:
    """The committee meets now: it is ten minutes past the start."""
    made = await a_stage(scope)
    return replace(
        made,
        officer=at(made.officer, STARTS.replace(minute=10)),
        chair=at(made.chair, STARTS.replace(minute=10)),
    )
