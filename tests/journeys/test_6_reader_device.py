"""What a browser keeps for a member: packs for a day, unsent words, and more time when it is asked for."""

import re
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.conftest import NewReader
from tests.journeys.reader import Reader, sign_in

pytestmark = pytest.mark.journey

COMMITTEE = "Primary Care Commissioning Committee, first meeting"
BODY = "Governing Body"
PAPER = "Pilot of longer opening hours"
OFFERS = "Near-patient diagnostics: offers received"
"""Private: the papers of a public item are withheld from nobody."""
_MEMBER, _OFFICER, _CHAIR = "Frankie Fabled", "Rowan Exemplar", "Avery Invented"
_PATIENCE = 90  # seconds for the worker to build a pack
_HOUR = 3_600_000  # milliseconds
_WORDS = "Ask how many came on a Sunday (invented)."


class TestMembersBrowserKeepsWhatItMay:
    committee = body = ""
    """The addresses of the two packs."""

    @pytest_asyncio.fixture(scope="class", autouse=True)
    @staticmethod
    async def packs(reader: NewReader) -> None:
        officer = await reader(_OFFICER)
        for meeting in (COMMITTEE, BODY):
            await officer.open("/meetings")
            await officer.follow(meeting)
            await officer.follow("Board packs")
            if not await officer.offers(officer.page.get_by_role("link", name=re.compile("Members’ copy"))):
                await officer.press("Build the pack")
                await officer.reads("Read the pack here", within=_PATIENCE)

    @pytest_asyncio.fixture(scope="class")
    @staticmethod
    async def member(reader: NewReader) -> Reader:
        """In a session of their own, since it ends here, with a clock that can be moved."""
        member = await reader(width=820, service_workers="allow")
        await member.page.context.clock.install()
        return Reader(await sign_in(member.page.context, member.address, _MEMBER), member.address)

    async def test_marked_words_become_a_note_at_their_paragraph(self, member: Reader) -> None:
        here = type(self)
        here.body = await _opened(member, BODY)
        here.committee = await _opened(member, COMMITTEE)
        assert await _kept(member) == {here.body, here.committee}
        page = member.page
        await member.follow(PAPER)
        await page.locator("[data-text]").wait_for()
        marked = await page.evaluate(_MARK)
        async with member.turning():
            await member.press("Note on these words")
        await expect(page.get_by_label("On these words", exact=True)).to_have_value(marked["words"])
        await member.fill("Your note", _WORDS)
        await _until(member, _DRAFTS, lambda found: len(found) == 1)
        sealed = (await page.evaluate(_DRAFTS))[0]
        assert (
            "Sunday" not in sealed
            and "words" not in sealed
            and await page.evaluate("localStorage.length") == 0
        )

        await page.reload()
        await member.reads("Words that you have not sent yet are here again")
        await member.finds_nothing_wrong()
        await expect(page.get_by_label("Your note", exact=True)).to_have_value(_WORDS)
        await expect(page.get_by_label("On these words", exact=True)).to_have_value(marked["words"])
        async with member.turning():
            await member.press("Make the note")
        await member.reads("The note is made.")
        beside = page.locator(f".pb-chunk:has(#p{marked['block']}) + aside")
        await expect(beside).to_contain_text(marked["words"])
        await expect(beside).to_contain_text(_WORDS)
        assert page.url.endswith(f"#p{marked['block']}") and await page.evaluate(_DRAFTS) == []

    async def test_a_copy_is_opened_for_a_day_and_then_no_more(self, member: Reader) -> None:
        page = member.page
        await page.context.set_offline(True)
        await _move_the_workers_clock(member, 23 * _HOUR)
        await page.goto(member.address + self.committee)
        await member.reads("You are reading a copy on this device")
        await _move_the_workers_clock(member, 25 * _HOUR)
        await page.goto(member.address + self.committee)
        await member.reads("The copy on this device was kept for 24 hours and is removed")
        await expect(page.locator("[data-reader]")).to_have_count(0)
        await page.context.set_offline(False)
        await _move_the_workers_clock(member, 0)
        await member.open("/committees")
        assert await _stored(member) == {"packs": [], "pages": []}
        member.faults.clear()

    async def test_a_kept_page_that_stays_open_goes_when_its_day_is_over(self, member: Reader) -> None:
        page = member.page
        await _opened(member, COMMITTEE)
        await _opened(member, BODY)
        await page.context.set_offline(True)
        await page.goto(member.address + self.body)
        await member.reads("You are reading a copy on this device")
        await page.clock.fast_forward(23 * _HOUR)
        await member.reads("You are reading a copy on this device")
        await page.clock.fast_forward(2 * _HOUR)
        await member.reads("There is no copy of this page on this device")
        assert await _kept(member) == {self.committee}
        await page.context.set_offline(False)
        await _move_the_workers_clock(member, 25 * _HOUR)  # as the pages' clock is from here on
        member.faults.clear()

    async def test_withheld_papers_go_at_the_next_contact_and_the_chair_sees_who_had_them(
        self, member: Reader, reader: NewReader
    ) -> None:
        page = member.page
        await _opened(member, BODY)
        await _opened(member, COMMITTEE)
        await member.follow(OFFERS)
        await page.locator("[data-text]").wait_for()
        await page.evaluate(_MARK)
        async with member.turning():
            await member.press("Note on these words")
        await member.fill("Your note", _WORDS)
        await _until(member, _DRAFTS, lambda found: len(found) == 1)

        chair = await reader(_CHAIR)
        await chair.open("/meetings")
        await chair.follow(COMMITTEE)
        await chair.follow(OFFERS)
        await chair.follow("Withhold the papers from a member")
        await chair.choose("From whom?", _MEMBER)
        await chair.fill("Why?", "An invented interest in one of the offers.")
        await chair.press("Withhold the papers")
        await chair.reads("Give the papers again")
        withholding = chair.page.url.partition("?")[0]
        try:
            await _move_the_workers_clock(member, 26 * _HOUR)  # it asks every ten seconds at most
            await member.open("/meetings")
            await _until(member, _STORED, lambda found: found["packs"] == [self.body.removesuffix("/read")])
            assert all(
                path.startswith(self.body.removesuffix("/read")) for path in (await _stored(member))["pages"]
            )
            left = await page.evaluate(_READ_DRAFTS)
            assert [name for name, _ in left[0]["entries"]].count("exact") == 0
            assert ["words", _WORDS] in left[0]["entries"]
            answer = await page.goto(member.address + left[0]["shown"])
            assert answer is not None and answer.status == 404
            await page.context.set_offline(True)
            await page.goto(member.address + self.committee)
            await member.reads("There is no copy of this page on this device")
            await page.goto(member.address + self.body)
            await member.reads("You are reading a copy on this device")
            await page.context.set_offline(False)

            await chair.open(self.committee.removeprefix(f"/t/{chair.tenant}"))
            await _open_issue(chair)
            await chair.follow("Who opened which issue")
            assert re.search(r"\d{4} at \S+\t\d+ \w+ \d{4} at ", await chair.row(_MEMBER))
        finally:
            await chair.page.goto(withholding)
            await chair.press(chair.page.get_by_text("Give the papers again").first)
            await chair.page.locator("[name=because]").fill("It was invented.")
            await chair.press("Give the papers again")
        member.faults.clear()

    async def test_sign_out_asks_before_unsent_words_go(self, member: Reader) -> None:
        page = member.page
        await member.open("/interests/declaration")
        await member.fill("What is the interest?", "An invented share.")
        await _until(member, _DRAFTS, lambda found: len(found) == 2)
        await member.open("/meetings")
        await member.open("/interests/declaration")
        await member.reads("Words that you have not sent yet are here again")
        await expect(page.get_by_label("What is the interest?")).to_have_value("An invented share.")
        await member.press("Sign out")
        await member.reads("Sign out and throw away what you have not sent?")
        await member.finds_nothing_wrong()
        await member.press("Stay signed in")
        assert len(await page.evaluate(_DRAFTS)) == 2
        await member.press("Sign out")
        async with member.turning():
            await member.press("Throw them away and sign out")
        await page.get_by_label("Email address").wait_for()
        names = "indexedDB.databases().then(all => all.map(each => each.name))"
        await _until(member, names, lambda found: found == [])
        held = await page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
        assert not [key for key in held if key.startswith("probity")]

    async def test_an_ended_session_takes_the_copy_with_it(self, member: Reader) -> None:
        member = Reader(await sign_in(member.page.context, member.address, _MEMBER), member.address)
        await _opened(member, BODY)
        await member.page.context.clear_cookies()
        await _move_the_workers_clock(member, 27 * _HOUR)
        await member.open("/meetings")
        await member.page.get_by_label("Email address").wait_for()
        await _until(member, _STORED, lambda found: found == {"packs": [], "pages": []})


class TestSomebodyIsSlow:
    async def test_they_are_warned_and_get_more_time(self, reader: NewReader) -> None:
        member = await reader(_MEMBER, width=390)
        page = member.page
        await page.clock.install()
        await member.open("/committees")
        warning = page.get_by_text("You will be signed out in about 5 minutes")
        await page.clock.fast_forward(53 * 60_000)
        await expect(warning).to_be_hidden()
        await page.clock.fast_forward(90_000)
        await warning.wait_for()
        await member.finds_nothing_wrong()
        await member.press("Stay signed in")
        await warning.wait_for(state="hidden")
        await page.clock.fast_forward(53 * 60_000)
        await expect(warning).to_be_hidden()
        await page.clock.fast_forward(7 * 60_000)
        await member.reads("You have been signed out")

    async def test_a_form_keeps_its_words_until_they_are_saved(self, reader: NewReader) -> None:
        officer = await reader(_OFFICER, width=820)
        page = officer.page
        await officer.open("/meetings")
        await officer.follow(BODY)
        await officer.follow("Report of the Primary Care Commissioning Committee")
        await officer.follow("Change the item")
        minutes = page.get_by_label("How many minutes does it need? (optional)")
        longer = str(int(await minutes.get_attribute("value") or "") + 5)
        await minutes.fill(longer)
        await _until(officer, _DRAFTS, lambda found: len(found) == 1)
        await page.context.set_offline(True)
        await officer.press("Save the item")
        await officer.reads("Not sent: there is no connection")
        await page.context.set_offline(False)
        await page.reload()
        await officer.reads("Words that you have not sent yet are here again")
        await expect(minutes).to_have_value(longer)
        await minutes.fill("many")
        await officer.press("Save the item")
        await officer.reads("There is a problem")
        assert len(await page.evaluate(_DRAFTS)) == 1
        await minutes.fill(longer)
        await officer.press("Save the item")
        await page.wait_for_url(re.compile("said="))
        await _until(officer, _DRAFTS, lambda found: found == [])
        await officer.finds_nothing_wrong()


_OPEN = """const all = async (name, keys) => {
  const opened = await new Promise((resolve) => {
    const request = indexedDB.open("probity-reader");
    request.onsuccess = () => resolve(request.result);
  });
  const found = opened.objectStoreNames.contains(name) ? await new Promise((resolve) => {
    const store = opened.transaction(name).objectStore(name);
    const request = keys ? store.getAllKeys() : store.getAll();
    request.onsuccess = () => resolve(request.result);
  }) : [];
  opened.close();
  return found;
};"""
_STORED = (
    f"async () => {{ {_OPEN} return {{packs: await all('packs', true), pages: await all('pages', true)}} }}"
)
_DRAFTS = f"""async () => {{ {_OPEN}
  return (await all('drafts')).map(each => each.id + new TextDecoder('latin1').decode(each.sealed)) }}"""
_READ_DRAFTS = """async () => {
  const built = await (await fetch('/static/manifest.json')).json();
  const store = await import('/static/' + built['reader-store.js']);
  return await store.draftsOf(document.querySelector('[data-session]').dataset.session);
}"""
_MARK = """() => {
  const number = [...document.querySelectorAll('.pb-chunk p .pb-number')].find(
    each => each.nextSibling?.nodeType === 3 && each.nextSibling.data.trim().split(' ').length > 6);
  const text = number.nextSibling;
  const words = text.data.trim().split(/\\s+/).slice(1, 4).join(' ');
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(words));
  range.setEnd(text, text.data.indexOf(words) + words.length);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
  return {words, block: number.id.slice(1)};
}"""


async def _opened(member: Reader, meeting: str) -> str:
    """The path of the newest issue of a meeting, which the browser has kept."""
    await member.open("/meetings")
    await member.follow(meeting)
    await member.page.wait_for_url(re.compile("/meetings/[0-9a-f-]{36}$"))
    await member.page.goto(f"{member.page.url}/read")
    await _open_issue(member)
    await member.page.locator("ol.pb-contents").wait_for()
    await member.reads("This issue can be read on this device without a connection", within=60)
    return member.page.url.removeprefix(member.address).removesuffix("/read") + "/read"


async def _open_issue(member: Reader) -> None:
    """Say that this issue is opened, where nobody has yet."""
    opening = member.page.get_by_role("button", name=re.compile("^Open issue"))
    if await member.offers(opening):
        await member.press(opening)


async def _stored(member: Reader) -> dict[str, list[str]]:
    """The paths of the packs and of the pages that the browser holds."""
    found: dict[str, list[str]] = await member.page.evaluate(_STORED)
    return found


async def _kept(member: Reader) -> set[str]:
    return {f"{base}/read" for base in (await _stored(member))["packs"]}


async def _until(member: Reader, script: str, holds: Any) -> None:
    """Wait, for half a minute at most, until what the script tells is as it should be."""
    for _ in range(300):
        if holds(found := await member.page.evaluate(script)):
            return
        await member.page.wait_for_timeout(100)
    raise AssertionError(f"the browser still holds {found}")


async def _move_the_workers_clock(member: Reader, by: int) -> None:
    """The service worker reads the time for itself: here it is so many milliseconds later."""
    # the newest: sign-out takes the one before away
    worker = [each for each in member.page.context.service_workers if "reader-worker" in each.url][-1]
    await worker.evaluate(
        "by => { self.realNow ??= Date.now.bind(Date); Date.now = () => self.realNow() + by }", by
    )
