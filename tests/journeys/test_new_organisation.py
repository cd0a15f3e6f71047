"""From nothing to a first board pack, by keyboard alone: a new officer with a founding link, and a chair."""

import re
from datetime import timedelta
from pathlib import Path

import pikepdf
import pyotp
import pytest

from backend.kit.clock import real_now
from tests.journeys import installation
from tests.journeys.conftest import NewReader
from tests.journeys.keys import Keys

pytestmark = pytest.mark.journey

_PATIENCE = 120  # seconds for the worker to build a pack
PASSWORD = "seven ploughs behind a lighthouse"
PAPER = "# Background\n\nThe board has no pack yet.\n\n# Proposal\n\nThat it has one."


@pytest.mark.soak
@pytest.mark.parametrize("width", [1280, 390])
async def test_officer_gets_from_a_founding_link_to_the_first_board_pack_by_keyboard(
    address: str, reader: NewReader, width: int, tmp_path: Path
) -> None:
    slug, name = f"keyboard-{width}-icb", f"Keyboard {width} Integrated Care Board (invented)"
    officer = Keys(await reader(tenant=slug, width=width), thorough=width < 400)
    link, code = await _invited(address, f"morgan.{width}@example.invalid")
    await _found(officer, link, code, name=name, slug=slug)
    await officer.reader.finds_nothing_wrong()
    invitation = await _people(officer, width)
    await _committee(officer)
    chair = Keys(await reader(tenant=slug, width=width), thorough=width < 400)
    await chair.reader.page.goto(_here(address, invitation))
    await _sign_up(chair)
    await chair.reader.reads("My work")
    await _meeting(officer)
    paper = await _paper(officer)
    await _signed_off(chair, paper)
    await _pack(officer, tmp_path)
    await _checklist(officer)


async def _invited(address: str, email: str) -> tuple[str, str]:
    """What whoever runs the installation reads out."""
    said = await installation.command(address, "tenant", "invite", email)
    link, code = re.search(r"http\S+/founding/\S+", said), re.search(r"\d{4} \d{4}", said)
    assert link and code, said
    return _here(address, link[0]), code[0]


def _here(address: str, link: str) -> str:
    """A link that was handed over, by the name under which this browser knows the installation."""
    return re.sub(r"^http://[^/]+", address, link)


async def _found(keys: Keys, link: str, code: str, *, name: str, slug: str) -> None:
    page = keys.reader.page
    await page.goto(link)
    await keys.begin()
    await keys.enter("Code", code)
    await keys.enter("Your name", "Morgan Keyboard")
    await _choose_password(keys)
    await keys.reader.reads("Say what it is.")
    await keys.reader.finds_nothing_wrong()
    await keys.begin()
    await keys.press("See what would be there")
    await keys.reader.reads("There is a problem")
    assert await page.evaluate("document.activeElement.className.includes('error-summary')"), (
        "the problems are read"
    )
    await keys.enter("Name of the organisation", name)
    await keys.enter("Word for its addresses (optional)", slug)
    await keys.choose("What is it, and what shall it start from?", "Integrated care board")
    await keys.press("See what would be there")
    await keys.reader.reads("Nothing is founded yet")
    await keys.reader.finds_nothing_wrong()
    await keys.begin()
    await keys.press("Found the organisation")
    await keys.reader.reads("is founded, on trial")


async def _choose_password(keys: Keys) -> None:
    page = keys.reader.page
    await keys.enter_into(page.get_by_role("textbox", name="Choose a password"), PASSWORD)
    await keys.press("Continue")
    await keys.reader.reads("Set up a second step")
    await keys.begin()
    secret = "".join((await page.locator(".pb-hash").inner_text()).split())
    await keys.enter("Code", pyotp.TOTP(secret).now())
    await keys.press("Finish")


async def _sign_up(keys: Keys) -> None:
    await keys.begin()
    await _choose_password(keys)


async def _people(keys: Keys, width: int) -> str:
    """Bring three people in, one row wrong at first, and invite them; returns the chair's link."""
    page = keys.reader.page
    rows = ["Name,Email address,Job title,Roles"]
    rows += [
        f"{who} Keyboard,{who.lower()}.{width}@example.invalid,{post},{role}"
        for who, post, role in (
            ("Avery", "Chair", "COI Guardian"),
            ("Rowan", "Board secretary", "Governance officer"),
            ("Jules", "Member", ""),
        )
    ]
    await keys.begin()
    await keys.follow("Bring people in from a spreadsheet")
    await keys.begin()
    await keys.hand_in("A list of people", "people.csv", "\n".join([*rows, "Nobody,nowhere,,King"]).encode())
    await keys.press("Look at this list")
    await keys.reader.reads("“nowhere” is not an email address.")
    await keys.reader.reads("“King” is not a role of the organisation.")
    await keys.reader.finds_nothing_wrong()
    await keys.begin()
    await keys.tick(page.get_by_label("Leave out the row that has faults"))
    await keys.press("Bring in 3 people")
    await keys.reader.reads("People added")
    await keys.begin()
    await keys.follow("Invite them")
    await keys.begin()
    await keys.press("Invite everybody who waits (3)")
    await keys.reader.reads("it is shown this once")
    await keys.reader.finds_nothing_wrong()
    return "".join(
        (
            await page.get_by_role("row").filter(has_text="Avery").first.locator(".pb-hash").inner_text()
        ).split()
    )


async def _committee(keys: Keys) -> None:
    """A board with a chair's seat and two members', a quorum, and the chair and a member seated."""
    page, today = keys.reader.page, real_now().date()
    await keys.walk_to("Committees")
    await keys.begin()
    await keys.follow("Form a committee")
    await keys.begin()
    await keys.enter("Name", "Board")
    await keys.pick("What kind of committee is it?", "Board")
    await keys.enter("What is it for?", "It decides for the organisation.")
    await keys.choose("Does it meet in public?", "Yes")
    await keys.press("Form this committee")
    for seat, office, places in (("Chair", "chair", 1), ("Member", "", 2)):
        await keys.begin()
        await keys.follow("Add a seat")
        await keys.begin()
        await keys.enter("What is the seat called?", seat)
        await keys.pick("In what capacity is it held?", "on-executive")
        if office:
            await keys.pick("Does it carry an office? (optional)", "hair")
        await keys.choose("Does it have a vote?", "Yes")
        await keys.enter("How many places are there?", str(places))
        await keys.press("Add this seat")
    await keys.begin()
    await keys.follow("quorum")
    await keys.begin()
    await keys.enter("How many voting members must be present?", "2")
    await keys.press("Save the quorum")
    for seat, who in (("Chair", "Avery Keyboard"), ("Member", "Jules Keyboard")):
        await keys.begin()
        await keys.follow(seat)
        await keys.begin()
        await keys.pick("Who?", who)
        await keys.enter_date("First day", today.day, today.month, today.year)
        await keys.press("Appoint")
        await page.get_by_role("heading", level=1).get_by_text("Board").wait_for()
    await keys.look_again()


async def _meeting(keys: Keys) -> None:
    day = real_now().date() + timedelta(days=40)
    await keys.walk_to("Meetings")
    await keys.begin()
    await keys.follow("Arrange a meeting")
    await keys.begin()
    await keys.pick("Which committee meets?", "Board")
    await keys.enter("Title", "Board, first meeting")
    await keys.enter_date("On which day?", day.day, day.month, day.year)
    await keys.enter("When does it start?", "2pm")
    await keys.enter("When does it end?", "4pm")
    await keys.enter("Where is it held?", "The Keyboard Room")
    await keys.choose("Is it held in public?", "Yes")
    await keys.press("Arrange this meeting")
    await keys.begin()
    await keys.follow("Add an item")
    await keys.begin()
    await keys.enter("Title", "The first pack")
    await keys.pick("What is the committee asked to do?", "ecision")
    await keys.press("Add this item")
    await keys.reader.reads("The item is on the agenda.")
    await keys.look_again()


async def _paper(keys: Keys) -> str:
    """Written in the app, its cover sheet filled in, sent for checking and passed to the chair; returns its address."""
    page = keys.reader.page
    await keys.begin()
    await keys.follow("The first pack")
    await keys.begin()
    await keys.follow("Hand in a paper")
    await keys.begin()
    await keys.enter("Or the paper itself, in Markdown", PAPER)
    await keys.press("Hand in this paper")
    await keys.begin()
    await keys.follow("Fill in the cover sheet")
    await keys.begin()
    await keys.pick("Purpose", "decision")
    await keys.enter("Executive summary", "An invented paper")
    await keys.enter("Recommendation", "The board is asked to approve it")
    for group in await page.locator("fieldset", has=page.locator("input[type=radio]")).all():
        await keys.choose_one_of(group, group.locator("input[value=no], input[value=public]").first)
    await keys.press("Keep this cover sheet")
    await keys.reader.reads("The cover sheet is kept")
    await keys.begin()
    await keys.press("Send for checking")
    await keys.begin()
    await keys.press("Pass to the chair")
    await keys.reader.reads("It is with the chair.")
    await keys.look_again()
    return page.url


async def _signed_off(keys: Keys, paper: str) -> None:
    page = keys.reader.page
    await keys.begin()
    await page.goto(paper)
    await keys.begin()
    await keys.tick(page.get_by_role("main").get_by_role("checkbox").first)
    await keys.press("Sign this version off")
    await keys.reader.reads("You have signed this version off.")
    await keys.look_again()


async def _pack(keys: Keys, folder: Path) -> None:
    page = keys.reader.page
    await keys.walk_to("Meetings")
    await keys.begin()
    await keys.follow("Board, first meeting")
    await keys.begin()
    await keys.follow("Board packs")
    await keys.begin()
    await keys.press("Build the pack")
    await keys.reader.reads("Download the pack", within=_PATIENCE)
    await keys.look_again()
    await keys.begin()
    download = page.get_by_role("main").get_by_role("link", name="Download the pack").first
    await keys.reach(download)
    async with page.expect_download() as coming:
        await page.keyboard.press("Enter")
    there = folder / "pack.pdf"
    await (await coming.value).save_as(there)
    with pikepdf.open(there) as pack:
        assert len(pack.pages) >= 3 and "/StructTreeRoot" in pack.Root


async def _checklist(keys: Keys) -> None:
    """What is settled shows, what is left says so, and the organisation goes live."""
    await keys.reader.open("/set-up")
    await keys.reader.reads("1 of 1 can meet")
    meeting = keys.reader.page.locator("#step-meeting")
    assert "Done" in await meeting.inner_text()
    await keys.begin()
    await keys.open("Say that it is settled: Privacy notice")
    form = keys.reader.page.locator("#step-privacy")
    await keys.reach(form.get_by_role("button", name="Keep"))
    async with keys.reader.turning():
        await keys.reader.page.keyboard.press("Enter")
    await keys.reader.reads("Done, says Morgan Keyboard")
    await keys.reader.reads("everything needed is done")
    await keys.reader.finds_nothing_wrong()
    await keys.press("Go live")
    await keys.reader.reads("is live: what is approved from now on is published and released.")
