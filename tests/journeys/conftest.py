"""One installation and one browser for all journeys; each person signs in once, and each reader is a class's own."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.journeys import installation
from tests.journeys.reader import DUDLEY, Reader, a_browser, sign_in

NewReader = Callable[..., Awaitable[Reader]]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the installation answers; a fresh one, unless JOURNEYS_AT names one that runs already."""
    if there := os.environ.get("JOURNEYS_AT"):
        yield there
        return
    with installation.running() as there:
        yield there


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as ours:
        yield ours


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """Person → the cookies of their session."""
    return {}


@pytest_asyncio.fixture(scope="class")
async def reader(browser: Browser, address: str, signed_in: dict[str, Any]) -> AsyncIterator[NewReader]:
    """Somebody at a browser: `await reader("Avery Invented")`, `await reader()` for somebody not signed in."""
    contexts = []

    async def make(
        person: str | None = None,
        *,
        tenant: str = DUDLEY,
        width: int = 1280,
        scripted: bool = True,
        **traits: Any,
    ) -> Reader:
        if person and person not in signed_in:
            door = await browser.new_context()
            await sign_in(door, address, person)
            signed_in[person] = await door.storage_state()
            await door.close()
        context = await browser.new_context(
            storage_state=signed_in[person] if person else None,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripted,
            **traits,
        )
        contexts.append(context)
        return Reader(await context.new_page(), address, tenant, scripted)

    yield make
    for context in contexts:
        await context.close()


@pytest_asyncio.fixture(scope="class")
async def officer(reader: NewReader) -> Reader:
    """The governance officer of Dudley's demonstration."""
    return await reader("Rowan Exemplar")


@pytest_asyncio.fixture(scope="class")
async def chair(reader: NewReader) -> Reader:
    """Who chairs the Primary Care Commissioning Committee there."""
    return await reader("Avery Invented")


@pytest_asyncio.fixture(scope="class")
async def member(request: pytest.FixtureRequest, reader: NewReader) -> Reader:
    """The person whom the class names as `MEMBER`, with the browser that it describes as `BROWSER`."""
    return await reader(request.cls.MEMBER, **getattr(request.cls, "BROWSER", {}))
