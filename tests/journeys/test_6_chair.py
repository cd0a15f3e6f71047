"""The chair reads a pack, notes, signs; a new version undoes that; they sign again; and the meeting becomes public."""

import asyncio
import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from playwright.async_api import expect

from backend.people.rules import DEMONSTRATION_CODE
from tests.journeys.conftest import NewReader
from tests.journeys.reader import Reader, let_pass_without_cover, sign_in

pytestmark = pytest.mark.journey

COMMITTEE = "Primary Care Commissioning Committee"
MEETING = "Primary Care Commissioning Committee, November"
OTHER, PAPER = "Minutes of October (invented)", "Telephones in reception (invented)"
_CHAIR, _AUTHOR, _OFFICER = "Avery Invented", "Ellis Storybook", "Rowan Exemplar"
_PATIENCE = 60  # seconds for the worker to build a pack
_KEPT = "Callers wait for eleven minutes on a Monday morning, as the practices count it."
_FIRST = f"""# What is asked

The committee is asked to **note** how long callers wait.

## What was found

{_KEPT}

The new telephones cost two thousand pounds a year."""
_SECOND = f"""# What is asked

The committee is asked to **note** how long callers wait, and what was done since.

## What was done

Two practices have changed their lines.

## What was found

{_KEPT}

The new telephones cost three thousand pounds a year."""


class TestChairReadsNotesAndSignsTwice:
    meeting = paper = ""
    labels: dict[str, str] = {}

    @pytest.fixture(scope="class")
    @staticmethod
    async def chair(reader: NewReader) -> Reader:
        """In a session of their own, since proving again renews it."""
        chair = await reader()
        return Reader(await sign_in(chair.page.context, chair.address, _CHAIR), chair.address)

    @pytest.fixture(scope="class")
    @staticmethod
    async def author(reader: NewReader) -> Reader:
        return await reader(_AUTHOR)

    async def test_given_a_meeting_in_public_with_a_paper_at_the_chair(
        self, officer: Reader, author: Reader
    ) -> None:
        await _arrange(officer)
        here = type(self)
        here.meeting = officer.page.url.partition("?")[0]
        for title in (OTHER, PAPER):
            await officer.page.goto(here.meeting)
            await officer.press(
                officer.page.get_by_role("main").get_by_role("link", name="Add an item").first
            )
            await officer.fill("Title", title)
            await officer.choose("What is the committee asked to do?", "To note")
            await officer.press("Add this item")
            await officer.reads("The item is on the agenda.")
        await author.page.goto(here.meeting)
        await author.follow(OTHER)
        await _hand_in(author, "# Minutes\n\nEverybody agreed with everybody.")
        await author.page.goto(here.meeting)
        await author.follow(PAPER)
        await _hand_in(author, _FIRST)
        here.paper = author.page.url.partition("?")[0]
        await _send_on(author, officer, here.paper)
        await officer.page.goto(here.meeting)
        await officer.press("Publish the agenda")
        await officer.reads("The agenda is published.")
        here.labels = _labels(await _built(officer, here.meeting))

    async def test_when_they_open_the_pack_then_they_read_it_on_a_wide_and_a_small_screen(
        self, chair: Reader
    ) -> None:
        await chair.page.goto(f"{self.meeting}/read")
        await chair.finds_nothing_wrong()
        await chair.press("Open issue 1")
        await chair.page.locator("ol.pb-contents").wait_for()
        await chair.finds_nothing_wrong()
        await chair.follow(PAPER)
        await chair.page.locator("[data-text]").wait_for()

        await chair.reads(_KEPT)
        for width in (320, 390, 1280):
            await chair.page.set_viewport_size({"width": width, "height": 900})
            await chair.finds_nothing_wrong()

    async def test_when_they_note_on_a_sentence_then_it_stands_beside_it(self, chair: Reader) -> None:
        await chair.press(chair.page.locator(".pb-chunk", has_text=_KEPT).locator(".pb-number").first)
        await expect(chair.page.get_by_label("On these words", exact=True)).to_have_value(
            re.compile(re.escape(_KEPT))
        )
        await chair.finds_nothing_wrong()
        await chair.fill("Your note", "Ask which Monday (invented).")
        async with chair.turning():
            await chair.press("Make the note")

        await chair.reads("Ask which Monday (invented).")
        await chair.finds_nothing_wrong()

    async def test_when_they_prove_who_they_are_then_they_sign_from_the_queue(self, chair: Reader) -> None:
        await _sign_from_the_queue(chair, PAPER, prove=True)

        await chair.page.goto(self.paper)
        await chair.page.get_by_role("heading", name=f"Signed off by {_CHAIR}").wait_for()
        await chair.reads("This is, to the byte, what was shown when it was signed off.")
        await chair.finds_nothing_wrong()

    async def test_when_the_author_hands_in_a_new_version_then_the_sign_off_is_void_and_says_so(
        self, chair: Reader, author: Reader, officer: Reader
    ) -> None:
        await author.page.goto(self.paper)
        await author.follow("Hand in a new version")
        await author.reads("This undoes the sign-off")
        await author.fill("Or the paper itself, in Markdown", _SECOND)
        await author.press("Hand in this version")
        await author.reads("It has undone the sign-off of the version before it.")

        await chair.page.reload()
        await chair.reads("No longer holds")
        await chair.reads("Version 2 was handed in by Ellis Storybook.")
        await chair.finds_nothing_wrong()
        await _send_on(author, officer, self.paper)

    async def test_when_the_pack_is_issued_again_then_it_says_what_changed_and_no_label_has_moved(
        self, officer: Reader
    ) -> None:
        file = await _built(officer, self.meeting, issue=2)

        labels = _labels(file)
        assert "What changed since issue 1" in labels
        assert any(PAPER in title for title in self.labels)
        for title, label in self.labels.items():
            if "-" in label:  # those in front are numbered for themselves
                assert labels[title] == label

    async def test_then_the_note_stands_where_its_sentence_went(self, chair: Reader) -> None:
        await chair.page.goto(f"{self.meeting}/read")
        await chair.press("Open issue 2")
        await chair.follow(PAPER)

        await chair.reads("This is version 2 of the paper")
        note = chair.page.locator(".pb-note-beside", has_text="Ask which Monday (invented).")
        before = note.locator("xpath=preceding-sibling::div[contains(@class, 'pb-chunk')][1]")
        await expect(before).to_contain_text(_KEPT)
        await chair.does_not_read("Notes without a place in this version")
        await chair.finds_nothing_wrong()

    async def test_then_the_chair_signs_again(self, chair: Reader) -> None:
        await _sign_from_the_queue(chair, PAPER, prove=False)

        await chair.page.goto(self.paper)
        await chair.page.get_by_role("heading", name=f"Signed off by {_CHAIR}").wait_for()
        await expect(chair.page.get_by_text("No longer holds")).to_have_count(1)
        await chair.finds_nothing_wrong()


class TestMeetingIsHeldInPublic:
    publication = ""

    async def test_when_it_is_prepared_then_another_person_must_approve_it(self, officer: Reader) -> None:
        await officer.open("/public-packs")
        await officer.finds_nothing_wrong()
        row = officer.page.get_by_role("row").filter(has_text=MEETING)
        await officer.press(row.get_by_role("button", name=re.compile("^Prepare")))
        await _prepared(officer)

        await officer.reads("You prepared this, so somebody else must approve it.")
        await officer.finds_nothing_wrong()
        type(self).publication = officer.page.url

    async def test_when_it_is_approved_then_anybody_reads_it(self, reader: NewReader) -> None:
        executive, public = await reader(_AUTHOR), await reader()
        await public.open("/public/meetings")
        await public.does_not_read(MEETING)
        await executive.page.goto(self.publication)
        await executive.finds_nothing_wrong()
        await executive.tick("Now")
        await executive.press("Approve")
        await executive.reads("Approved, and public.")
        await executive.finds_nothing_wrong()

        await public.page.reload()
        for width in (320, 1280):
            await public.page.set_viewport_size({"width": width, "height": 900})
            await public.finds_nothing_wrong()
        await public.follow(MEETING)
        await public.reads("Notice of the meeting")
        await public.finds_nothing_wrong()
        pack = await public.page.request.get(
            public.address
            + str(
                await public.page.get_by_role("link", name="Download the public pack").get_attribute("href")
            )
        )
        assert pack.status == 200 and (await pack.body()).startswith(b"%PDF")
        await public.follow(re.compile(re.escape(PAPER)))
        await public.reads(_KEPT)
        for width in (320, 1280):
            await public.page.set_viewport_size({"width": width, "height": 900})
            await public.finds_nothing_wrong()

    async def test_when_it_is_recalled_then_it_is_gone(self, officer: Reader, reader: NewReader) -> None:
        public = await reader()
        await public.open("/public/meetings")
        await public.follow(MEETING)
        await officer.page.goto(self.publication)
        await officer.press(officer.page.get_by_text("Recall it", exact=True))
        await officer.fill("Why is it recalled?", "A name was in it that should not be (invented).")
        await officer.press("Recall what is public")
        await officer.reads("Recalled. The meeting is gone from the public page.")
        await officer.finds_nothing_wrong()

        gone = await public.page.reload()
        assert gone is not None and gone.status == 404
        newcomer = await reader()  # a browser may keep the list for a minute
        await newcomer.open("/public/meetings")
        await newcomer.does_not_read(MEETING)


async def _prepared(officer: Reader) -> None:
    """Look again, as the page offers, until the worker has prepared it."""
    for _ in range(_PATIENCE):
        if not await officer.offers(officer.page.get_by_role("link", name="Look again")):
            return
        await asyncio.sleep(1)
        await officer.follow("Look again")


async def _arrange(officer: Reader) -> None:
    await officer.open("/meetings")
    await officer.follow("Arrange a meeting")
    await officer.choose("Which committee meets?", COMMITTEE)
    await officer.fill("Title", MEETING)
    await officer.fill_date("On which day?", 19, 11, 2014)
    await officer.fill("When does it start?", "2pm")
    await officer.fill("When does it end?", "4pm")
    await officer.fill("Where is it held?", "An invented hall")
    await officer.tick("Yes")
    await officer.press("Arrange this meeting")
    await officer.reads("The meeting is arranged.")


async def _hand_in(author: Reader, text: str) -> None:
    await author.follow("Hand in a paper")
    await author.fill("Or the paper itself, in Markdown", text)
    await author.press("Hand in this paper")
    await author.reads("The paper is handed in.")


async def _send_on(author: Reader, officer: Reader, paper: str) -> None:
    await author.page.goto(paper)
    await author.press("Send for checking")
    await author.reads("The paper is moved on.")
    await officer.page.goto(paper)
    await let_pass_without_cover(officer)
    await officer.press("Pass to the chair")
    await officer.reads("It is with the chair.")


async def _built(officer: Reader, meeting: str, *, issue: int = 1) -> bytes:
    """The pack of everything in its next issue."""
    await officer.page.goto(f"{meeting}/packs")
    await officer.press("Build the pack")
    await officer.reads("Download the pack", within=_PATIENCE)
    await officer.page.get_by_role("heading", name=re.compile(f"issue {issue}$")).wait_for()
    href = await officer.page.get_by_role("link", name="Download the pack").get_attribute("href")
    answer = await officer.page.request.get(officer.address + str(href))
    return await answer.body()


def _labels(data: bytes) -> dict[str, str]:
    """The label of the page on which each bookmark lands, by its title."""
    with pikepdf.open(BytesIO(data)) as pack, pack.open_outline() as outline:
        return {
            item.title: pikepdf.Page(item.destination[0]).label
            for item in _flat(outline.root)
            if isinstance(item.destination, pikepdf.Array)
        }


def _flat(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _flat(list(item.children))


async def _sign_from_the_queue(chair: Reader, title: str, *, prove: bool) -> None:
    await chair.open("/sign-off")
    await chair.finds_nothing_wrong()
    await chair.follow(title)
    await chair.page.locator("#sign-off").wait_for()
    for width in (320, 390, 1280) if prove else (1280,):
        await chair.page.set_viewport_size({"width": width, "height": 900})
        await chair.finds_nothing_wrong()
    if prove:  # the ten minutes after signing in would cover it
        await chair.open(f"//confirm?next={chair.page.url.removeprefix(chair.address)}")
        await chair.finds_nothing_wrong()
        await chair.fill("Code", DEMONSTRATION_CODE)
        await chair.press("Confirm")
    await chair.page.locator("#sign-off").wait_for()
    await chair.press(re.compile("^Sign off: version"))
    await chair.reads("signed the paper")
