"""A founding link, and its holder in a browser with an account of their own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp
import pytest_asyncio

from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.kit.identity import new_id
from backend.people.operations import founding
from tests.people.test_pages import token_in

PASSWORD = "seven ploughs behind a lighthouse"
BASE = "http://127.0.0.1:8014"


@dataclass
class Founder:
    """Somebody with a founding link, in a browser of their own."""

    browser: httpx.AsyncClient
    link: founding.NewLink
    email: str
    secret: str = field(default="", repr=False)

    @property
    def path(self) -> str:
        return f"/founding/{self.link.token}"

    async def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """A form with its token, once somebody is signed in."""
        return await self.browser.post(path, data={**(data or {})}, **options)

    async def sign_up(self) -> None:
        """Prove the address, open the account and set up the second factor."""
        proof = {"code": self.link.code, "name": "Morgan Invented", "password": PASSWORD}
        answer = await self.browser.post(self.path, data=proof)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/set-up"), answer.text
        page = await self.browser.get("/sign-in/set-up")
        self.secret = "".join(page.text.split('class="pb-hash">')[1].split("<")[0].split())
        sealed = page.text.split('name="sealed" value="')[1].split('"')[0]
        code = pyotp.TOTP(self.secret).now()
        done = await self.browser.post("/sign-in/set-up", data={"sealed": sealed, "code": code})
        assert done.headers["location"] == f"{self.path}/organisation", done.text

    async def send(self, path: str, data: dict[str, Any]) -> httpx.Response:
        """POST with the token of the page that the form stands on."""
        page = await self.browser.get("/account")
        return await self.browser.post(path, data={"_token": token_in(page), **data})


async def a_link(*, by_mail: bool = False, email: str | None = None, days: int = 14) -> founding.NewLink:
    """A new founding link."""
    address = email or f"morgan.{str(new_id())[-12:]}@example.invalid"
    async with DB.transaction_with({}):
        return await founding.invite_founder(email=address, days=days, by_mail=by_mail, now=real_now())


@pytest_asyncio.fixture
async def founder(app: Any) -> AsyncIterator[Founder]:
    link = await a_link()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as browser:
        yield Founder(browser=browser, link=link, email=link.email)
