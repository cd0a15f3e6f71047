"""An officer makes a meeting, builds its agenda and hands papers in: a Word file, a PDF, Markdown written here."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.reader import Reader, complete_cover

pytestmark = pytest.mark.journey

PAPERS = Path(__file__).parents[2] / "tenants/dudley-ccg/demonstration/papers"
COMMITTEE = "Primary Care Commissioning Committee"
MEETING = "Primary Care Commissioning Committee, October"
WORD, PDF, WRITTEN = "A report in Word", "A report in PDF", "A report written here"


class TestOfficerBuildsAnAgenda:
    async def test_given_no_meeting_when_the_form_is_sent_empty_then_each_error_is_named(
        self, officer: Reader
    ) -> None:
        await officer.open("/meetings")
        await officer.finds_nothing_wrong()
        await officer.follow("Arrange a meeting")
        await officer.press("Arrange this meeting")

        await officer.reads("There is a problem")
        await expect(officer.page.locator(".nhsuk-error-summary")).to_be_focused()
        await officer.finds_nothing_wrong()

    async def test_when_it_is_arranged_then_its_agenda_asks_for_items(self, officer: Reader) -> None:
        await officer.choose("Which committee meets?", COMMITTEE)
        await officer.fill("Title", MEETING)
        await officer.fill_date("On which day?", 15, 10, 2014)
        await officer.fill("When does it start?", "2pm")
        await officer.fill("When does it end?", "4:30pm")
        await officer.fill("Where is it held?", "An invented hall")
        await officer.tick("Yes")
        await officer.press("Arrange this meeting")

        await officer.reads("The meeting is arranged.")
        await officer.reads("The agenda is empty.")
        await officer.finds_nothing_wrong()

    async def test_when_items_are_added_then_they_stand_in_order_with_purpose_part_lead_and_time(
        self, officer: Reader
    ) -> None:
        await self._add(officer, WORD, purpose="To note", minutes=10)
        await self._add(
            officer, PDF, purpose="For decision", minutes=20, touches="Castle Hill Invented Practice"
        )
        await self._add(
            officer, WRITTEN, purpose="To approve", minutes=15, private="It quotes prices (invented)."
        )

        rows = officer.page.locator("table").first.locator("tbody tr")
        await expect(rows).to_contain_text([WORD, PDF, WRITTEN])
        for words in ("For decision", "Public", "Avery Invented", "20"):
            await expect(rows.nth(1)).to_contain_text(words)
        await expect(rows.nth(2)).to_contain_text("Private")
        await officer.reads("3 items, 45 of 150 minutes planned")
        await officer.finds_nothing_wrong()

    async def test_when_an_item_is_moved_up_then_it_stands_there(self, officer: Reader) -> None:
        row = officer.page.get_by_role("row").filter(has_text=PDF)
        await officer.press(row.get_by_role("button", name="Up"))

        await officer.reads("The item is moved.")
        first = officer.page.locator("table").first.locator("tbody tr").first
        await expect(first).to_contain_text(PDF)
        await officer.finds_nothing_wrong()

    async def test_when_a_file_is_not_what_it_says_then_a_sentence_says_so_and_nothing_is_kept(
        self, officer: Reader, tmp_path: Path
    ) -> None:
        wrong = tmp_path / "minutes.docx"
        wrong.write_bytes(b"This is no Word file.")
        await officer.follow(WORD)
        await officer.finds_nothing_wrong()
        await self._hand_in(officer, file=wrong)

        await officer.reads("There is a problem")
        await officer.finds_nothing_wrong()
        await self._back_to_meeting(officer)
        await officer.follow(WORD)
        await officer.reads("No paper has been handed in.")

    async def test_when_a_word_file_is_handed_in_then_its_words_are_read_on_the_page(
        self, officer: Reader
    ) -> None:
        await self._hand_in(officer, file=PAPERS / "outcomes-framework.docx")

        await officer.reads("The paper is handed in.")
        await officer.reads("SHA-256")
        await officer.finds_nothing_wrong()

    async def test_when_a_pdf_is_handed_in_then_it_is_kept_as_pages(self, officer: Reader) -> None:
        await self._back_to_meeting(officer)
        await officer.follow(PDF)
        await self._hand_in(officer, file=PAPERS / "milestones-and-conditions.pdf")

        await officer.reads("The paper is handed in.")
        await officer.reads("This paper is a PDF.")
        await officer.finds_nothing_wrong()

    async def test_when_a_paper_is_written_here_then_it_is_shown_and_goes_for_checking(
        self, officer: Reader
    ) -> None:
        await self._back_to_meeting(officer)
        await officer.follow(WRITTEN)
        await self._hand_in(
            officer, text="# What is asked\n\nThe committee is asked to **approve** it.\n\n- one\n- two"
        )

        await officer.page.get_by_role("heading", name="What is asked").wait_for()
        await officer.press("Send for checking")
        await officer.reads("The paper is moved on.")
        await officer.press("Pass to the chair")
        await officer.reads("can’t pass the governance check yet")
        await officer.finds_nothing_wrong()
        await complete_cover(officer)
        await officer.press("Send for checking")
        await officer.press("Pass to the chair")
        await officer.reads("It is with the chair.")
        await officer.finds_nothing_wrong()

    async def test_then_the_agenda_shows_every_paper(self, officer: Reader) -> None:
        await self._back_to_meeting(officer)

        await expect(officer.page.get_by_text("Not signed off", exact=True)).to_have_count(3)
        await officer.press("Publish the agenda")
        await officer.reads("The agenda is published.")
        await officer.finds_nothing_wrong()

    async def _add(
        self, officer: Reader, title: str, *, purpose: str, minutes: int, touches: str = "", private: str = ""
    ) -> None:
        await officer.press(officer.page.get_by_role("main").get_by_role("link", name="Add an item").first)
        await officer.fill("Title", title)
        await officer.choose("What is the committee asked to do?", purpose)
        if private:
            await officer.tick("Private")
            await officer.fill("If it is private, why?", private)
        await officer.choose(
            "Who leads it? (optional)", "Avery Invented, Lay member, patient and public involvement"
        )
        await officer.fill("How many minutes does it need? (optional)", str(minutes))
        if touches:
            await officer.fill("Look for a name", touches)
            await officer.press("Show matching")
            await officer.page.get_by_label(touches).check()
            await officer.finds_nothing_wrong()
        await officer.press("Add this item")
        await officer.reads("The item is on the agenda.")

    async def _hand_in(self, officer: Reader, *, file: Path | None = None, text: str = "") -> None:
        await officer.follow("Hand in a paper")
        await officer.choose("Who wrote it?", "Rowan Exemplar")
        if file:
            await officer.page.get_by_label("A file", exact=True).set_input_files(file)
        else:
            await officer.fill("Or the paper itself, in Markdown", text)
        await officer.press("Hand in this paper")

    async def _back_to_meeting(self, officer: Reader) -> None:
        await officer.walk_to("Meetings")
        await officer.follow(MEETING)
