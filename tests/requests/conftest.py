"""A demonstration tenant with the people of a request, and somewhere to keep files."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.scope import Scope, Tenant
from tests.requests.stage import Cast, a_cast
from tests.scopes import a_scope


@pytest_asyncio.fixture
async def scope(found: Callable[..., Awaitable[Tenant]]) -> Scope:
    return a_scope(await found(demonstration=True))


@pytest_asyncio.fixture
async def cast(scope: Scope) -> Cast:
    return await a_cast(scope)


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("files")
    store.use(storage_from_url(f"file://{place}"))
    return place
