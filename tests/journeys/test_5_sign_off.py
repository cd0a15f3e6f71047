"""The chair signs one exact version off; is refused for their own paper; a new version undoes the sign-off."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import NewReader
from tests.journeys.reader import Reader, let_pass_without_cover

pytestmark = pytest.mark.journey

MEETING = "Primary Care Commissioning Committee, first meeting"
PAPER = "Pilot of longer opening hours"


class TestChairSignsAPaperOff:
    async def test_given_a_paper_with_the_chair_then_its_words_and_its_hash_are_shown(
        self, chair: Reader
    ) -> None:
        await _to_item(chair, PAPER)
        await chair.press(chair.page.locator("#maincontent .pb-tasks").get_by_role("link", name=PAPER))

        await chair.reads("It is with the chair.")
        await chair.page.get_by_role("heading", name="The paper", exact=True).wait_for()
        await chair.finds_nothing_wrong()

    async def test_when_the_box_is_not_ticked_then_nothing_is_signed(self, chair: Reader) -> None:
        await chair.press("Sign this version off")

        await chair.reads("There is a problem")
        await chair.reads("It is with the chair.")
        await chair.finds_nothing_wrong()

    async def test_when_it_is_ticked_then_the_paper_may_go_and_no_agreement_is_claimed(
        self, chair: Reader
    ) -> None:
        await chair.page.get_by_role("checkbox").check()
        await chair.press("Sign this version off")

        await chair.reads("You have signed this version off.")
        await chair.page.get_by_role("heading", name="Signed off by Avery Invented").wait_for()
        mine = chair.page.locator(".pb-words").filter(has_text="This does not mean that I agree").first
        await expect(mine).to_contain_text("It may go to the")
        await expect(mine).to_contain_text("SHA-256")
        await chair.finds_nothing_wrong()

    async def test_when_its_author_hands_in_a_new_version_then_the_sign_off_is_undone(
        self, chair: Reader, reader: NewReader
    ) -> None:
        author = await reader("Ellis Storybook")
        await author.page.goto(chair.page.url)
        await author.follow("Hand in a new version")
        await author.reads("This undoes the sign-off")
        await author.finds_nothing_wrong()
        await author.fill(
            "Or the paper itself, in Markdown", "# Pilot\n\nThe pilot now runs for nine months."
        )
        await author.press("Preview")
        await author.page.locator(".pb-editor__shown").get_by_text("runs for nine months").wait_for()
        await author.finds_nothing_wrong()
        await author.press("Hand in this version")
        await author.reads("It has undone the sign-off of the version before it.")
        await author.finds_nothing_wrong()

        await chair.page.reload()
        await chair.reads("No longer holds")
        await expect(chair.page.get_by_text("Not signed off", exact=True)).to_have_count(1)
        await chair.finds_nothing_wrong()
        await chair.follow("What changed in version 2")
        await chair.reads("What version 2 changed of version 1")
        await chair.finds_nothing_wrong()


class TestChairAndTheirOwnPaper:
    TITLE = "How the chair reads the terms (invented)"

    async def test_given_a_paper_that_the_chair_wrote(self, chair: Reader) -> None:
        await _to_item(chair, "Date of the next meeting")
        await chair.follow("Hand in a paper")
        await chair.fill("Title of the paper", self.TITLE)
        await chair.fill("Or the paper itself, in Markdown", "# Terms\n\nThey read well.")
        await chair.press("Hand in this paper")
        await chair.press("Send for checking")

        await chair.reads("The paper is moved on.")
        await chair.finds_nothing_wrong()

    async def test_when_an_officer_passes_it_on_then_the_chair_is_told_why_they_cannot_sign(
        self, chair: Reader, officer: Reader
    ) -> None:
        await officer.page.goto(chair.page.url)
        await let_pass_without_cover(officer)
        await officer.press("Pass to the chair")
        await officer.reads("It is with the chair.")

        await chair.page.reload()
        await chair.reads("You can’t sign this version off.")
        await expect(chair.page.get_by_role("button", name="Sign this version off")).to_have_count(0)
        await chair.finds_nothing_wrong()

    async def test_then_the_vice_chair_may_sign_it(self, chair: Reader, reader: NewReader) -> None:
        vice = await reader("Blake Imagined")
        await vice.page.goto(chair.page.url)
        await vice.page.get_by_role("checkbox").check()
        await vice.press("Sign this version off")

        await vice.page.get_by_role("heading", name="Signed off by Blake Imagined").wait_for()
        await vice.finds_nothing_wrong()


async def _to_item(reader: Reader, title: str) -> None:
    await reader.open("/meetings")
    await reader.follow(MEETING)
    await reader.follow(title)
