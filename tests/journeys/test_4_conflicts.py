"""The meeting page shows who has declared an interest that touches an item, and the quorum without them."""

import pytest
from playwright.async_api import Locator, expect

from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

MEETING = "Primary Care Commissioning Committee, first meeting"
TOUCHED = "Pilot of longer opening hours"


class TestChairSeesConflictsAndQuorum:
    async def test_given_a_meeting_with_an_item_that_touches_a_company(self, chair: Reader) -> None:
        await chair.open("/meetings")
        await chair.follow(MEETING)

        await chair.page.get_by_role("heading", name="Interests and quorum").wait_for()
        await chair.finds_nothing_wrong()

    async def test_then_members_with_an_interest_are_named_under_it(self, chair: Reader) -> None:
        section = chair.page.get_by_role("region", name=TOUCHED)

        for words in (
            "Hayden Pretend and Jules Madeup have declared interests that touch this item.",
            "the committee would be quorate",
            "Partner and shareholder in the practice company",
        ):
            await expect(section).to_contain_text(words)

    async def test_then_the_item_says_the_same(self, chair: Reader) -> None:
        await chair.follow(TOUCHED)

        await chair.reads("Without them, the committee would be quorate.")
        await chair.finds_nothing_wrong()


class TestOfficerSeesTheQuorumGo:
    async def test_given_both_executives_away_then_the_item_would_not_be_quorate(
        self, officer: Reader
    ) -> None:
        await officer.open("/meetings")
        await officer.follow(MEETING)
        for person in ("Drew Supposed", "Ellis Storybook"):
            await officer.press(_attendance(officer, person))
            await officer.reads("What you said about attendance is recorded.")

        section = officer.page.get_by_role("region", name=TOUCHED)
        await expect(section).to_contain_text("would not be quorate")
        await expect(section).to_contain_text("What would be missing")
        await officer.finds_nothing_wrong()

    async def test_when_one_can_come_after_all_then_it_would_be_quorate_again(self, officer: Reader) -> None:
        for person in ("Drew Supposed", "Ellis Storybook"):
            await officer.press(_attendance(officer, person, "Is coming"))
            await _attendance(officer, person).wait_for()

        section = officer.page.get_by_role("region", name=TOUCHED)
        await expect(section).to_contain_text("the committee would be quorate")


class TestMemberSeesTheAgendaAlone:
    MEMBER = "Jules Madeup"

    async def test_then_conflicts_of_others_are_not_shown_to_a_member(self, member: Reader) -> None:
        await member.open("/meetings")
        await member.follow(MEETING)

        await member.reads(TOUCHED)
        await member.does_not_read("Interests and quorum")
        await member.does_not_read("Hayden Pretend and Jules Madeup")
        await member.finds_nothing_wrong()


def _attendance(reader: Reader, person: str, words: str = "Apologies") -> Locator:
    """The button beside a person that says whether they come."""
    return reader.page.get_by_role("row").filter(has_text=person).last.get_by_role("button", name=words)
