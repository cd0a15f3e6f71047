"""Concerns over HTTP: from the public form to a handler's page and back to the raiser."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest_asyncio

from backend.concerns.pages import public
from backend.evidence import store
from backend.kit.storage import storage_from_url
from backend.scope import Scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

WORRY = {
    "category": "MEETING",
    "about": "A vote in March",
    "about_the_top": "no",
    "what": "A member voted on a contract of a relative.",
}


@pytest_asyncio.fixture
async def guardian(visit: Visit, demo_scope: Scope) -> Visitor:
    return await visit(name="Gale Invented", roles=("coi-guardian",))


@pytest_asyncio.fixture
async def nobody(app: object, guardian: Visitor) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),  # type: ignore[arg-type]  # the application is ASGI
        base_url=f"http://127.0.0.1:8014/t/{guardian.slug}/public/concerns",
    )


def _words(page: str) -> dict[str, str]:
    reference = re.search(r"C-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    word = re.search(r"\b(?:[A-Z0-9]{4}-){4}[A-Z0-9]{4}\b", page)
    assert reference and word
    return {"reference": reference[0], "word": word[0]}


async def test_anybody_raises_a_concern_and_reads_the_answer(
    nobody: httpx.AsyncClient, guardian: Visitor
) -> None:
    assert "What anonymous means" in (await nobody.get("")).text
    received = await nobody.post("", data=WORRY)
    assert received.status_code == 200, received.text
    words = _words(received.text)

    listed = await guardian.get("/concerns/handling")
    assert words["reference"] in listed.text and words["word"] not in listed.text
    found = re.search(r"/concerns/[0-9a-f-]{36}", listed.text)
    assert found
    concern = await guardian.get(found[0])
    assert WORRY["what"] in concern.text and "Nobody who gave a name" in concern.text
    assert "Conflicts of Interest Guardian" in concern.text
    answered = await guardian.post(f"{found[0]}/steps/answer", {"words": "Which contract was it?"})
    assert answered.status_code == 303

    thread = await nobody.post("/follow-up", data=words)
    assert "Which contract was it?" in thread.text and "Gale" not in thread.text
    more = await nobody.post("/follow-up/words", data={**words, "words": "The one of the ferry."})
    assert "Your words were added" in more.text
    assert "The one of the ferry." in (await guardian.get(found[0])).text


async def test_wrong_word_and_wrong_reference_are_answered_alike(nobody: httpx.AsyncClient) -> None:
    words = _words((await nobody.post("", data=WORRY)).text)
    answers = [
        await nobody.post("/follow-up", data={**words, **wrong})
        for wrong in ({"word": "AAAA-AAAA-AAAA-AAAA-AAAA"}, {"reference": "C-AAAA-AAAA"})
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("No concern has this reference and follow-up word" in answer.text for answer in answers)


async def test_words_of_one_tenant_open_nothing_in_another(
    nobody: httpx.AsyncClient, found: Callable[..., Awaitable[object]]
) -> None:
    words = _words((await nobody.post("", data=WORRY)).text)
    other = await found(demonstration=True)
    slug = other.slug  # type: ignore[attr-defined]  # a tenant
    answer = await nobody.post(f"http://127.0.0.1:8014/t/{slug}/public/concerns/follow-up", data=words)
    assert answer.status_code == 422


async def test_too_much_and_too_often_is_told_in_words(nobody: httpx.AsyncClient) -> None:
    long = await nobody.post("", data={**WORRY, "what": "x" * 10_001})
    assert long.status_code == 422 and "must be 10,000 characters or fewer" in long.text
    huge = await nobody.post("", data={**WORRY, "what": "x" * 200_000})
    assert huge.status_code == 413
    empty = await nobody.post("", data={})
    assert empty.status_code == 422 and "Choose what it is about" in empty.text

    answers = [await nobody.post("", data=WORRY) for _ in range(public.MOST + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert "Wait an hour" in answers[-1].text and WORRY["what"] in answers[-1].text


async def test_officer_takes_a_call_down_and_does_not_see_it_again(visit: Visit, guardian: Visitor) -> None:
    officer = await visit(name="Olive Invented")
    taken = {**WORRY, "whose": "other", "name": "Wren Invented", "contact": "By telephone"}
    received = await officer.post("/concerns", taken)
    assert received.status_code == 200
    assert "No open concern is yours to handle" in (await officer.get("/concerns/handling")).text
    page = await guardian.get("/concerns/handling?text=vote")
    found = re.search(r"/concerns/[0-9a-f-]{36}", page.text)
    assert found
    assert "Wren Invented" in (await guardian.get(found[0])).text
    refused = [
        await officer.get(path) for path in (found[0], "/concerns/00000000-0000-7000-8000-000000000000")
    ]
    assert [answer.status_code for answer in refused] == [404, 404]


async def test_concern_that_nobody_can_take_is_refused_with_a_way_on(
    nobody: httpx.AsyncClient,
) -> None:
    answer = await nobody.post("", data={**WORRY, "about_the_top": "yes"})
    assert answer.status_code == 422
    assert "Take it to NHS England" in answer.text and WORRY["what"] in answer.text


async def test_guardian_attaches_a_document_that_only_handlers_open(
    visit: Visit, guardian: Visitor, tmp_path: Path
) -> None:
    store.use(storage_from_url(f"file://{tmp_path}"))
    officer = await visit(name="Olive Invented")
    await guardian.post("/concerns", {**WORRY, "whose": "other"})
    found = re.search(r"/concerns/[0-9a-f-]{36}", (await guardian.get("/concerns/handling")).text)
    assert found
    sent = await guardian.client.post(
        f"/t/{guardian.slug}{found[0]}/documents",
        data={"_token": guardian.form_token},
        files={"file": ("../minutes.txt", b"Words of a file", "text/plain")},
    )
    assert sent.status_code == 303, sent.text
    link = re.search(rf"{found[0]}/documents/[0-9a-f-]{{36}}", (await guardian.get(found[0])).text)
    assert link
    assert (await guardian.get(link[0])).content == b"Words of a file"
    assert (await officer.get(link[0])).status_code == 404
