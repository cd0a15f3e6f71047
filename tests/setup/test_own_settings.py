"""What an organisation settles for itself: letters, periods, corrections that people ask for."""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from PIL import Image

from backend.evidence import store
from backend.kit import database
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.documents import logo
from backend.kit.storage import storage_from_url
from backend.notices import envelope, wording
from backend.registers.queries import retention
from backend.requests.rules.correcting import due_on
from backend.scope import Scope, Tenant
from backend.setup import chores
from backend.setup.rules import assessment, branding
from backend.tenancy import transactions
from backend.tenancy.queries import tenant_by_slug
from tests.house.route_table import a_day
from tests.scopes import a_scope
from tests.visitors import Visitor, a_visitor


@pytest_asyncio.fixture
async def officer(app: Any, found: Callable[..., Awaitable[Tenant]]) -> Visitor:
    tenant = await found(demonstration=True)
    return await a_visitor(app, app.app.state.settings.cookie_name, a_scope(tenant))


async def scope_of(officer: Visitor) -> Scope:
    """The scope of the organisation as it lives now, with what it keeps."""
    async with database.DB.transaction_with({}, readonly=True):
        found = await tenant_by_slug(officer.slug)
    assert found is not None
    return a_scope(found.tenant)


async def last_letter(officer: Visitor, kind: str) -> dict[str, Any]:
    scope = await scope_of(officer)
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT * FROM notices_letter WHERE kind = $1 ORDER BY queued_at DESC, id DESC LIMIT 1", kind
        )
        letter = {**rows[0], "plain_text": False}
        words = wording.words_kept(scope, letter)
        made = envelope.outgoing(scope, letter, words, entries=None, reply_to="")
    return {**letter, "text": words.text, "html": words.html, "sender": made.sender_name}


def code_in(text: str) -> str:
    found = re.search(r"^(\d{8})$", text, re.MULTILINE)
    assert found is not None, text
    return found[1]


async def test_letters_bear_the_name_and_words_that_are_settled_and_a_proved_address(
    officer: Visitor,
) -> None:
    page = "/settings/mail"
    for typed, words in (
        ({"sender_name": "governance@north.example"}, "without an address in it"),
        ({"sender_name": "x" * 90}, "80 characters at most"),
        ({"footer": "See http://north.example"}, "must begin with https://"),
    ):
        refused = await officer.post(page, typed)
        assert refused.status_code == 422 and words in refused.text, typed
    wish = {"sender_name": "Governance team, North", "footer": "We sit in Brierley Hill.\nRing us."}
    looked = await officer.post(page, {**wish, "look": "yes"})
    assert "Letters name “Governance team, North”" in looked.text
    assert (await scope_of(officer)).tenant.kept is None or "Brierley" not in str(
        (await scope_of(officer)).tenant.kept
    )
    assert (await officer.post(page, {**wish, "because": "So that people know us"})).status_code == 303
    assert "Nothing is different" in (await officer.post(page, wish)).text

    tested = await officer.post(f"{page}/test")
    shown = await officer.client.get(tested.headers["location"].partition("#")[0])
    assert "Waiting" in shown.text and "So that people know us" in shown.text
    letter = await last_letter(officer, "sending-tested")
    assert letter["sender"] == "Governance team, North"
    assert "We sit in Brierley Hill.\nRing us." in letter["text"] and "Ring us." in letter["html"]

    # an address for answers is proved by its code
    wrong = await officer.post(f"{page}/reply-to", {"reply_to": "two@a.example, b@c.example"})
    assert wrong.status_code == 422
    asked = await officer.post(f"{page}/reply-to", {"reply_to": "governance@north.example"})
    assert asked.status_code == 200 and "A code was sent" in asked.text
    code = code_in((await last_letter(officer, "address-proof"))["text"])
    for given, address in (("00000000", "governance@north.example"), (code, "other@north.example")):
        refused = await officer.post(f"{page}/reply-to/proof", {"reply_to": address, "code": given})
        assert refused.status_code == 422 and "not the code" in refused.text
    done = await officer.post(
        f"{page}/reply-to/proof", {"reply_to": "governance@north.example", "code": f"{code[:4]} {code[4:]}"}
    )
    assert done.status_code == 303
    assert "governance@north.example" in (await officer.get("/outbox")).text


async def test_a_kind_of_record_is_kept_for_longer_with_a_reason_and_never_for_less(officer: Visitor) -> None:
    page = "/settings/retention"
    for typed, words in (
        ({"record": "gifts", "years": "3", "because": "Less"}, "at least"),
        ({"record": "gifts", "years": "6", "because": "Same"}, "at least"),
        ({"record": "gifts", "years": "200", "because": "For ever"}, "150 years at most"),
        ({"record": "gifts", "years": "9"}, "Say why"),
        ({"record": "hats", "years": "9", "because": "Hats"}, "Choose a kind of record"),
        ({"record": "gifts", "years": "many", "because": "x"}, "must be a number"),
    ):
        refused = await officer.post(page, typed)
        assert refused.status_code == 422 and words in refused.text, typed
    looked = await officer.post(page, {"record": "minutes", "years": "30", "look": "yes"})
    assert "30 years (now 20)" in looked.text and "Due today: 0 (now 0)" in looked.text
    kept = await officer.post(page, {"record": "minutes", "years": "30", "because": "An inquiry asked"})
    assert kept.status_code == 303
    scope = await scope_of(officer)
    line = retention.schedule_of(scope).record_type("minutes")
    assert line is not None and line.keep_years.value == 30
    shown = await officer.get(page)
    assert "An inquiry asked" in shown.text and "Longer" in shown.text
    assert (await officer.post(page, {"record": "minutes"})).status_code == 303
    line = retention.schedule_of(await scope_of(officer)).record_type("minutes")
    assert line is not None and line.keep_years.value == 20


async def test_anybody_asks_for_a_correction_proves_their_address_and_is_answered(
    app: Any, officer: Visitor
) -> None:
    form = {
        "about": "register",
        "place": "Register of interests, line 4",
        "wrong": "It says that I own a pharmacy",
        "should_say": "That I work in one",
        "name": "Pat Invented",
        "address": "pat@example.invalid",
    }
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as outside:
        public = f"/t/{officer.slug}/public/corrections"
        assert (await outside.get(public)).status_code == 200
        empty = await outside.post(public, data={})
        assert empty.status_code == 422 and empty.text.count("Enter") >= 5  # all at once
        bad = await outside.post(public, data={**form, "address": "pat"})
        assert bad.status_code == 422 and "correct format" in bad.text
        asked = await outside.post(public, data=form)
        found = re.search(r'name="correction_id" value="([^"]+)"', asked.text)
        assert asked.status_code == 200 and found is not None
        # nobody sees it before the address is proved
        assert "Nobody has asked" in (await officer.get("/corrections")).text
        assert (await officer.get(f"/corrections/{found[1]}")).status_code == 404
        given = {"correction_id": found[1]}
        wrong = await outside.post(f"{public}/proof", data={**given, "code": "00000000"})
        assert wrong.status_code == 200 and "not the code" in wrong.text
        code = code_in((await last_letter(officer, "correction-code"))["text"])
        proved = await outside.post(f"{public}/proof", data={**given, "code": code})
        assert re.search(r"COR-\d{4}-001", proved.text)
    due = in_words(due_on(real_now().date()))
    assert due in " ".join((await last_letter(officer, "correction-received"))["text"].split())
    came = await last_letter(officer, "correction-came")
    assert "Pat" not in came["text"] and "pharmacy" not in came["text"]
    answered = await officer.post(
        f"/corrections/{found[1]}/answer", {"outcome": "put-right", "words": "The line says so now."}
    )
    assert answered.status_code == 303
    letter = await last_letter(officer, "correction-answered")
    assert letter["recipient_address"] == "pat@example.invalid"
    assert "It has been put right" in letter["text"] and "Information Commissioner" in letter["text"]
    again = await officer.post(f"/corrections/{found[1]}/answer", {"outcome": "not", "words": "No"})
    assert again.status_code == 422 and "answered already" in again.text


async def test_privacy_notice_ships_with_words_and_takes_the_organisations_own(
    app: Any, officer: Visitor
) -> None:
    page = "/settings/privacy"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as outside:
        public = f"/t/{officer.slug}/public/privacy"

        async def notice() -> str:
            return re.sub(r"nonce=\S+", "", (await outside.get(public)).text)

        before = await notice()
        assert "has not yet said here who its data protection officer is" in before
        assert "Minutes and papers of committees" in before
        wish = {"officer": "Officer of an Invented Trust", "bases": "Our own words, <b>bold</b>."}
        looked = await officer.post(page, {**wish, "look": "yes"})
        assert "“Why we may” has your own words" in looked.text
        assert await notice() == before
        assert (await officer.post(page, {**wish, "because": "Legal advice"})).status_code == 303
        after = await notice()
        assert "Officer of an Invented Trust" in after and "&lt;b&gt;bold" in after
        long = await officer.post(page, {"officer": "x" * 400})
        assert long.status_code == 422 and "300 characters" in long.text
        assert "Legal advice" in (await officer.get(page)).text
        assert (await officer.post(page, {})).status_code == 303  # all the shipped words again
        assert await notice() == before


async def test_impact_assessment_is_signed_for_what_was_read_and_its_review_is_chased(
    officer: Visitor,
) -> None:
    page = "/settings/impact-assessment"
    shown = await officer.get(page)
    assert "No data protection officer has signed it" in shown.text
    assert all(risk.title in shown.text for risk in assessment.RISKS)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown.text)
    assert seen is not None
    wish = {
        "officer": "Dana Invented",
        "outcome": "accepted-with-conditions",
        "conditions": "Check the schedule by spring.",
        "seen": seen[1],
        **a_day("signed_on", "2014-09-01"),
        **a_day("review_on", "2015-09-01"),
    }
    for typed, words in (
        ({"conditions": ""}, "Enter the conditions"),
        (a_day("signed_on", "2030-01-01"), "can’t be in the future"),
        (a_day("review_on", "2014-08-01"), "must come after the signature"),
        (a_day("review_on", "2019-01-01"), "within three years"),
        ({"seen": "0" * 64}, "facts have changed"),
    ):
        refused = await officer.post(page, {**wish, **typed})
        assert refused.status_code == 422 and words in refused.text, typed
    assert (await officer.post(page, wish)).status_code == 303
    assert "Accepted with conditions" in (await officer.get(page)).text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', (await officer.get(page)).text)
    assert seen is not None
    paper = await officer.get(f"{page}/{seen[1]}")
    assert paper.content.startswith(b"%PDF")
    scope = await scope_of(officer)
    for on, late in ((date(2015, 8, 2), "is to be reviewed"), (date(2015, 10, 1), "is overdue")):
        later = replace(scope, now=datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
        for _ in range(2):
            await chores.remind_of_assessment(later)
        letter = await last_letter(officer, "assessment-review")
        assert late in letter["subject"]
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT count(*) AS n FROM notices_letter WHERE kind = 'assessment-review'"
        )
    assert rows[0]["n"] == 2


def test_shipped_assessment_stands_in_the_docs_as_it_is_shown() -> None:
    document = Path(__file__).parents[2] / "docs/explanation/data-protection-impact-assessment.md"
    assert document.read_text() == assessment.as_markdown()


def _png(colour: tuple[int, int, int], *, size: tuple[int, int] = (300, 120)) -> bytes:
    made = io.BytesIO()
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    picture.paste(colour, (10, 10, size[0] - 10, size[1] - 10))
    picture.save(made, format="PNG")
    return made.getvalue()


async def test_branding_stays_within_the_rules_and_shows_everywhere(app: Any, officer: Visitor) -> None:
    page = "/settings/branding"
    for typed, words in (
        ({"line": "NHS North CCG", "lozenge": "yes", "may_use": "yes"}, "does not say NHS once more"),
        ({"line": "North CCG", "lozenge": "yes"}, "is a trade mark"),
        ({"lozenge": "yes", "may_use": "yes"}, "Enter the name that stands beside"),
        ({"line": "North", "colour": "#ff00ff"}, "Choose a colour"),
        ({"line": "x" * 90}, "80 characters"),
    ):
        refused = await officer.post(page, typed)
        assert refused.status_code == 422 and words in refused.text, typed
    wish = {"line": "North CCG", "descriptor": "Working for the North", "lozenge": "yes", "may_use": "yes"}
    wish |= {"colour": "nhs-dark-blue"}
    looked = await officer.post(page, {**wish, "look": "yes"})
    assert "The NHS logo stands before the name" in looked.text
    assert "Working for the North" not in (await officer.get("/outbox")).text
    assert (await officer.post(page, wish)).status_code == 303
    head = (await officer.get("/outbox")).text
    assert (
        "pb-brand--nhs-dark-blue" in head and "Working for the North" in head and 'aria-label="NHS"' in head
    )
    await officer.post("/settings/mail/test")
    assert "NHS North CCG\nWorking for the North" in (await last_letter(officer, "sending-tested"))["text"]
    # a CCG has no logo of its own
    refused = await officer.client.post(
        f"/t/{officer.slug}{page}/logo",
        data={"_token": officer.form_token, "says": "A logo"},
        files={"logo": ("logo.png", _png((0, 48, 135)), "image/png")},
    )
    assert refused.status_code == 422 and "no logo of its own" in refused.text


async def test_logo_of_a_partnership_is_drawn_anew_in_a_child(
    app: Any, found: Callable[..., Awaitable[Tenant]], tmp_path: Path
) -> None:
    store.use(storage_from_url(f"file://{tmp_path}"))
    tenant = await found(demonstration=True, kind="partnership")
    officer = await a_visitor(app, app.app.state.settings.cookie_name, a_scope(tenant))
    page = f"/t/{officer.slug}/settings/branding/logo"

    async def send(data: bytes, **typed: str) -> httpx.Response:
        fields = {"_token": officer.form_token, "says": "Logo of the partnership", **typed}
        return await officer.client.post(page, data=fields, files={"logo": ("logo", data, "image/png")})

    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120">'
        b'<rect width="300" height="120" fill="%s"/>%s</svg>'
    )
    for data, words in (
        (b"GIF89a", "neither a PNG nor an SVG"),
        (_png((0, 48, 135))[:60], "damaged"),
        (_png((255, 235, 59)), "can be seen well on white"),
        (_png((0, 48, 135), size=(60, 30)), "pixels high"),
        (svg % (b"navy", b"<script>1</script>"), "more than a drawing"),
        (b"x" * 1_100_000, "larger than 1 MB"),
    ):
        refused = await send(data)
        assert refused.status_code == 422 and words in refused.text, words
    assert (await send(_png((0, 48, 135)), says="")).status_code == 422
    for data in (_png((0, 48, 135)), svg % (b"#003087", b"")):
        kept = await send(data)
        assert kept.status_code == 303, kept.text
    shown = await officer.get("/settings/branding")
    address = re.search(r'src="(/t/[^"]+/public/logos/[^"]+)"', shown.text)
    assert address is not None and 'alt="Logo of the partnership"' in shown.text
    picture = await officer.client.get(address[1])
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).getpixel((5, 5)) == (0, 48, 135)
    assert (await officer.post("/settings/branding/logo/removal")).status_code == 303
    assert (await officer.client.get(address[1])).status_code == 404


def test_every_colour_bears_white_words() -> None:
    assert all(logo.contrast_with_white(value) >= 4.5 for _, value in branding.COLOURS.values())
