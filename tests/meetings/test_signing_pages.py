"""The queue, one touch, a question in two, and the proof that is asked in between, over HTTP."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest

from backend.kit import database
from backend.kit.clock import real_now
from backend.meetings import queries
from backend.people import rules as people_rules
from backend.people.operations import sessions
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.test_pages import Scene, added, arranged, handed_in, scene, sha256_on, with_chair
from tests.visitors import Visitor

__all__ = ["scene"]  # a fixture


async def some_time_later(visitor: Visitor, scope: Scope, minutes: int = 11) -> Visitor:
    """The same person with a session in which they proved who they are so long ago."""
    now = real_now()
    async with transactions.scope_tx(scope):
        (row,) = await database.fetch(
            "SELECT account_id FROM people_person WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            visitor.person_id,
        )
        token = await sessions.begin_session(
            account_id=row["account_id"],
            methods=("password", "demonstration"),
            authenticated_at=now - timedelta(minutes=minutes),
            device="a test",
            now=now,
        )
    return with_token(visitor, token)


def with_token(visitor: Visitor, token: str) -> Visitor:
    (cookie,) = set(visitor.client.cookies.keys())
    visitor.client.cookies.clear()
    visitor.client.cookies.set(cookie, token)
    return replace(visitor, token=token)


async def confirmed(visitor: Visitor, address: str) -> tuple[Visitor, str]:
    """Prove who it is, as the page asks; the visitor with their new session, and where they are led."""
    page = await visitor.client.get(address)
    assert "Confirm that it is you" in page.text
    code = people_rules.DEMONSTRATION_CODE
    answer = await visitor.client.post(
        "/confirm",
        data={"_token": visitor.form_token, "code": code, "next": unquote(address.split("next=")[1])},
    )
    assert answer.status_code == 303, answer.text
    token = re.search(r"=([^;]+);", answer.headers["set-cookie"])
    assert token is not None
    return with_token(visitor, token[1]), answer.headers["location"]


def values_of(page: str) -> dict[str, str]:
    """What the form of the queue sends by its one button."""
    found = re.search(r'name="rendition" value="([0-9a-f]{64})"', page)
    assert found is not None
    return {"sha256": sha256_on(page), "rendition": found[1], "agreed": "yes", "queue": "yes"}


def path_in_tenant(response: httpx.Response) -> str:
    return re.sub(r"^/t/[^/]+", "", response.headers["location"])


async def test_chair_goes_through_the_queue_with_one_touch_each(scene: Scene, demo_scope: Scope) -> None:
    meeting = await arranged(scene)
    papers = [
        await handed_in(scene, await added(scene, meeting, title)) for title in ("First", "Second", "Third")
    ]
    assert "Nothing waits for you" in (await scene.chair.get("/sign-off")).text
    for each in papers:
        await with_chair(scene, each)

    listed = (await scene.chair.get("/sign-off")).text
    assert "3 papers wait for you" in listed and f"/sign-off/{papers[0]}" in listed
    page = (await scene.chair.get(f"/sign-off/{papers[1]}")).text
    assert "Paper 2 of 3" in page and "<strong>agree</strong>" in page
    assert f'/sign-off/{papers[0]}" rel="prev"' in page and f'/sign-off/{papers[2]}" rel="next"' in page
    assert 'type="checkbox"' not in page and "It may go to the" in page

    signed = await scene.chair.post(f"/papers/{papers[1]}/sign-off", values_of(page))
    assert path_in_tenant(signed) == f"/sign-off/{papers[2]}?said=signed"
    page = (await scene.chair.client.get(signed.headers["location"])).text
    assert "Paper 2 of 2" in page and "You have signed the paper before this one off" in page

    empty = await scene.chair.post(f"/papers/{papers[2]}/return", {"sha256": sha256_on(page), "queue": "yes"})
    assert empty.status_code == 422 and "Enter your question to the author, or choose one" in empty.text
    common = re.search(r'name="common" value="([^"]+)"', page)
    assert common is not None
    asked = await scene.chair.post(
        f"/papers/{papers[2]}/return",
        {"sha256": sha256_on(page), "common": common[1], "question": "", "queue": "yes"},
    )
    assert path_in_tenant(asked) == f"/sign-off/{papers[0]}?said=returned"
    assert common[1] in (await scene.officer.get(f"/papers/{papers[2]}")).text

    page = (await scene.chair.get(f"/sign-off/{papers[0]}")).text
    last = await scene.chair.post(f"/papers/{papers[0]}/sign-off", values_of(page))
    assert path_in_tenant(last) == "/sign-off?said=signed"
    assert "This paper does not wait for you" in (await scene.chair.get(f"/sign-off/{papers[0]}")).text
    async with transactions.scope_tx(demo_scope, readonly=True):
        view = await queries.paper(demo_scope, paper_id=UUID(papers[0]))
    assert view.line.run.approval is not None
    assert view.line.run.approval.proved_by.startswith(
        "Proved who they are with a password and the code of the demonstration on "
    )


async def test_after_ten_minutes_the_chair_proves_again_who_they_are_and_loses_no_words(
    scene: Scene, demo_scope: Scope
) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    await with_chair(scene, paper)
    chair = await some_time_later(scene.chair, demo_scope)
    page = (await chair.get(f"/papers/{paper}")).text
    assert "You are asked to prove who you are first" in page

    asked = await chair.post(
        f"/papers/{paper}/return", {"sha256": sha256_on(page), "question": "Who pays for “the pilot”?"}
    )
    assert (asked.status_code, asked.headers["location"][:14]) == (303, "/confirm?next=")
    assert "Who pays" not in (await scene.officer.get(f"/papers/{paper}")).text  # nothing is done yet
    chair, back = await confirmed(chair, asked.headers["location"])
    page = (await chair.client.get(back)).text
    assert "You have proved who you are" in page and "Who pays for “the pilot”?" in page
    assert "You are asked to prove who you are first" not in page
    sent = await chair.post(
        f"/papers/{paper}/return", {"sha256": sha256_on(page), "question": "Who pays for “the pilot”?"}
    )
    assert path_in_tenant(sent) == f"/papers/{paper}?said=returned"
    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Who pays for “the pilot”?" in page


async def test_words_that_were_kept_for_another_version_are_not_signed_by_mistake(
    scene: Scene, demo_scope: Scope
) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    await with_chair(scene, paper)
    chair = await some_time_later(scene.chair, demo_scope)
    page = (await chair.get(f"/sign-off/{paper}")).text
    asked = await chair.post(f"/papers/{paper}/sign-off", values_of(page))
    assert asked.headers["location"].startswith("/confirm")
    await scene.officer.post(f"/papers/{paper}/versions", {"replaces_version": "1", "text": "# Other words"})
    await with_chair(scene, paper)

    chair, back = await confirmed(chair, asked.headers["location"])
    page = (await chair.client.get(back)).text

    assert "The paper has changed since you opened it: version 2 lies there now" in page
    strange = await scene.gp.client.get(back)  # somebody else with the same address finds no words
    assert "You have proved who you are" not in strange.text


@pytest.mark.parametrize("act", ["sign-off", "sign-off/withdrawal"])
async def test_guessing_the_code_is_slowed_as_at_the_door(scene: Scene, demo_scope: Scope, act: str) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    await with_chair(scene, paper)
    chair = await some_time_later(scene.chair, demo_scope, minutes=600)
    form = {"sha256": "0" * 64, "agreed": "yes"} if act == "sign-off" else {"because": "A figure is wrong"}
    asked = await chair.post(f"/papers/{paper}/{act}", form)
    assert asked.headers["location"].startswith("/confirm")

    answers = [
        await chair.client.post("/confirm", data={"_token": chair.form_token, "code": "000000", "next": "/"})
        for _ in range(6)
    ]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


async def test_officer_names_the_deputy_of_a_chair_who_wrote_the_paper(scene: Scene) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)), who=scene.chair)
    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Name a deputy who signs it" in page
    assert "Name a deputy who signs it" not in (await scene.gp.get(f"/papers/{paper}")).text
    unsaid = await scene.officer.post(f"/papers/{paper}/deputy", {"person_id": str(scene.gp.person_id)})
    assert unsaid.status_code == 422 and "Enter why they sign" in unsaid.text

    named = await scene.officer.post(
        f"/papers/{paper}/deputy", {"person_id": str(scene.gp.person_id), "reason": "The chair wrote it"}
    )
    assert path_in_tenant(named) == f"/papers/{paper}?said=deputy"
    await scene.chair.post(f"/papers/{paper}/steps", {"step": "send"})
    stopped = await scene.officer.post(f"/papers/{paper}/steps", {"step": "pass-to-chair", "queue": "yes"})
    assert stopped.status_code == 422 and "pass the governance check yet" in stopped.text
    await scene.officer.post(
        f"/papers/{paper}/empty-fields", {"empty_reason": "It goes without a cover sheet"}
    )
    moved = await scene.officer.post(f"/papers/{paper}/steps", {"step": "pass-to-chair", "queue": "yes"})
    assert path_in_tenant(moved).startswith("/sign-off")

    page = (await scene.gp.get(f"/sign-off/{paper}")).text
    signed = await scene.gp.post(f"/papers/{paper}/sign-off", values_of(page))
    assert signed.status_code == 303, signed.text
    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Signed off by Glenn Invented" in page and "As deputy, on" in page
    assert "This is, to the byte, what was shown when it was signed off." in page


async def test_page_that_was_open_while_its_reader_proved_who_they_are_keeps_its_words(
    scene: Scene, demo_scope: Scope
) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene), "Open in two tabs"))
    await with_chair(scene, paper)
    page = (await scene.chair.get(f"/sign-off/{paper}")).text
    old = re.search(r'name="_token" value="([^"]+)"', page)
    assert old is not None
    question = {"sha256": sha256_on(page), "question": "Why nine months?", "queue": "yes", "_token": old[1]}
    renewed = await some_time_later(scene.chair, demo_scope, minutes=1)
    here = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8014"}

    back = await renewed.post(f"/papers/{paper}/return", question, headers=here)
    assert back.status_code == 409
    assert "What you wrote is here" in back.text and ">Why nine months?</textarea>" in back.text
    assert "Why nine months?" not in (await scene.officer.get(f"/papers/{paper}")).text
    new = re.search(r'name="_token" value="([^"]+)"', back.text)
    assert new is not None and new[1] != old[1]

    for headers, token in (({}, old[1]), (here, "0" * 64), (here, old[1][:-1] + "z"), (here, "")):
        refused = await renewed.post(
            f"/papers/{paper}/return", {**question, "_token": token}, headers=headers
        )
        assert refused.status_code == 403 and "Why nine months?" not in refused.text
    inline = await renewed.client.post("/sign-out", data={"_token": old[1]}, headers=here)
    assert inline.status_code == 403

    sent = await renewed.post(f"/papers/{paper}/return", {**question, "_token": new[1]}, headers=here)
    assert sent.status_code == 303, sent.text
    assert "Why nine months?" in (await scene.officer.get(f"/papers/{paper}")).text
