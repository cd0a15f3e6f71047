"""A member declares an interest or makes a nil return in a guided form, and it appears in the register."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.reader import Reader, email_of, sign_in

pytestmark = pytest.mark.journey


async def declare(member: Reader, company: str, *, nature: str = "Trustee") -> None:
    """Fill the guided form for an interest in a company that is not in the directory, check it and send it."""
    await member.tick("Mine")
    await member.fill("Which organisation is it in?", company)
    await member.tick("Financial interest")
    await member.fill("What is the interest?", nature)
    await member.fill_date("When did it begin?", 1, 4, 2012)
    await member.press("Continue")
    await member.reads("Check your answers")
    await member.finds_nothing_wrong()
    await member.tick("What I have declared is complete and correct.")
    await member.press("Declare this interest")


class TestMemberDeclaresAnInterest:
    COMPANY = "Marigold Invented Pharmacy Ltd"
    MEMBER = "Marlow Bookish"

    async def test_given_a_member_whose_work_says_declare(self, member: Reader) -> None:
        await member.open("")
        await member.follow("Declare your interests")
        await member.follow("Declare an interest")

        await member.page.get_by_role("heading", level=1, name="Declare an interest").wait_for()
        await member.finds_nothing_wrong()

    async def test_when_the_form_is_sent_empty_then_the_summary_of_errors_has_the_focus(
        self, member: Reader
    ) -> None:
        await member.press("Continue")

        await member.reads("There is a problem")
        await expect(member.page.locator(".nhsuk-error-summary")).to_be_focused()
        await expect(member.page).to_have_title(re.compile("^Error: "))
        await member.finds_nothing_wrong()

    async def test_when_an_error_is_followed_then_its_field_has_the_focus(self, member: Reader) -> None:
        await member.press(member.page.locator(".nhsuk-error-summary a").filter(has_text="nature"))

        await expect(member.page.locator("[name=nature]")).to_be_focused()

    async def test_when_it_is_filled_in_then_it_is_on_the_register(self, member: Reader) -> None:
        await declare(member, self.COMPANY)

        await member.reads("Thank you. It is on the register")
        await member.finds_nothing_wrong()
        await member.follow("See the register")
        row = await member.row(self.COMPANY)
        assert "Marlow Bookish" in row
        assert "1 April 2012" in row
        await member.finds_nothing_wrong()


class TestMemberMakesANilReturn:
    MEMBER = "Indigo Notreal"

    async def test_given_a_member_who_owes_a_declaration(self, member: Reader) -> None:
        await member.open("/interests/people")
        assert "Has not declared" in await member.row("Indigo Notreal")
        await member.open("/interests")
        await member.follow("My declarations and nil return")
        await member.finds_nothing_wrong()

    async def test_when_they_say_that_there_is_nothing_then_the_register_says_so(
        self, member: Reader
    ) -> None:
        await member.tick("I have no interests to declare. If that changes I will declare it.")
        await member.press("Make a nil return")

        await member.reads("Thank you. It is on the register")
        await member.follow("See the register")
        await member.follow("Who has declared")
        assert "Nil return" in await member.row("Indigo Notreal")
        await member.finds_nothing_wrong()


class TestMemberDeclaresWithoutAnyScript:
    COMPANY = "Lantern Invented Physiotherapy Ltd"
    MEMBER = None
    BROWSER = {"scripted": False}

    async def test_given_a_browser_that_runs_no_script_then_the_door_opens(self, member: Reader) -> None:
        member.page = await sign_in(member.page.context, member.address, "Drew Supposed")

        await member.reads("My work")
        await expect(member.page.locator("body.js-enabled")).to_have_count(0)
        await member.finds_nothing_wrong()

    async def test_when_the_form_is_sent_empty_then_each_error_is_a_link_to_its_field(
        self, member: Reader
    ) -> None:
        await member.open("/interests/declaration")
        await member.press("Continue")

        await member.reads("There is a problem")
        for target in await member.page.locator(".nhsuk-error-summary a").all():
            await expect(member.page.locator(await target.get_attribute("href") or "")).to_have_count(1)
        await member.finds_nothing_wrong()

    async def test_when_it_is_filled_in_then_it_is_on_the_register(self, member: Reader) -> None:
        await declare(member, self.COMPANY)

        await member.reads("Thank you. It is on the register")
        await member.follow("See the register")
        assert "Drew Supposed" in await member.row(self.COMPANY)
        await member.finds_nothing_wrong()

    async def test_then_the_register_can_be_filtered(self, member: Reader) -> None:
        await member.fill("Name, organisation or words", "Lantern")
        await member.press("Show")

        await expect(member.page.locator("table").first.locator("tbody tr")).to_have_count(1)
        await member.finds_nothing_wrong()


class TestMemberDeclaresByTouch:
    COMPANY = "Pebble Invented Premises Ltd"
    MEMBER = "Hayden Pretend"
    BROWSER = {"width": 390, "has_touch": True, "is_mobile": True}

    async def test_given_a_phone_then_the_places_are_behind_a_tap(self, member: Reader) -> None:
        await member.open("")
        await member.tap(member.page.get_by_role("button", name="More"))
        await member.tap(member.page.get_by_role("link", name="Registers", exact=True))

        await member.page.get_by_role("heading", level=1, name="Register of interests").wait_for()
        await member.finds_nothing_wrong()

    async def test_when_they_tap_through_the_form_then_it_is_on_the_register(self, member: Reader) -> None:
        await member.tap(member.page.get_by_role("link", name="Declare an interest"))
        await member.finds_nothing_wrong()
        await declare(member, self.COMPANY)

        await member.reads("Thank you. It is on the register")
        await member.finds_nothing_wrong()
        await member.follow("See the register")
        assert "Hayden Pretend" in await member.row(self.COMPANY)
        await member.finds_nothing_wrong()


class TestSomebodyAtTheDoor:
    MEMBER = None

    async def test_given_nobody_signed_in_then_a_page_leads_to_the_door(self, member: Reader) -> None:
        await member.open("/interests")

        await member.page.get_by_role("heading", level=1, name="Sign in").wait_for()
        await member.finds_nothing_wrong()

    async def test_when_the_password_is_wrong_then_the_summary_of_errors_has_the_focus(
        self, member: Reader
    ) -> None:
        await member.fill("Email address", email_of("Rowan Exemplar"))
        await member.page.get_by_role("textbox", name="Password").fill("not the pass phrase")
        await member.press("Continue")

        await member.reads("There is a problem")
        await expect(member.page.locator(".nhsuk-error-summary")).to_be_focused()
        await member.finds_nothing_wrong()
