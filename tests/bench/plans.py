"""What the database does for one page or chore: its statements, and the pages of memory that their plans touch."""

import contextlib
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import asyncpg
import httpx

from backend.app import create_app
from backend.kit.clock import Clock
from backend.kit.database import fetch
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench.installation import Installation, Officer

Statement = tuple[str, tuple[Any, ...]]


@contextlib.contextmanager
def _heard() -> Iterator[list[Statement]]:
    """Every statement that returns rows, with its arguments, on any connection meanwhile."""
    heard: list[Statement] = []
    fetching = asyncpg.Connection.fetch

    async def listening(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        heard.append((query, arguments))
        return await fetching(self, query, *arguments, **options)

    asyncpg.Connection.fetch = listening
    try:
        yield heard
    finally:
        asyncpg.Connection.fetch = fetching


@contextlib.contextmanager
def _executed() -> Iterator[list[Statement]]:
    """Every statement with arguments whose rows nobody asks for, on any connection meanwhile."""
    heard: list[Statement] = []
    executing = asyncpg.Connection.execute

    async def listening(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        if arguments:
            heard.append((query, arguments))
        return await executing(self, query, *arguments, **options)

    asyncpg.Connection.execute = listening
    try:
        yield heard
    finally:
        asyncpg.Connection.execute = executing


async def buffers_of_chore(scope: Scope, chore: Callable[[Scope], Awaitable[None]]) -> int:
    """How many pages of memory the statements of a chore touch that has nothing to do, so that twice is as once."""
    with _heard() as fetched, _executed() as executed:
        await chore(scope)
    async with transactions.scope_tx(scope):
        return await _touched([*fetched, *executed])


async def _touched(statements: list[Statement]) -> int:
    touched = 0
    for query, arguments in statements:
        rows = await fetch(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", *arguments)
        plan = json.loads(rows[0][0])[0]["Plan"]
        touched += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return touched


async def get(place: Installation, name: str, officer: Officer, path: str) -> None:
    """Ask the application in this process for a page; the database `name` is open."""
    own = place.settings(name, 8014)
    app: Any = create_app(own, clock=Clock())
    cookies = {own.cookie_name: officer.token}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=own.public_url, cookies=cookies) as client:
        (await client.get(path)).raise_for_status()


async def buffers_of(place: Installation, name: str, officer: Officer, path: str) -> int:
    """How many pages of memory the page's statements touch, behind the tenant's wall: no neighbour moves it."""
    async with place.opened(name):
        with _heard() as heard:
            await get(place, name, officer, path)
        async with transactions.scope_tx(officer.scope, readonly=True):
            return await _touched(heard)
