"""Somebody at a browser: they read pages, press things, and look at each page with axe and at the console."""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from backend.desk.cast import PASSWORD
from backend.people.rules import DEMONSTRATION_CODE

_AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
_CHROMIUM = "/usr/bin/chromium"
_ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from the network and from asking for more than a container has."""

DUDLEY, EXAMPLE = "dudley-ccg", "example-icb"


@dataclass
class Reader:
    """A page in a browser context of its own, signed in or not. `tenant` is where short paths lead."""

    page: Page
    address: str
    tenant: str = DUDLEY
    scripted: bool = True
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        # The browser calls every 4xx a failure to load. Where we mean one, the journey says so by its words.
        refused = "Failed to load resource" in text and "status of 4" in text
        if kind in ("error", "warning") and not refused:
            self.faults.append(text)

    async def open(self, path: str) -> None:
        """Go to `path` of the tenant, or to `/path` of the service where it begins with two slashes."""
        there = path[1:] if path.startswith("//") else f"/t/{self.tenant}{path}"
        await self.page.goto(self.address + there)

    async def press(self, words: str) -> None:
        """A button, by what it says."""
        await self.page.get_by_role("button", name=words, exact=True).first.click()

    async def follow(self, words: str) -> None:
        """A link of the page's own content, by what it says."""
        await self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()

    async def walk_to(self, place: str) -> None:
        """A link of the navigation at the head of the page."""
        await self.page.get_by_role("navigation", name="Main").get_by_role("link", name=place).click()

    async def fill(self, label: str, words: str) -> None:
        await self.page.get_by_label(label, exact=True).fill(words)

    async def choose(self, label: str, words: str) -> None:
        await self.page.get_by_label(label, exact=True).select_option(label=words)

    async def tick(self, words: str) -> None:
        await self.page.get_by_label(words, exact=True).check()

    async def fill_date(self, legend: str, day: int, month: int, year: int) -> None:
        """The three boxes of a date."""
        boxes = self.page.get_by_role("group", name=legend)
        for label, number in (("Day", day), ("Month", month), ("Year", year)):
            await boxes.get_by_label(label).fill(str(number))

    async def reads(self, words: str, *, within: float = 15) -> None:
        """`words` stand on the page, or come to stand there within so many seconds."""
        await self.page.get_by_text(words).first.wait_for(timeout=within * 1000)

    async def does_not_read(self, words: str) -> None:
        assert await self.page.get_by_text(words).count() == 0, f"{words!r} stands on {self.page.url}"

    async def row(self, words: str) -> str:
        """The text of the first row of a table that holds `words`."""
        return await self.page.get_by_role("row").filter(has_text=words).first.inner_text()

    async def download(self, words: str, folder: Path) -> Path:
        """Follow a link to a file, and keep the file under the name that it was given."""
        async with self.page.expect_download() as coming:
            await self.follow(words)
        file = await coming.value
        there = folder / file.suggested_filename
        await file.save_as(there)
        return there

    async def finds_nothing_wrong(self) -> None:
        """Axe with every rule, nothing in the console, and nothing wider than the window."""
        await self.page.locator("h1").first.wait_for()
        assert self.faults == [], f"the console of {self.page.url} says: {self.faults}"
        if self.scripted:
            found = [*await accessibility_faults(self.page), *await crossed_labels(self.page)]
            assert found == [], f"{self.page.url}: {found}"
            assert await overflow(self.page) == 0, f"{self.page.url} is wider than its window"
        else:
            await self._has_it_looked_at()

    async def _has_it_looked_at(self) -> None:
        """Axe is a script: where this page runs none, another shows the same words without theirs."""
        words = re.sub(r"<script.*?</script>", "", await self.page.content(), flags=re.DOTALL)
        browser = self.page.context.browser
        assert browser is not None
        context = await browser.new_context(viewport=self.page.viewport_size)
        other = Reader(await context.new_page(), self.address)
        await other.page.route(
            self.page.url, lambda route: route.fulfill(body=words, content_type="text/html; charset=utf-8")
        )
        await other.page.goto(self.page.url)
        await other.finds_nothing_wrong()
        await context.close()


async def complete_cover(author: Reader) -> None:
    """Fill in what the cover sheet of a paper needs, from the paper's page."""
    await author.follow("Fill in the cover sheet")
    await author.choose("Purpose", "For decision")
    await author.fill("Executive summary", "An invented paper")
    await author.fill("Recommendation", "The committee is asked to approve it")
    for answer in ("no", "public"):
        for box in await author.page.locator(f"input[type=radio][value={answer}]").all():
            await box.check()
    await author.finds_nothing_wrong()
    await author.press("Keep this cover sheet")
    await author.reads("The cover sheet is kept")


async def let_pass_without_cover(officer: Reader) -> None:
    """Say why needed fields of the cover sheet may stay empty, on the paper's page, where nobody has yet."""
    if not await officer.page.get_by_text("Say why they may stay empty").count():
        return
    await officer.page.get_by_text("Say why they may stay empty").click()
    await officer.fill("Why may the paper pass without?", "It is an invented paper")
    await officer.press("Record this reason")
    await officer.reads("The cover sheet no longer holds the paper up.")


async def accessibility_faults(page: Page) -> list[Any]:
    """Axe's violations, no rule disabled: the rule, and the elements with what to mend."""
    # through the debugger, so that the page's own policy stays as strict as it is
    await page.evaluate(_AXE)
    found = await page.evaluate(
        "axe.run(document, {rules: {'target-size': {enabled: true}}}).then(result => result.violations)"
    )
    return [
        (each["id"], [f"{node['html'][:160]} {node['failureSummary']}" for node in each["nodes"]])
        for each in found
    ]


async def crossed_labels(page: Page) -> list[str]:
    """What axe passes over: an id that two elements have, and a label that leads to no field."""
    return list(
        await page.evaluate(
            """() => {
              const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
              const twice = ids.filter((id, n) => ids.indexOf(id) !== n).map(id => 'twice: ' + id);
              const idle = [...document.querySelectorAll('label')].filter(each => !each.control);
              return [...twice, ...idle.map(each => 'leads nowhere: ' + each.innerText)];
            }"""
        )
    )


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@contextlib.asynccontextmanager
async def chromium(play: Playwright, *flags: str) -> AsyncIterator[Browser]:
    """Debian's own Chromium, without a window."""
    browser = await play.chromium.launch(executable_path=_CHROMIUM, args=[*_ALONE, *flags])
    try:
        yield browser
    finally:
        await browser.close()


@contextlib.asynccontextmanager
async def a_browser(*flags: str) -> AsyncIterator[Browser]:
    async with async_playwright() as play, chromium(play, *flags) as browser:
        yield browser


async def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    """Sign a person of the cast in by the pages of the door. `person` is their name, such as `Avery Invented`."""
    page = await context.new_page()
    await page.goto(f"{address}/sign-in")
    await page.get_by_label("Email address").fill(email_of(person))
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Code").fill(DEMONSTRATION_CODE)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Sign out").wait_for()
    return page


def email_of(person: str) -> str:
    return f"{person.lower().replace(' ', '.')}@example.invalid"
