"""A member opens the pack in the browser: reads it on a small screen, notes, loses the connection, signs out."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import NewReader
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

MEETING = "Primary Care Commissioning Committee, first meeting"
_PATIENCE = 90  # seconds for the worker to build a pack
_OFFICER, _MEMBER = "Rowan Exemplar", "Jules Madeup"
_KEPT = "This issue can be read on this device without a connection"


class TestMemberReadsInTheBrowser:
    page_of_paper = ""

    @pytest.fixture(scope="class", autouse=True)
    @staticmethod
    async def pack(reader: NewReader) -> None:
        """A pack that is ready, built now if no journey before has had it built."""
        officer = await reader(_OFFICER)
        await officer.open("/packs")
        if not await officer.offers(officer.page.get_by_role("link", name=re.compile("Members’ copy"))):
            await officer.open("/meetings")
            await officer.follow(MEETING)
            await officer.follow("Board packs")
            await officer.press("Build the pack")
            await officer.reads("Read the pack here", within=_PATIENCE)

    async def test_given_a_small_screen_when_the_pack_is_opened_then_every_page_fits(
        self, reader: NewReader
    ) -> None:
        member = await _to_the_pack(reader, width=320)
        await member.finds_nothing_wrong()
        await member.press(member.page.locator("ol.pb-contents a").nth(4))
        await member.page.locator("[data-text]").wait_for()
        await member.finds_nothing_wrong()
        await expect(member.page.locator(".pb-page-mark")).not_to_have_count(0)

    async def test_when_colours_and_letters_are_chosen_then_they_hold(self, reader: NewReader) -> None:
        member = await _to_the_pack(reader, width=390)
        for size, colours in (
            ("Twice (200%)", "Light letters on dark"),
            ("As it is (100%)", "Yellow letters on black"),
        ):
            await member.follow("Size, spacing and colours")
            await member.page.get_by_label(size, exact=True).check()
            await member.page.get_by_label(colours, exact=True).check()
            await member.press("Remember this")
            await member.page.locator("ol.pb-contents").wait_for()
            await member.finds_nothing_wrong()
        await member.follow("Size, spacing and colours")
        await member.tick("Dark letters on white")
        await member.press("Remember this")

    async def test_when_the_connection_goes_then_the_pack_is_read_and_noted_on_until_sign_out(
        self, reader: NewReader
    ) -> None:
        member = await _to_the_pack(reader, width=390, own=True)
        page, context = member.page, member.page.context
        await member.reads(_KEPT, within=60)
        here = page.url
        paper = page.locator("ol.pb-contents a[href*='/paper-']").first
        address = await paper.get_attribute("href")
        await member.press(paper)
        await member.press(page.locator(".pb-number").first)
        await member.finds_nothing_wrong()
        await context.set_offline(True)
        await page.get_by_label("Your note", exact=True).fill("Ask what this costs (invented).")
        await member.press("Make the note")
        await member.reads("Not sent yet: there is no connection")
        member.faults.clear()

        await page.goto(member.address + str(address))
        await member.reads("You are reading a copy on this device")
        await expect(page.locator(".pb-number")).not_to_have_count(0)
        assert "Ask what" not in await page.content()
        stored = await page.evaluate(_ALL_STORED)
        assert stored["pages"] > 3 and not stored["plain"] and not stored["extractable"]
        member.faults.clear()

        await page.goto("about:blank")  # this page would send it itself, as soon as it can
        await context.set_offline(False)
        await page.goto(here)
        await member.reads("A note that you wrote without a connection is sent")
        await page.goto(member.address + str(address))
        await member.reads("Ask what this costs (invented).")

        async with member.turning():
            await member.press("Sign out")
        await page.get_by_label("Email address").wait_for()
        await context.set_offline(True)
        with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
            await page.goto(member.address + str(address))
        await context.set_offline(False)
        await page.goto(f"{member.address}/sign-in")
        assert await page.evaluate("localStorage.length") == 0
        # the worker of before may still be looking, which makes it and takes it back
        await page.wait_for_function("indexedDB.databases().then((all) => all.length === 0)")


_ALL_STORED = """async () => {
  const opened = await new Promise((resolve) => {
    const request = indexedDB.open("probity-reader");
    request.onsuccess = () => resolve(request.result);
  });
  const all = (name) => new Promise((resolve) => {
    const request = opened.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const [pages, packs] = [await all("pages"), await all("packs")];
  opened.close();
  const words = (each) => new TextDecoder().decode(each.sealed);
  return {
    pages: pages.length,
    plain: pages.some((each) => words(each).includes("<html")),
    extractable: packs.some((each) => each.key.extractable),
  };
}"""


async def _to_the_pack(reader: NewReader, *, width: int, own: bool = False) -> Reader:
    """The contents of the newest issue, opened. `own`: with a session that may end, since no other journey has it."""
    member = await reader(_MEMBER, width=width, service_workers="allow")
    if own:
        from tests.journeys.reader import sign_in

        await member.page.context.clear_cookies()
        page = await sign_in(member.page.context, member.address, _MEMBER)
        member = Reader(page, member.address)
    await member.open("/packs")
    await member.follow(re.compile("Members’ copy"))
    await member.follow("Read the pack here")
    opening = member.page.get_by_role("button", name=re.compile("^Open issue"))
    if await member.offers(opening):
        await member.finds_nothing_wrong()
        await member.press(opening)
    await member.page.locator("ol.pb-contents").wait_for()
    return member
