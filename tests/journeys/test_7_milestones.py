"""Milestones with their dates and states on a timeline and in a table, conditions and gates beside them."""

import pytest
from playwright.async_api import Locator

from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey


class TestMemberReadsTheProgramme:
    MEMBER = "Jules Madeup"

    async def test_given_the_programme_then_timeline_and_table_hold_the_same_milestones(
        self, member: Reader
    ) -> None:
        await member.open("")
        await member.walk_to("Delegation")

        drawing = member.page.locator("svg.pb-timeline__drawing")
        drawn = await drawing.text_content() or ""
        slugs = await _table(member).locator("tbody td:first-child strong").all_inner_texts()
        assert len(slugs) >= 21
        assert all(slug in drawn for slug in slugs)
        await member.finds_nothing_wrong()

    async def test_then_gates_with_their_conditions_stand_below(self, member: Reader) -> None:
        await member.page.get_by_role("heading", name="Gates and their conditions").wait_for()

        await member.reads("not known to be met")

    async def test_when_a_milestone_is_opened_then_it_tells_its_dates_and_source(
        self, member: Reader
    ) -> None:
        await member.press(_table(member).locator("tbody a").first)

        await member.page.get_by_role("heading", level=1).wait_for()
        await member.finds_nothing_wrong()

    async def test_then_scope_and_commitments_are_there_to_read(self, member: Reader) -> None:
        await member.walk_to("Delegation")
        await member.follow("Scope and sources")
        await member.reads("Unknown")
        await member.finds_nothing_wrong()
        await member.follow("Commitments")
        await member.reads("12 commitments")
        await member.finds_nothing_wrong()


def _table(reader: Reader) -> Locator:
    """The table of the milestones."""
    return reader.page.get_by_role("table").first
