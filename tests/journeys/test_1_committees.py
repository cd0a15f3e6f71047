"""An officer sees the committee structure as a picture with its table, and opens a committee."""

import pytest

from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

COMMITTEE = "Primary Care Commissioning Committee"


class TestOfficerSeesTheCommittees:
    async def test_given_an_officer_at_home(self, officer: Reader) -> None:
        await officer.open("")

        await officer.reads("My work")
        await officer.reads("DEMONSTRATION.")
        await officer.finds_nothing_wrong()

    async def test_when_they_open_committees_then_picture_and_table_name_the_same(
        self, officer: Reader
    ) -> None:
        await officer.walk_to("Committees")

        await officer.page.get_by_role("heading", level=1, name="Committees").wait_for()
        picture = officer.page.locator("svg a")
        drawn = {" ".join((await each.text_content() or "").split()) for each in await picture.all()}
        table = officer.page.locator("tbody tr td:first-child a")
        listed = set(await table.all_inner_texts())
        assert COMMITTEE in listed
        assert len(drawn) == len(listed)
        assert all(any(words.startswith(name) for words in drawn) for name in listed)
        await officer.finds_nothing_wrong()

    async def test_when_they_press_a_committee_in_the_picture_then_it_opens(self, officer: Reader) -> None:
        await officer.press(officer.page.locator("svg a").filter(has_text="Audit").first)

        await officer.page.get_by_role("heading", level=1, name="Audit Committee").wait_for()

    async def test_then_a_committee_shows_members_quorum_terms_and_lines(self, officer: Reader) -> None:
        await officer.walk_to("Committees")
        await officer.follow(COMMITTEE)

        for heading in ("Members", "Quorum", "Terms of reference", "Reporting lines"):
            await officer.page.get_by_role("heading", name=heading, exact=True).wait_for()
        assert "Lay" in await officer.row("Avery Invented")
        await officer.finds_nothing_wrong()
