"""The officer builds an assurance pack for a period; the command line verifies it; a regulator reads packs alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

_ROOT = Path(__file__).parents[2]
_PATIENCE = 90  # seconds for the worker to build a pack


class TestOfficerBuildsAnAssurancePack:
    async def test_given_no_period_when_the_form_is_sent_then_both_days_are_asked_for(
        self, officer: Reader
    ) -> None:
        await officer.open("/assurance-packs")
        await officer.press("Build the pack")

        await officer.reads("There is a problem")
        await officer.finds_nothing_wrong()

    async def test_when_a_period_is_given_then_the_page_shows_progress(self, officer: Reader) -> None:
        await officer.fill_date("From which day?", 1, 8, 2014)
        await officer.fill_date("To which day?", 1, 9, 2014)
        await officer.press("Build the pack")

        await officer.page.get_by_role("progressbar").wait_for()
        await officer.finds_nothing_wrong()

    async def test_then_it_becomes_ready_and_says_how_to_check_it(self, officer: Reader) -> None:
        await officer.reads("Download the pack", within=_PATIENCE)

        await officer.reads("How to check it")
        await officer.does_not_read("Does not hold")
        await officer.finds_nothing_wrong()

    async def test_when_it_is_downloaded_then_probity_verifies_it_and_refuses_a_changed_copy(
        self, officer: Reader, tmp_path: Path
    ) -> None:
        pack = await officer.download("Download the pack", tmp_path)

        assert "DEMONSTRATION" in pack.name
        assert _verify(pack) == 0
        changed = bytearray(pack.read_bytes())
        changed[len(changed) // 2] ^= 1
        copy = tmp_path / "changed.zip"
        copy.write_bytes(changed)
        assert _verify(copy) == 1


class TestRegulatorSeesAssurancePacksAlone:
    MEMBER = "Nico Nowhere"

    async def test_given_a_regulator_then_the_one_place_is_assurance_packs(self, member: Reader) -> None:
        await member.open("//")

        await member.page.get_by_role("heading", level=1, name="Assurance packs").wait_for()
        places = member.page.get_by_role("navigation", name="Main").get_by_role("link")
        await expect(places).to_have_text(["Assurance packs"])
        await member.finds_nothing_wrong()

    async def test_when_they_try_another_address_then_a_sentence_refuses(self, member: Reader) -> None:
        for path in ("/committees", "/interests", "/meetings", "/packs", "/people"):
            await member.open(path)
            await member.reads("Your role in this organisation does not include this page or act.")
        await member.finds_nothing_wrong()


def _verify(pack: Path) -> int:
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", "verify", str(pack)],
        cwd=_ROOT,
        capture_output=True,
        check=False,
    ).returncode
