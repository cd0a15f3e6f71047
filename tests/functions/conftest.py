"""Somewhere to keep files."""

from pathlib import Path

import pytest

from backend.evidence import store
from backend.kit.storage import storage_from_url


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("files")
    store.use(storage_from_url(f"file://{place}"))
    return place
