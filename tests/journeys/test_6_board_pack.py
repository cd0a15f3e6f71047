"""The officer asks for the board pack, watches it being built, downloads it, and it opens."""

from pathlib import Path

import pikepdf
import pytest

from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

MEETING = "Primary Care Commissioning Committee, first meeting"
_PATIENCE = 90  # seconds for the worker to build a pack


class TestOfficerBuildsTheBoardPack:
    async def test_given_a_meeting_when_its_pack_is_asked_for_then_the_page_shows_progress(
        self, officer: Reader
    ) -> None:
        await officer.open("/meetings")
        await officer.follow(MEETING)
        await officer.follow("Board packs")
        await officer.finds_nothing_wrong()
        await officer.press("Build the pack")

        await officer.page.get_by_role("progressbar").wait_for()
        await officer.reads("You can leave this page: the pack goes on being built.")
        await officer.finds_nothing_wrong()

    async def test_then_it_becomes_ready_without_a_press(self, officer: Reader) -> None:
        await officer.reads("Download the pack", within=_PATIENCE)

        await officer.reads("What is in it")
        await officer.finds_nothing_wrong()

    async def test_when_it_is_downloaded_then_it_opens_with_the_agenda_as_bookmarks(
        self, officer: Reader, tmp_path: Path
    ) -> None:
        file = await officer.download("Download the pack", tmp_path)

        assert "DEMONSTRATION" in file.name
        with pikepdf.open(file) as pack, pack.open_outline() as outline:
            titles = " / ".join(_titles(outline.root))
            assert len(pack.pages) > 10
            assert "/StructTreeRoot" in pack.Root
            assert "/PageLabels" in pack.Root
        for item in ("Milestones and conditions", "Near-patient diagnostics: offers received"):
            assert item in titles


class TestMemberReadsThePack:
    MEMBER = "Jules Madeup"

    async def test_then_a_member_finds_it_and_cannot_ask_for_another(self, member: Reader) -> None:
        await member.open("/packs")

        assert "Ready" in await member.row(MEETING)
        await member.does_not_read("Ask for a pack")
        await member.finds_nothing_wrong()


def _titles(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for item in items for title in (item.title, *_titles(list(item.children)))]
