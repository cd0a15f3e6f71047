"""The pages behind a link, as a browser that is signed in nowhere asks for them."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pikepdf
import pypdfium2
import pytest

from backend.kit.clock import real_now
from backend.releases import operations, rules
from tests.releases.conftest import Release
from tests.releases.stage import Released

Stranger = Callable[[], httpx.AsyncClient]
SECOND = timedelta(seconds=1)


def root(made: Released) -> str:
    return f"/t/{made.officer.tenant.slug}/public/releases"


async def opened(made: Released, client: httpx.AsyncClient, *, who: int = 0) -> str:
    """Give the code of a link; the address of the page that it opens."""
    told = made.told[who]
    page = await client.get(f"{root(made)}/links/{told.token}")
    assert page.status_code == 200
    answer = await client.post(f"{root(made)}/links", data={"token": told.token, "code": told.code})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def begun(client: httpx.AsyncClient, here: str, form: str = "sealed") -> str:
    answer = await client.post(f"{here}/downloads", data={"form": form})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
async def today(release: Release, superuser: Any) -> Released:
    """A release whose thirty days are those of the real clock, by which the application of these tests goes."""
    made = await release()
    now = real_now()
    await superuser.execute(
        "UPDATE releases_release SET released_at = $2, expires_at = $3 WHERE tenant_id = $1",
        made.officer.tenant.id,
        now - timedelta(hours=1),
        now + timedelta(days=30),
    )
    return replace(made, officer=replace(made.officer, now=now))


async def test_the_token_stands_in_one_address_and_no_cookie_lasts(
    today: Released, stranger: Stranger
) -> None:
    async with stranger() as client:
        page = await client.get(f"{root(today)}/links/{today.first.token}")
        assert page.headers["referrer-policy"] == "strict-origin"
        assert page.headers["cache-control"] == "no-store"
        assert "noindex" in page.headers["x-robots-tag"]
        assert today.told[0].name not in page.text  # of the pack and its reader it says nothing yet
        assert "set-cookie" not in page.headers
        here = await opened(today, client)
        assert (today.first.token or "") not in here
        inside = await client.get(here)
        assert inside.status_code == 200
        assert (today.first.token or "") not in inside.text
        assert "Kit Reader" not in inside.text  # the other recipient
        assert "does not see whether or what you read" in inside.text
    async with stranger() as client:
        told = today.first
        answer = await client.post(f"{root(today)}/links", data={"token": told.token, "code": told.code})
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Max-Age=3600" in cookie
        assert (told.token or "") not in cookie


async def test_a_link_of_another_body_is_like_one_that_never_was(
    today: Released, stranger: Stranger, found: Any
) -> None:
    other = await found(demonstration=True, name="NHS South CCG (invented)")
    async with stranger() as client:
        here = await opened(today, client)
        answers = []
        for token in (today.first.token, "x" * 43):
            told = {"token": token, "code": today.first.code}
            for method, path, data in (
                ("GET", f"/t/{other.slug}/public/releases/links/{token}", None),
                ("POST", f"/t/{other.slug}/public/releases/links", told),
            ):
                answer = await client.request(method, path, data=data)
                answers.append(
                    (answer.status_code, re.sub(r"nonce[-=]\"?[\w-]+|at \d+:\d+[ap]m", "", answer.text))
                )
        assert [status for status, _ in answers] == [404] * 4
        assert answers[:2] == answers[2:]
        there = here.replace(today.officer.tenant.slug, other.slug)
        assert (await client.get(there)).status_code == 404


async def test_without_a_visit_nothing_opens(today: Released, stranger: Stranger) -> None:
    async with stranger() as client, stranger() as nobody:
        here = await opened(today, client)
        there = await begun(client, here)
        receipt = {"sha256": "0" * 64, "holds": "yes"}
        for method, path, data in (
            ("GET", here, None),
            ("GET", there, None),
            ("POST", f"{here}/downloads", {"form": "sealed"}),
            ("POST", f"{here}/receipts", receipt),
            ("POST", f"{here}/leaving", {}),
        ):
            assert (await nobody.request(method, path, data=data)).status_code == 404, path
        assert (await client.post(f"{here}/leaving")).status_code == 200
        assert (await client.get(here)).status_code == 404


async def test_wrong_codes_are_counted_though_the_page_says_so_kindly(
    today: Released, stranger: Stranger
) -> None:
    async with stranger() as client:
        for _ in range(rules.FAILURES):
            answer = await client.post(
                f"{root(today)}/links", data={"token": today.first.token, "code": "00000000"}
            )
            assert answer.status_code == 200
        assert "locked" in answer.text
        right = {"token": today.first.token, "code": today.first.code}
        assert (await client.post(f"{root(today)}/links", data=right)).status_code == 422
        empty = await client.post(f"{root(today)}/links", data={"token": today.told[1].token, "code": ""})
        assert "Enter the code that you were told" in empty.text


async def test_the_sealed_pack_whole_and_in_parts(today: Released, stranger: Stranger) -> None:
    async with stranger() as client:
        there = await begun(client, await opened(today, client))
        whole = await client.get(there)
        assert whole.content == today.data
        assert whole.headers["content-disposition"].startswith("attachment")
        assert whole.headers["cache-control"] == "no-store"
        assert whole.headers["content-security-policy"] == "default-src 'none'; sandbox"
        tag = whole.headers["etag"]
        assert tag == f'"{hashlib.sha256(today.data).hexdigest()}"'
        part = await client.get(there, headers={"range": "bytes=10-19", "if-range": tag})
        assert (part.status_code, part.content) == (206, today.data[10:20])
        assert part.headers["content-range"] == f"bytes 10-19/{len(today.data)}"
        assert part.headers["content-length"] == "10"
        changed = await client.get(there, headers={"range": "bytes=0-9", "if-range": '"another"'})
        assert changed.status_code == 409  # the whole, which would be more than this download may take
        several = await client.get(there, headers={"range": "bytes=0-1,5-6"})
        assert (several.status_code, several.headers["content-range"]) == (416, f"bytes */{len(today.data)}")


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_no_byte_goes_once_it_has_ended(
    today: Released, stranger: Stranger, superuser: Any, how: str
) -> None:
    async with stranger() as client:
        here = await opened(today, client)
        there = await begun(client, here)
        assert (await client.get(there, headers={"range": "bytes=0-9"})).status_code == 206
        if how == "expired":
            await superuser.execute(
                "UPDATE releases_release SET expires_at = $2 WHERE tenant_id = $1",
                today.officer.tenant.id,
                real_now() - SECOND,
            )
        else:
            await today.act(operations.revoke, release_id=today.release_id, version=1, because="A test")
        for range_ in (None, "bytes=0-0", "bytes=20-", "bytes=-5"):
            answer = await client.get(there, headers={"range": range_} if range_ else {})
            assert answer.status_code == 410
            assert "does not withdraw what you have received" in answer.text
            assert today.data[:10] not in answer.content
        assert (await client.post(f"{here}/downloads", data={"form": "sealed"})).status_code == 410
        assert (await client.get(f"{root(today)}/links/{today.first.token}")).status_code == 410


async def test_the_reading_copy_bears_the_readers_name_on_every_page(
    today: Released, stranger: Stranger
) -> None:
    async with stranger() as client:
        here = await opened(today, client)
        copy = (await client.get(await begun(client, here, "reading"))).content
        again = (await client.get(await begun(client, here, "reading"))).content
        assert copy == again
        pages = pypdfium2.PdfDocument(copy)
        assert len(pages) == 3
        for page in pages:
            words = page.get_textpage().get_text_range()
            assert "Released to Jo Inspector, Invented Assurance Authority, on " in words
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            assert "/AcroForm" not in pdf.Root
            assert "/Artifact" in pdf.pages[0].Contents[-1].read_bytes().decode()


async def test_a_receipt_is_shown_to_both_sides(today: Released, stranger: Stranger, visit: Any) -> None:
    officer = await visit(today.officer)
    async with stranger() as client:
        here = await opened(today, client)
        empty = await client.post(f"{here}/receipts", data={"sha256": "0" * 64})
        assert "Tick the box to say that you hold the file" in empty.text
        sha256 = hashlib.sha256(today.data).hexdigest()
        given = await client.post(f"{here}/receipts", data={"sha256": sha256, "holds": "yes"})
        assert given.status_code == 303
        assert "The same" in (await client.get(here)).text
    page = await officer.get(f"/releases/{today.release_id}")
    assert "Jo Inspector, Head of assurance, Invented Assurance Authority" in page.text
    assert sha256 in page.text
    assert "You do not see whether or what anybody read" in page.text
    csv = await officer.get(f"/releases/{today.release_id}/accesses.csv")
    assert "gave the right code" in csv.text
    listed = await officer.get(
        "/releases?state=live&from=1/7/2014&until=30/9/2014&regulator=Invented+Assurance+Authority"
    )
    assert "R-1" in listed.text
    assert "R-1" not in (await officer.get("/releases?state=revoked")).text
    assert "R-1" in (await officer.get("/releases/releases.csv")).text


async def test_preview_then_release_then_codes_once(today: Released, visit: Any) -> None:
    officer = await visit(today.officer)
    ends = real_now() + timedelta(days=30)
    form = {
        "pack_id": str(today.pack_id),
        "regulator": "Another Authority",
        "regulator_kind": "Auditor",
        "name_1": "Sam Auditor",
        "post_1": "Auditor",
        "expires_on-day": str(ends.day),
        "expires_on-month": str(ends.month),
        "expires_on-year": str(ends.year),
        "expires_time": "17:00",
        "most_downloads": "2",
        "by_mail": "none",
        "step": "preview",
    }
    preview = await officer.post("/releases", form)
    assert preview.status_code == 200
    assert "Nothing has gone yet" in preview.text
    assert hashlib.sha256(today.data).hexdigest() in preview.text
    mailed = await officer.post("/releases", {**form, "by_mail": "mail"})
    assert (mailed.status_code, "Enter the email address of Sam Auditor" in mailed.text) == (422, True)
    nobody = await officer.post(
        "/releases", {name: value for name, value in form.items() if name != "name_1"}
    )
    assert "Enter the name of person 1" in nobody.text
    changed = await officer.post("/releases", {**form, "step": "change"})
    assert "Sam Auditor" in changed.text
    done = await officer.post(
        "/releases", {**form, "step": "release", "sha256": hashlib.sha256(today.data).hexdigest()}
    )
    (code,) = re.findall(r"data-code>([\d ]+)<", done.text)
    (link,) = re.findall(r"data-link>([^<]+)<", done.text)
    listed = (await officer.get("/releases")).text
    (path,) = re.findall(r'href="/t/[^"]+(/releases/[^"]+)">R-2', listed)
    page = (await officer.get(path)).text
    assert code not in page
    assert link.rsplit("/", 1)[1] not in page


async def test_an_end_on_a_day_when_clocks_change_is_refused_or_kept_as_it_was_chosen(
    made: Released,
) -> None:
    ends = rules.expiry_of(date(2015, 3, 29), "02:00", time_zone="Europe/London")
    await made.act(
        operations.extend, release_id=made.release_id, version=1, expires_at=ends, most_downloads=3
    )
    for second, live in ((-1, True), (0, False)):
        assert (await made.view(at=ends + second * SECOND)).live is live
    assert (await made.view()).ends_in_words == "29 March 2015 at 02:00 (BST)"
