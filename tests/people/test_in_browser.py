"""The door and the people in a real browser: a passkey of its own device, no script at all, axe at each page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Page

from backend.app import create_app
from backend.kit import database
from backend.kit.clock import Clock
from backend.kit.settings import read_settings
from backend.people import operations, rules
from backend.tenancy import transactions
from tests.journeys.reader import Reader, a_browser
from tests.people.conftest import PASSWORD, Member
from tests.ports import free_port

pytestmark = pytest.mark.journey


@pytest_asyncio.fixture(scope="module")
async def address(db: database.Database, home: Path) -> AsyncIterator[str]:
    """The application on a port of its own, at an address with a name: browsers make no passkeys at a number."""
    port = free_port()
    public = f"http://localhost:{port}"
    settings = read_settings(
        {"PROBITY_HOME": str(home), "PROBITY_PORT": str(port), "PROBITY_PUBLIC_URL": public}
    )
    app: Any = create_app(settings, clock=Clock())
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.05)
    yield public
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await serving


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Page]:
    async with a_browser() as browser:
        context = await browser.new_context(viewport={"width": 390, "height": 800})
        yield await context.new_page()


async def test_person_adds_a_passkey_and_signs_in_with_it(
    page: Page, address: str, member: Callable[..., Awaitable[Member]]
) -> None:
    browsing = Reader(page, address)
    robin = await member()
    async with transactions.scope_tx(robin.scope):
        await operations.grant_role(robin.scope, person_id=robin.person_id, role="executive-owner")
    debugger = await page.context.new_cdp_session(page)
    await debugger.send("WebAuthn.enable")
    await debugger.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    await page.goto(f"{address}/sign-in?next=/account")
    await browsing.finds_nothing_wrong()
    await page.get_by_label("Email address").fill(robin.email)
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await browsing.press("Continue")
    await page.get_by_role("heading", name="Prove that it is you").wait_for()
    await browsing.finds_nothing_wrong()
    await page.get_by_label("Code").fill("000000")
    await browsing.press("Sign in")
    await page.get_by_role("heading", name="There is a problem").wait_for()
    await browsing.finds_nothing_wrong()
    await page.get_by_label("Code").fill(rules.DEMONSTRATION_CODE)
    await browsing.press("Sign in")
    await page.get_by_role("heading", name="Your account").wait_for()
    await browsing.finds_nothing_wrong()
    await browsing.press("Add a passkey on this device")
    await page.get_by_text("The passkey is added.").wait_for()
    await page.goto(f"{address}/account/codes")
    await page.get_by_role("heading", name="Set up codes").wait_for()
    await browsing.finds_nothing_wrong()
    await page.goto(f"{address}/account")
    await browsing.press("Sign out")
    await page.get_by_text("You are signed out.").wait_for()
    await browsing.press("Sign in with a passkey")
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    await page.goto(f"{address}/confirm?next=/account")
    await browsing.finds_nothing_wrong()
    await browsing.press("Use a passkey")
    await page.wait_for_url("**/account")
    assert browsing.faults == []


async def test_officer_keeps_people_without_a_script(
    page: Page, address: str, member: Callable[..., Awaitable[Member]]
) -> None:
    robin = await member()
    async with transactions.scope_tx(robin.scope):
        await operations.grant_role(robin.scope, person_id=robin.person_id, role="governance-officer")
    browser = page.context.browser
    assert browser is not None
    context = await browser.new_context(java_script_enabled=False)
    plain = await context.new_page()
    officer, looking = Reader(plain, address, scripted=False), Reader(page, address)
    await plain.goto(f"{address}/sign-in?next=/choose")
    await plain.get_by_label("Email address").fill(robin.email)
    await plain.get_by_role("textbox", name="Password").fill(PASSWORD)
    await officer.press("Continue")
    await plain.get_by_label("Code").fill(rules.DEMONSTRATION_CODE)
    await officer.press("Sign in")
    await page.context.add_cookies(await context.cookies())
    for path in (
        "/people",
        "/people/new",
        f"/people/{robin.person_id}",
        f"/people/{robin.person_id}/particulars",
    ):
        await page.goto(f"{address}/t/{robin.tenant.slug}{path}")
        await page.locator("h1").wait_for()
        await looking.finds_nothing_wrong()
    await plain.goto(f"{address}/t/{robin.tenant.slug}/people/new")
    await plain.get_by_label("Name").fill("Kim Invented")
    await plain.get_by_label("Email address").fill(f"kim.{robin.person_id}@demonstration.example")
    await officer.press("Add the person")
    await plain.get_by_text("The person is added.").wait_for()
    await plain.get_by_label("Internal audit").check()
    await officer.press("Grant the role")
    await plain.get_by_text("The role is granted.").wait_for()
    await officer.press("Invite to an account")
    link = await plain.get_by_text(f"{address}/invitation/").inner_text()
    await context.clear_cookies()
    await page.context.clear_cookies()
    await page.goto(link)
    await looking.finds_nothing_wrong()
    await page.get_by_role("textbox", name="Choose a password").fill("a gate of eleven copper kettles")
    await looking.press("Continue")
    await page.get_by_role("heading", name="Set up a second step").wait_for()
    await looking.finds_nothing_wrong()
