"""Founding an organisation by a link: nobody without one, everything wrong said at once, all of it or nothing."""

from typing import Any

import httpx
import pytest

from backend.catalogue import shelf
from backend.desk import founding_links
from backend.kit import mail
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.kit.identity import new_id
from backend.notices import post
from backend.people.operations import founding
from backend.setup.rules import founding as rules
from backend.tenancy.queries import tenant_by_slug
from tests.setup.conftest import BASE, Founder, a_link

WISH = {"name": "NHS Founded ICB (invented)", "start": "kind:ics"}
DAY = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026"}


def a_word() -> str:
    return f"founded-{str(new_id())[-12:]}"


async def test_founder_proves_the_address_and_founds_an_organisation_on_trial(founder: Founder) -> None:
    door = await founder.browser.get(founder.path)
    assert door.status_code == 200 and founder.email not in door.text, "the whole address is its holder's"
    wrong = await founder.browser.post(
        founder.path, data={"code": "1111 1111", "name": "Morgan Invented", "password": "x" * 20 + " ploughs"}
    )
    assert wrong.status_code == 422 or "not right" in wrong.text
    await founder.sign_up()
    form = await founder.browser.get(f"{founder.path}/organisation")
    assert (
        "Integrated care board" in form.text
        and "took over what the clinical commissioning groups held" in form.text
    )

    nothing = await founder.send(f"{founder.path}/preview", {"slug": "api", "starts_on-day": "31"})
    assert nothing.status_code == 422
    for sentence in (
        "Enter the name of the organisation.",
        "“api” is a word of this service’s own.",
        "Choose from the list what the organisation shall start from.",
        "The date must include a month and a year",
    ):
        assert sentence in nothing.text

    slug = a_word()
    preview = await founder.send(f"{founder.path}/preview", {**WISH, **DAY, "slug": slug})
    assert preview.status_code == 200 and "Nothing is founded yet" in preview.text
    assert "managing-conflicts-of-interest" in preview.text and f"/t/{slug}" in preview.text
    assert (await founder.browser.get(f"/t/{slug}")).status_code == 404

    done = await founder.send(f"{founder.path}/organisation", {**WISH, **DAY, "slug": slug})
    assert done.headers["location"] == f"/t/{slug}/set-up?said=founded", done.text
    async with DB.transaction_with({}, readonly=True):
        found = await tenant_by_slug(slug)
    assert found is not None and (found.state, found.tenant.kind) == ("trial", "ics")
    home = await founder.browser.get(f"/t/{slug}")
    assert home.status_code == 200 and "NHS Founded ICB (invented)" in home.text
    people = await founder.browser.get(f"/t/{slug}/people")
    assert "Morgan Invented" in people.text
    again = await founder.browser.get(f"{founder.path}/organisation")
    assert again.status_code == 404 and "no such founding link" in again.text

    other = await a_link(email=founder.email)
    taken = await founder.send(f"/founding/{other.token}/preview", {**WISH, **DAY, "slug": slug})
    assert taken.status_code == 422 and "is another organisation’s word" in taken.text
    likeness = await founder.send(
        f"/founding/{other.token}/organisation",
        {**WISH, **DAY, "slug": a_word(), "start": f"tenant:{slug}", "name": "NHS Second ICB (invented)"},
    )
    assert likeness.status_code == 303, likeness.text
    choose = await founder.browser.get("/choose")
    assert "NHS Second ICB (invented)" in choose.text


async def test_links_that_ended_are_like_links_that_never_were(founder: Founder) -> None:
    never = await founder.browser.get("/founding/never-was-one")
    async with DB.transaction_with({}):
        await founding.revoke_link(email=founder.email, now=real_now())
    ended = await founder.browser.get(founder.path)
    assert (never.status_code, ended.status_code) == (404, 404)
    assert (
        "There is no such founding link here." in never.text
        and "There is no such founding link here." in ended.text
    )
    posted = await founder.browser.post(founder.path, data={"code": founder.link.code or "", "name": "A B"})
    assert posted.status_code == 404
    listed = await founding_links.links_in_words(None)
    assert any(founder.email in line and "revoked" in line for line in listed)


async def test_wrong_codes_are_counted_and_then_wait(founder: Founder) -> None:
    proof = {"code": "1234 5678", "name": "Morgan Invented", "password": "seven ploughs behind a lighthouse"}
    answers = [await founder.browser.post(founder.path, data=proof) for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    right = await founder.browser.post(founder.path, data={**proof, "code": founder.link.code or ""})
    assert right.status_code == 429 and "Try again in" in right.text


async def test_code_goes_by_mail_and_tells_nothing_of_accounts(
    app: Any, founder: Founder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server is the one part that is not real here: what it is handed is read."""
    handed: list[mail.Letter] = []

    async def take(letter: mail.Letter, *, again: bool) -> mail.Receipt:
        handed.append(letter)
        return mail.Receipt(letter.message_id, "250 taken")

    monkeypatch.setattr(post, "send", take)
    await founder.sign_up()
    known, unknown = await a_link(by_mail=True, email=founder.email), await a_link(by_mail=True)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE) as browser:
        pages = []
        for link in (known, unknown):
            path = f"/founding/{link.token}"
            assert (await browser.post(f"{path}/code")).headers["location"] == f"{path}?said=sent"
            soon = await browser.post(f"{path}/code")
            assert soon.status_code == 429 and "Wait a minute" in soon.text
            page = (await browser.get(path)).text
            pages.append(page.replace(link.token, "").partition("<main")[2].replace(str(link.expires_at), ""))
        assert pages[0] == pages[1], "before the code, an address with an account looks like any other"
        assert [letter.to for letter in handed] == [known.email, unknown.email]
        code = handed[0].subject.partition(" is your code")[0]
        proof = {"code": code, "name": "Morgan Again", "password": "eight ploughs behind a lighthouse"}
        answer = await browser.post(f"/founding/{known.token}", data=proof)
        assert answer.status_code == 422 and "You have an account here already." in answer.text
        other = await browser.post(f"/founding/{unknown.token}", data=proof)
        assert "The code is not right" in other.text, "a code is good for its own link alone"


async def test_link_of_another_address_is_refused(founder: Founder) -> None:
    await founder.sign_up()
    other = await a_link()
    page = await founder.browser.get(f"/founding/{other.token}/organisation")
    assert page.status_code == 422 and "made for another address" in page.text
    posted = await founder.send(f"/founding/{other.token}/organisation", {**WISH, **DAY, "slug": a_word()})
    assert posted.status_code == 422


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("NHS North Downs ICB", "nhs-north-downs-icb"),
        ("St Mary’s & Élan Trust", "st-marys-elan-trust"),
        ("東", ""),
    ],
)
def test_word_for_addresses_is_made_from_the_name(name: str, slug: str) -> None:
    assert rules.slug_from(name) == slug


@pytest.mark.soak
async def test_every_kind_and_template_is_founded_and_opens(founder: Founder) -> None:
    """Each in a tenant of its own: the front page, the set-up list, and the pages that read what a folder would say."""
    await founder.sign_up()
    catalogue = shelf.catalogue()
    starts = [f"kind:{kind}" for kind in catalogue.kinds] + [
        f"template:{each}" for each in catalogue.templates
    ]
    for start in starts:
        link, slug = await a_link(email=founder.email), a_word()
        day = DAY if not start.endswith(":ccg") else {**DAY, "starts_on-year": "2018"}
        wish = {**WISH, **day, "start": start, "slug": slug, "name": f"Founded from {start} (invented)"}
        done = await founder.send(f"/founding/{link.token}/organisation", wish)
        assert done.status_code == 303, f"{start}: {done.text}"
        for path in (
            "",
            "/set-up",
            "/committees",
            "/meetings",
            "/interests",
            "/settings",
            "/schedules",
            "/people",
        ):
            page = await founder.browser.get(f"/t/{slug}{path}", follow_redirects=True)
            assert page.status_code == 200, f"{start} {path}"
