"""Somebody at a browser: they read pages, press things, and look at each page with axe and at the console."""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    async_playwright,
    expect,
)

from backend.desk.cast import PASSWORD
from backend.people.rules import DEMONSTRATION_CODE

_AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
_CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The shell draws no window that nobody looks at, which takes a third of the time; where Debian lacks it, the whole."""
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

_PATIENCE = 30_000  # milliseconds: only a test that fails waits as long, and a busy machine may be slow
expect.set_options(timeout=_PATIENCE)

_TURNING = "html[data-turning]"
_TURNED = "html:not([data-turning])"
_MARK = """element => {
  const page = document.documentElement, link = element.closest('a'), button = element.closest('button, input');
  const address = link?.getAttribute('href'), to = address && new URL(address, location.href);
  const stays = to && to.hash && to.href.split('#')[0] === location.href.split('#')[0];
  const leads = to && !stays && !link.target && !link.hasAttribute('download');
  const sends = button?.form && button.type === 'submit' && button.form.method !== 'dialog';
  if ('turning' in page.dataset || !leads && !sends) return;
  page.dataset.turning = '';
  const look = event => { if (event.defaultPrevented) delete page.dataset.turning; };
  for (const kind of ['click', 'submit']) addEventListener(kind, look);
  addEventListener('invalid', () => delete page.dataset.turning, true);
}"""
"""Marks the page that a press is about to leave. A press that a script takes for its own takes the mark away."""


@dataclass
class Reader:
    """A page in a browser context of its own, signed in or not. `tenant` is where short paths lead."""

    page: Page
    address: str
    tenant: str = DUDLEY
    scripted: bool = True
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(_PATIENCE)
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

    async def press(self, what: str | re.Pattern[str] | Locator) -> None:
        """A button, by what it says, or whatever can be pressed; what comes of it is there when this returns.

        So nothing is read on the page before: where a link or a form leads to another page, that page has loaded, its
        scripts have begun, and what it says (or does not say) can be read at once. What a script does without
        another page (a preview, a question, an answer that it sends itself) is to be waited for by its words.
        """
        if not isinstance(what, Locator):
            what = self.page.get_by_role("button", name=what, exact=True).first
        async with self._pressing(what):
            await what.click()

    async def tap(self, what: Locator) -> None:
        """The same with a finger."""
        async with self._pressing(what):
            await what.tap()

    @contextlib.asynccontextmanager
    async def _pressing(self, what: Locator) -> AsyncIterator[None]:
        await self.page.wait_for_load_state()  # a button may need its script
        await what.evaluate(_MARK)
        yield
        await self._has_turned()

    @contextlib.asynccontextmanager
    async def turning(self) -> AsyncIterator[None]:
        """Around what leads to another page without a press: a key, or a script that sends."""
        await self.page.evaluate("document.documentElement.dataset.turning = 'surely'")
        yield
        await self._has_turned()

    async def _has_turned(self) -> None:
        await self.page.locator(_TURNED).wait_for(state="attached")
        await self.page.wait_for_load_state()

    async def follow(self, words: str | re.Pattern[str]) -> None:
        """A link of the page's own content, by what it says."""
        await self.press(self._link(words))

    def _link(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first

    async def walk_to(self, place: str) -> None:
        """A link of the navigation at the head of the page."""
        await self.press(self.page.get_by_role("navigation", name="Main").get_by_role("link", name=place))

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

    async def reads(self, words: str, *, within: float = _PATIENCE / 1000) -> None:
        """`words` stand on the page, or come to stand there within so many seconds."""
        await self.page.get_by_text(words).first.wait_for(timeout=within * 1000)
        await self.page.wait_for_load_state()  # what waits by itself may have brought another page

    async def does_not_read(self, words: str) -> None:
        """`words` stand nowhere on the page, which is there: a page that is still on its way says nothing at all."""
        await self.page.wait_for_load_state()
        await self.page.locator("h1").first.wait_for()
        await expect(self.page.get_by_text(words)).to_have_count(0)

    async def offers(self, what: Locator) -> bool:
        """Whether the page, which is there, has it: for a test that goes on by the state that it finds."""
        await self.page.wait_for_load_state()
        await self.page.locator("h1").first.wait_for()
        return await what.count() > 0

    async def row(self, words: str) -> str:
        """The text of the first row of a table that holds `words`."""
        return await self.page.get_by_role("row").filter(has_text=words).first.inner_text()

    async def download(self, words: str, folder: Path) -> Path:
        """Follow a link to a file, and keep the file under the name that it was given."""
        async with self.page.expect_download() as coming:
            await self._link(words).click()  # the page stays
        file = await coming.value
        there = folder / file.suggested_filename
        await file.save_as(there)
        return there

    async def finds_nothing_wrong(self) -> None:
        """Axe with every rule, nothing in the console, and nothing wider than the window."""
        await self.page.wait_for_load_state()
        await self.page.locator("h1").first.wait_for()
        assert self.faults == [], f"the console of {self.page.url} says: {self.faults}"
        if not self.scripted:
            await self._has_it_looked_at()
            return
        try:
            await self._look()
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise
            await self.finds_nothing_wrong()  # a page that watches something was loaded anew meanwhile

    async def _look(self) -> None:
        found = [*await accessibility_faults(self.page), *await crossed_labels(self.page)]
        assert found == [], f"{self.page.url}: {found}"
        assert await overflow(self.page) == 0, f"{self.page.url} is wider than its window"

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
    saying_why = officer.page.get_by_text("Say why they may stay empty")
    if not await officer.offers(saying_why):
        return
    await officer.press(saying_why)
    await officer.fill("Why may the paper pass without?", "It is an invented paper")
    await officer.press("Record this reason")
    await officer.reads("The cover sheet no longer holds the paper up.")


async def accessibility_faults(page: Page) -> list[Any]:
    """Axe's violations, no rule disabled: the rule, and the elements with what to mend."""
    # through the debugger, so that the page's own policy stays as strict as it is
    found = await page.evaluate(
        f"{_AXE}; axe.run(document, {{rules: {{'target-size': {{enabled: true}}}}}}).then(result => result.violations)"
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
    door = Reader(page, address)
    await door.open("//sign-in")
    await door.fill("Email address", email_of(person))
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await door.press("Continue")
    await page.get_by_label("Code").fill(DEMONSTRATION_CODE)
    await door.press("Sign in")
    await page.get_by_role("button", name="Sign out").wait_for()
    return page


def email_of(person: str) -> str:
    return f"{person.lower().replace(' ', '.')}@example.invalid"
