"""A demonstration tenant, for only there are accounts given at once."""

from collections.abc import Awaitable, Callable

import pytest_asyncio

from backend.scope import Scope, Tenant
from tests.scopes import a_scope


@pytest_asyncio.fixture
async def scope(found: Callable[..., Awaitable[Tenant]]) -> Scope:
    return a_scope(await found(demonstration=True))
