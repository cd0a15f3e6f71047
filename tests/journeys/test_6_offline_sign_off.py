"""The chair says offline what they think of two papers; one is replaced meanwhile; the server takes the other alone."""

import re

import pytest
from playwright.async_api import expect

from backend.people.rules import DEMONSTRATION_CODE
from tests.journeys.conftest import NewReader
from tests.journeys.reader import Reader, sign_in
from tests.journeys.test_6_chair import _built, _hand_in

pytestmark = pytest.mark.journey

COMMITTEE = "Primary Care Commissioning Committee"
MEETING = "Primary Care Commissioning Committee, December"
STAYS, REPLACED = "Chairs in the waiting room (invented)", "A lamp over the door (invented)"
_CHAIR, _AUTHOR = "Avery Invented", "Ellis Storybook"
_KEPT = "This issue can be read on this device without a connection"


class TestChairSaysOfflineWhatTheyThink:
    meeting = contents = ""
    papers: dict[str, str] = {}

    @pytest.fixture(scope="class")
    @staticmethod
    async def chair(reader: NewReader) -> Reader:
        """In a session of their own, in a browser that keeps what it reads."""
        chair = await reader(width=390, service_workers="allow")
        return Reader(await sign_in(chair.page.context, chair.address, _CHAIR), chair.address)

    @pytest.fixture(scope="class")
    @staticmethod
    async def author(reader: NewReader) -> Reader:
        return await reader(_AUTHOR)

    async def test_given_a_pack_with_two_papers_that_wait_for_the_chair(
        self, officer: Reader, author: Reader, chair: Reader
    ) -> None:
        await _arrange(officer)
        here = type(self)
        here.meeting = officer.page.url.partition("?")[0]
        for title in (STAYS, REPLACED):
            item = {"title": title, "purpose": "NOTE", "part": "public", "place": "end"}
            await _send(officer, f"{here.meeting}/items", **item)
            await author.page.goto(here.meeting)
            await author.follow(title)
            await _hand_in(author, f"# What is asked\n\nTo note {title}.")
            paper = here.papers[title] = author.page.url.partition("?")[0]
            await _send(author, f"{paper}/steps", step="send")
            await _send(officer, f"{paper}/empty-fields", empty_reason="It is short (invented)")
            await _send(officer, f"{paper}/steps", step="pass-to-chair")
        await _built(officer, here.meeting)

        await chair.page.goto(f"{self.meeting}/read")
        await chair.press("Open issue 1")
        await chair.reads(_KEPT, within=60)
        here.contents = chair.page.url.partition("?")[0]
        await chair.follow(STAYS)
        await chair.page.get_by_role("link", name="Sign it off, or ask its author a question").wait_for()
        await chair.finds_nothing_wrong()

    async def test_when_there_is_no_connection_then_what_they_say_is_kept_and_signs_nothing(
        self, chair: Reader
    ) -> None:
        page = chair.page
        approve = page.get_by_role("button", name="I approve version 1")
        await page.context.set_offline(True)
        for title in (STAYS, REPLACED):
            await page.goto(self.contents)
            await chair.follow(title)
            await chair.reads("There is no connection, so nothing is signed off now.")
            await chair.press(approve)
            await chair.reads("you said that you approve version 1. This is kept on this device.")
        chair.faults.clear()  # the browser says that it has no connection
        await chair.finds_nothing_wrong()
        await chair.press("Take it back")
        await chair.press(approve)
        await chair.reads("Nothing is signed off or sent until you confirm it")
        await expect(page.locator("main")).not_to_contain_text("waiting to be confirmed", use_inner_text=True)
        stored = await page.evaluate(_STORED)
        assert stored["kept"] == 2 and not stored["plain"] and not stored["extractable"]
        chair.faults.clear()

    async def test_when_they_are_connected_again_then_the_newer_version_is_not_signed(
        self, chair: Reader, author: Reader
    ) -> None:
        await author.page.goto(self.papers[REPLACED])
        await author.follow("Hand in a new version")
        await author.fill("Or the paper itself, in Markdown", "# What is asked\n\nTo note two lamps.")
        await author.press("Hand in this version")
        await author.reads("The new version is handed in.")

        await chair.page.context.set_offline(False)
        await chair.page.goto(self.contents)
        await chair.reads("Your sign-off of 2 papers is waiting to be confirmed.")
        await chair.finds_nothing_wrong()
        await _confirm(chair, REPLACED)

        await chair.reads("version 2 lies there now. Your sign-off of version 1 is not taken.")
        await chair.reads("Your sign-off of 1 paper is waiting to be confirmed.")
        await expect(chair.page.get_by_role("button", name=re.compile("^Sign off"))).to_have_count(0)
        await chair.finds_nothing_wrong()

    async def test_then_the_version_that_is_still_there_is_signed_once_they_confirm_and_prove_themselves(
        self, chair: Reader
    ) -> None:
        await _confirm(chair, STAYS)
        await chair.reads(
            "It is still version 1, as you read it. Nothing is signed off until you confirm it below."
        )
        await chair.finds_nothing_wrong()
        there = chair.page.url
        await chair.page.goto(self.papers[STAYS])
        await expect(chair.page.get_by_role("heading", name=f"Signed off by {_CHAIR}")).to_have_count(0)
        await chair.open(f"//confirm?next={there.removeprefix(chair.address)}")
        await chair.fill("Code", DEMONSTRATION_CODE)
        await chair.press("Confirm")
        await chair.press(chair.page.get_by_role("button", name="Sign off: version 1"))
        await chair.reads("signed the paper")

        await chair.page.goto(self.contents)
        await chair.page.locator("ol.pb-contents").wait_for()
        await chair.reads(_KEPT, within=60)
        await chair.does_not_read("waiting to be confirmed")
        await chair.page.goto(self.papers[STAYS])
        await chair.page.get_by_role("heading", name=f"Signed off by {_CHAIR}").wait_for()
        await chair.page.goto(self.papers[REPLACED])
        await chair.reads("Not signed off")
        assert (await chair.page.evaluate(_STORED))["kept"] == 0


_STORED = """async () => {
  const opened = await new Promise((resolve) => {
    const request = indexedDB.open("probity-reader");
    request.onsuccess = () => resolve(request.result);
  });
  const all = (name) => new Promise((resolve) => {
    const request = opened.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const [drafts, keys] = [await all("drafts"), await all("keys")];
  opened.close();
  const words = (each) => JSON.stringify({ ...each, sealed: "" }) + new TextDecoder().decode(each.sealed);
  return {
    kept: drafts.length,
    plain: drafts.some((each) => words(each).includes("invented")),
    extractable: keys.some((each) => each.key.extractable),
  };
}"""


async def _arrange(officer: Reader) -> None:
    await officer.open("/meetings")
    await officer.follow("Arrange a meeting")
    await officer.choose("Which committee meets?", COMMITTEE)
    await officer.fill("Title", MEETING)
    await officer.fill_date("On which day?", 17, 12, 2014)
    await officer.fill("When does it start?", "2pm")
    await officer.fill("When does it end?", "4pm")
    await officer.fill("Where is it held?", "An invented hall")
    await officer.tick("No")
    await officer.press("Arrange this meeting")
    await officer.reads("The meeting is arranged.")


async def _send(reader: Reader, address: str, **fields: str) -> None:
    """What a form of the page would send, without looking at what comes of it."""
    token = await reader.page.locator("input[name=_token]").first.get_attribute("value")
    form = {"_token": token or "", **fields}
    answer = await reader.page.request.post(address, form=form, max_redirects=0)
    assert answer.status == 303, await answer.text()


async def _confirm(chair: Reader, title: str) -> None:
    await chair.press(chair.page.get_by_role("link", name=f"Confirm: {title}"))
    await chair.page.locator("#sign-off").wait_for()
