"""What holds on every page: two organisations for one person, the keyboard alone, narrow windows and large text."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.journeys.conftest import NewReader
from tests.journeys.reader import DUDLEY, EXAMPLE, Reader, a_browser, overflow

pytestmark = pytest.mark.journey

_PLACES = (
    "",
    "/committees",
    "/meetings",
    "/interests",
    "/delegation",
    "/organisations",
    "/packs",
    "/assurance-packs",
    "/people",
    "/outbox",
    "/activity",
    "/interests/declaration",
    "/interests/mine",
)
_FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    id: here.id, words: (here.innerText || here.value || here.id).trim(), tag: here.tagName,
    shown: style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      || getComputedStyle(here.nextElementSibling || here, '::before').boxShadow !== 'none'
      || here.querySelector('rect') !== null,
    seen: box.width > 0 && box.height > 0,
    place: [...document.querySelectorAll('*')].indexOf(here),
  };
}"""


class TestPersonWhoServesTwoOrganisations:
    MEMBER = "Gray Mythical"

    async def test_given_two_organisations_then_they_choose_one(self, member: Reader) -> None:
        await member.open("//")

        await member.page.get_by_role("heading", level=1, name="Choose an organisation").wait_for()
        await member.finds_nothing_wrong()
        await member.follow("NHS Dudley CCG")
        await member.walk_to("Committees")
        await member.reads("Primary Care Commissioning Committee")

    async def test_when_they_change_then_nothing_of_the_first_is_there(self, member: Reader) -> None:
        await member.press(member.page.get_by_role("link", name="Change organisation"))
        await member.press(
            member.page.get_by_role("main").get_by_role("link", name="Example Integrated Care Board")
        )
        await member.walk_to("Committees")

        await member.reads("Example Integrated Care Board")
        await member.does_not_read("Dudley")
        await member.finds_nothing_wrong()


class TestStrangerToAnOrganisation:
    async def test_then_the_other_organisation_is_not_there_for_them(self, officer: Reader) -> None:
        officer.tenant = EXAMPLE
        await officer.open("/committees")
        refused = await officer.page.locator("main").inner_text()
        officer.tenant = "no-such-organisation"
        await officer.open("/committees")

        assert await officer.page.locator("main").inner_text() == refused
        officer.tenant = DUDLEY
        await officer.finds_nothing_wrong()


class TestMemberUsesTheKeyboardAlone:
    MEMBER = "Oakley Paperman"

    async def test_given_a_page_then_the_first_stop_skips_to_its_content(self, member: Reader) -> None:
        await member.open("/interests/declaration")
        await member.page.keyboard.press("Tab")
        assert (await _focused(member))["words"] == "Skip to main content"
        await member.page.keyboard.press("Enter")
        await member.page.keyboard.press("Tab")

        assert await member.page.evaluate("document.activeElement.closest('main') !== null")

    async def test_then_every_stop_is_seen_and_they_follow_the_page(self, member: Reader) -> None:
        for path in ("/interests/declaration", "/committees", "/meetings"):
            await member.open(path)
            stops = []
            for _ in range(200):
                await member.page.keyboard.press("Tab")
                stop = await _focused(member)
                if stop["tag"] == "BODY":
                    break
                assert stop["shown"], f"the focus on {stop} of {path} can't be seen"
                assert stop["seen"], f"{stop} of {path} has the focus and no place on the page"
                stops.append(stop["place"])
            assert stops == sorted(stops), path
            assert len(stops) > 10

    async def test_when_a_declaration_is_made_by_keys_then_it_is_on_the_register(
        self, member: Reader
    ) -> None:
        keys = member.page.keyboard
        await member.open("/interests/declaration")
        for field, typed in (
            ("whose", " "),
            ("organisation_name", "Quill Invented Stationers Ltd"),
            ("interest_type", " "),
            ("nature", "Owns shares"),
            ("since", "1"),
            ("since-month", "4"),
            ("since-year", "2012"),
        ):
            await _tab_to(member, field)
            await keys.type(typed)
        async with member.turning():
            await keys.press("Enter")
        await member.reads("Check your answers")
        await _tab_to(member, "correct")
        await keys.type(" ")
        await keys.press("Tab")
        async with member.turning():
            await keys.press("Enter")

        await member.reads("Thank you. It is on the register")
        await member.finds_nothing_wrong()


class TestPagesFit:
    async def test_on_a_window_320_pixels_wide_nothing_is_wider(self, reader: NewReader) -> None:
        officer = await reader("Rowan Exemplar", width=320)
        assert await _too_wide(officer) == {}

    async def test_with_text_twice_as_large_nothing_is_wider(
        self, officer: Reader, signed_in: dict[str, Any], address: str
    ) -> None:
        async with a_browser("--blink-settings=defaultFontSize=32") as browser:
            for width in (390, 1280):
                large = await _reader_at(browser, width, signed_in["Rowan Exemplar"], address)
                size = await large.page.evaluate("getComputedStyle(document.documentElement).fontSize")
                assert size == "32px"
                assert await _too_wide(large) == {}


async def _focused(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = await reader.page.evaluate(_FOCUSED)
    return found


async def _tab_to(reader: Reader, field: str) -> None:
    for _ in range(60):
        await reader.page.keyboard.press("Tab")
        if (await _focused(reader))["id"] == field:
            return
    raise AssertionError(f"The keyboard does not reach {field}.")


async def _reader_at(browser: Browser, width: int, state: Any, address: str) -> Reader:
    context = await browser.new_context(storage_state=state, viewport={"width": width, "height": 900})
    reader = Reader(await context.new_page(), address)
    await reader.open("")
    return reader


async def _too_wide(reader: Reader) -> dict[str, int]:
    """Place → pixels that reach past the window."""
    found = {}
    for place in _PLACES:
        await reader.open(place)
        if wider := await overflow(reader.page):
            found[place] = wider
    return found
