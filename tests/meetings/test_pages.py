"""The journey of a meeting, its agenda and a paper, over HTTP, on the real database."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.meetings import operations, queries
from backend.organisations import operations as organisations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.meetings.test_papers import a_picture, a_word_file
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


class Scene:
    """An officer, the chair, a GP of the committee and a member of no committee, each signed in."""

    officer: Visitor
    chair: Visitor
    gp: Visitor
    auditor: Visitor
    committee_id: UUID
    practice_id: UUID
    another: Scope
    """An officer who wrote nothing."""


@pytest_asyncio.fixture
async def scene(visit: Visit, demo_scope: Scope) -> Scene:
    made = Scene()
    made.officer = await visit(name="Olive Invented")
    made.another = replace(demo_scope, now=real_now())
    made.chair = await visit(name="Charlie Invented", roles=())
    made.gp = await visit(name="Glenn Invented", roles=())
    made.auditor = await visit(name="Audley Invented", roles=("executive-owner",))
    async with transactions.scope_tx(demo_scope):
        made.committee_id = await formed(demo_scope)
        for visitor, slug in ((made.chair, "chair"), (made.gp, "gp")):
            seat = await seat_id(demo_scope, made.committee_id, slug)
            await committees.appoint(demo_scope, seat_id=seat, person_id=visitor.person_id, from_on=FIRST)
        made.practice_id = await organisations.add_as_named(
            demo_scope, name="Castle Hill Invented Practice", demonstration=True
        )
    return made


def in_three_weeks() -> dict[str, str]:
    day = real_now().date() + timedelta(days=21)
    return {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}


async def arranged(scene: Scene) -> str:
    answer = await scene.officer.post(
        "/meetings",
        {
            "committee_id": str(scene.committee_id),
            "title": "Commissioning Committee, first meeting",
            **in_three_weeks(),
            "start_time": "2pm",
            "end_time": "16:30",
            "venue": "An invented hall",
            "in_public": "yes",
        },
    )
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].split("/meetings/")[1][:36]).hex


async def added(scene: Scene, meeting: str, title: str = "Longer opening hours", **more: str) -> str:
    answer = await scene.officer.post(
        f"/meetings/{UUID(meeting)}/items",
        {"title": title, "purpose": "DECISION", "part": "public", "place": "end", **more},
    )
    assert answer.status_code == 303, answer.text
    page = (await scene.officer.get(f"/meetings/{UUID(meeting)}")).text
    found = re.search(rf'/agenda-items/([0-9a-f-]{{36}})">{re.escape(title)}<', page)
    assert found is not None
    return found[1]


async def handed_in(
    scene: Scene,
    item: str,
    *,
    text: str = "# Hours\n\nThe committee is asked to **agree**.",
    who: Visitor | None = None,
) -> str:
    author = who or scene.officer
    answer = await author.post(
        f"/agenda-items/{item}/papers",
        {"title": "Longer hours", "author_person_id": str(author.person_id), "kind": "paper", "text": text},
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/papers/")[1][:36]


async def with_chair(scene: Scene, paper: str) -> None:
    async with transactions.scope_tx(scene.another):
        if (await queries.paper(scene.another, paper_id=UUID(paper))).unexcused:
            await operations.excuse_empty_fields(
                scene.another, paper_id=UUID(paper), reason="It goes without"
            )
    for step in ("send", "pass-to-chair"):
        answer = await scene.officer.post(f"/papers/{paper}/steps", {"step": step})
        assert answer.status_code == 303, answer.text


def sha256_on(page: str) -> str:
    found = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert found is not None, page
    return found[1]


async def test_officer_finds_an_empty_list_that_says_what_to_do(scene: Scene) -> None:
    page = await scene.officer.get("/meetings")

    assert page.status_code == 200
    assert "No meeting is to come." in page.text and "/meetings/arrangement" in page.text
    assert (await scene.gp.get("/meetings/arrangement")).status_code == 403


async def test_officer_arranges_a_meeting_and_builds_its_agenda(scene: Scene) -> None:
    meeting = UUID(await arranged(scene))
    await added(scene, meeting.hex, "Welcome")
    item = await added(
        scene,
        meeting.hex,
        "Opening hours",
        organisation_ids=str(scene.practice_id),
        minutes="20",
        lead_person_id=str(scene.gp.person_id),
    )

    page = (await scene.officer.get(f"/meetings/{meeting}")).text
    assert "2 items, 20 of 150 minutes planned" in page
    assert "Castle Hill Invented Practice" in page
    moved = await scene.officer.post(f"/agenda-items/{item}/position", {"direction": "up"})
    assert moved.status_code == 303
    page = (await scene.officer.get(f"/meetings/{meeting}")).text
    assert page.index(">Opening hours<") < page.index(">Welcome<")
    assert (await scene.officer.post(f"/meetings/{meeting}/agenda-publication")).status_code == 303
    await added(scene, meeting.hex, "Something late")
    assert "<strong>2a</strong>" in (await scene.officer.get(f"/meetings/{meeting}")).text
    assert "Commissioning Committee, first meeting" in (await scene.gp.get("/meetings")).text


async def test_what_was_typed_comes_back_with_plain_errors(scene: Scene) -> None:
    answer = await scene.officer.post(
        "/meetings",
        {
            "committee_id": "x",
            "title": "",
            "day-day": "31",
            "day-month": "2",
            "day-year": "2030",
            "start_time": "late",
            "end_time": "16:00",
            "venue": "An invented hall",
            "in_public": "yes",
        },
    )

    assert answer.status_code == 422
    for sentence in (
        "Choose the committee from the list",
        "Enter the title of the meeting",
        "The date must be a real date",
        "The time must be a real time, such as 14:00 or 2pm",
    ):
        assert sentence in answer.text
    assert 'value="An invented hall"' in answer.text


async def test_looking_for_an_organisation_keeps_what_was_typed(scene: Scene) -> None:
    meeting = UUID(await arranged(scene))

    page = await scene.officer.post(
        f"/meetings/{meeting}/items", {"title": "Half typed", "find": "castle", "look": "yes", "place": "end"}
    )

    assert page.status_code == 200
    assert 'value="Half typed"' in page.text and "Castle Hill Invented Practice" in page.text
    nobody = await scene.officer.post(
        f"/meetings/{meeting}/items", {"title": "Half typed", "find": "zzz", "look": "yes", "place": "end"}
    )
    assert "No organisation has that name" in nobody.text


async def test_conflicts_and_quorum_stand_on_the_page_of_officer_and_chair_alone(scene: Scene) -> None:
    answer = await scene.gp.post(
        "/interests/declarations",
        {
            "whose": "mine",
            "organisation_id": str(scene.practice_id),
            "interest_type": "FINANCIAL",
            "nature": "Partner in the practice",
            "since-day": "1",
            "since-month": "4",
            "since-year": "2008",
            "correct": "yes",
        },
    )
    assert answer.status_code == 303, answer.text
    meeting = UUID(await arranged(scene))
    await added(scene, meeting.hex, organisation_ids=str(scene.practice_id))

    for reader in (scene.officer, scene.chair):
        page = (await reader.get(f"/meetings/{meeting}")).text
        assert "Glenn Invented has a declared interest that touches this item." in page
        assert "Without them, the committee would not be quorate." in page
        assert "Needs at least two members; one present." in page
    assert "Interests and quorum" not in (await scene.gp.get(f"/meetings/{meeting}")).text


async def test_chair_reads_signs_and_a_new_version_undoes_it(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    paper = await handed_in(scene, item)
    await with_chair(scene, paper)

    page = (await scene.chair.get(f"/papers/{paper}")).text
    assert "<strong>agree</strong>" in page
    assert "It may go to the" in page and "Sign this version off" in page
    assert "Sign this version off" not in (await scene.gp.get(f"/papers/{paper}")).text
    read = sha256_on(page)
    unticked = await scene.chair.post(f"/papers/{paper}/sign-off", {"sha256": read})
    assert unticked.status_code == 422 and "the box to say that you have read" in unticked.text
    signed = await scene.chair.post(f"/papers/{paper}/sign-off", {"sha256": read, "agreed": "yes"})
    assert signed.status_code == 303, signed.text
    page = (await scene.chair.client.get(signed.headers["location"])).text
    assert "Signed off by Charlie Invented" in page and "You have signed this version off" in page
    again = await scene.chair.post(f"/papers/{paper}/sign-off", {"sha256": read, "agreed": "yes"})
    assert again.status_code == 409 and "You have signed off version 1" in again.text

    form = (await scene.officer.get(f"/papers/{paper}/version")).text
    assert "This undoes the sign-off" in form and "The committee is asked to **agree**." in form
    replaced = await scene.officer.post(
        f"/papers/{paper}/versions", {"replaces_version": "1", "text": "# Other words"}
    )
    assert replaced.status_code == 303 and "said=undone" in replaced.headers["location"]
    page = (await scene.officer.client.get(replaced.headers["location"])).text
    assert "It has undone the sign-off" in page and "No longer holds" in page
    await with_chair(scene, paper)
    stale = await scene.chair.post(f"/papers/{paper}/sign-off", {"sha256": read, "agreed": "yes"})
    assert stale.status_code == 409 and "version 2 lies there now" in stale.text


async def test_file_takes_the_place_of_the_words_that_the_form_offered(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    paper = await handed_in(scene, item, text="# Hours\n\nWords.")

    async def replace_with(text: str) -> int:
        answer = await scene.officer.post(
            f"/papers/{paper}/versions",
            {"replaces_version": "1", "text": text},
            files={"file": ("Hours.docx", a_word_file(), "application/octet-stream")},
        )
        return answer.status_code

    assert await replace_with("# Hours\r\n\r\nOther words.") == 422
    assert await replace_with("# Hours\r\n\r\nWords.") == 303


async def test_chair_is_told_why_their_own_paper_is_not_theirs_to_sign(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    paper = await handed_in(scene, item, who=scene.chair)

    page = (await scene.chair.get(f"/papers/{paper}")).text
    assert "You are the author of “Longer hours”" in page
    refused = await scene.chair.post(f"/papers/{paper}/sign-off", {"sha256": "0" * 64, "agreed": "yes"})
    assert refused.status_code == 422 and "You are the author" in refused.text


async def test_officer_may_not_sign_off(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    paper = await handed_in(scene, item)
    await with_chair(scene, paper)

    refused = await scene.officer.post(f"/papers/{paper}/sign-off", {"sha256": "0" * 64, "agreed": "yes"})

    assert refused.status_code == 403


async def test_word_file_is_shown_in_the_page_with_its_picture(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    answer = await scene.officer.post(
        f"/agenda-items/{item}/papers",
        {"title": "Hours", "author_person_id": str(scene.gp.person_id), "kind": "paper"},
        files={"file": ("Hours.docx", a_word_file(picture=a_picture()), "application/octet-stream")},
    )
    assert answer.status_code == 303, answer.text

    page = (await scene.gp.client.get(answer.headers["location"])).text
    found = re.search(r'<img src="(/t/[^"]+/pictures/[^"]+)"', page)
    assert found is not None, page
    picture = await scene.gp.client.get(found[1])
    assert picture.status_code == 200 and picture.content.startswith(b"\x89PNG")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert "asset:" not in page and "A picture has no description" in page
    original = re.search(r'href="(/t/[^"]+/original)"', page)
    assert original is not None
    kept = await scene.gp.client.get(original[1])
    assert kept.content.startswith(b"PK") and kept.headers["content-disposition"].startswith("attachment")


async def test_unusable_and_oversized_files_are_answered_in_a_sentence(scene: Scene) -> None:
    item = await added(scene, await arranged(scene))
    form = {"title": "Hours", "author_person_id": str(scene.gp.person_id), "kind": "paper"}

    async def upload(name: str, data: bytes, **more: str) -> tuple[int, str]:
        answer = await scene.officer.post(
            f"/agenda-items/{item}/papers", {**form, **more}, files={"file": (name, data, "application/pdf")}
        )
        return answer.status_code, answer.text

    status, text = await upload("hours.pdf", b"this is not one")
    assert status == 422 and "“hours.pdf” is not a PDF, although its name ends as one does." in text
    status, text = await upload("hours.md", b"# words", text="# words too")
    assert status == 422 and "Choose a file or write the paper here, not both." in text
    status, text = await upload("hours.pdf", b"%PDF-" + b"x" * (50 * 1024 * 1024))
    assert status == 422 and "the largest file that can be taken is 50 MB" in text
    status, text = await upload("hours.pdf", b"%PDF-" + b"x" * (52 * 1024 * 1024))
    assert status == 413 and "bigger than this service takes" in text
    neither = await scene.officer.post(f"/agenda-items/{item}/papers", form)
    assert neither.status_code == 422 and "Choose a file, or write the paper here." in neither.text
    assert "No paper has been handed in" in (await scene.officer.get(f"/agenda-items/{item}")).text


async def test_private_item_and_its_paper_are_nowhere_for_an_outsider(scene: Scene) -> None:
    meeting = UUID(await arranged(scene))
    await added(scene, meeting.hex, "Welcome")
    item = await added(
        scene, meeting.hex, "Canary offers", part="private", private_reason="Prices in confidence"
    )
    paper = await handed_in(scene, item, text="# Canary words")

    for path in (f"/meetings/{meeting}", "/meetings"):
        page = await scene.auditor.get(path)
        assert page.status_code == 200 and "Canary" not in page.text and "1 item" in page.text
    for path in (
        f"/agenda-items/{item}",
        f"/agenda-items/{item}/paper",
        f"/papers/{paper}",
        f"/papers/{paper}/version",
        f"/papers/{paper}/versions/1/original",
        f"/papers/{paper}/versions/1/content",
    ):
        answer = await scene.auditor.get(path)
        assert answer.status_code == 404 and "Canary" not in answer.text, path
    assert "Canary words" in (await scene.gp.get(f"/papers/{paper}")).text


async def test_member_sends_apologies_for_themselves_alone(scene: Scene) -> None:
    meeting = UUID(await arranged(scene))

    own = await scene.gp.post(
        f"/meetings/{meeting}/apologies", {"person_id": str(scene.gp.person_id), "coming": "no"}
    )
    other = await scene.gp.post(
        f"/meetings/{meeting}/apologies", {"person_id": str(scene.chair.person_id), "coming": "no"}
    )

    assert own.status_code == 303 and other.status_code == 403
    page = (await scene.gp.get(f"/meetings/{meeting}")).text
    assert "You have sent apologies." in page and "I can come after all" in page


async def test_decision_is_recorded_on_the_page_of_the_meeting_alone(scene: Scene, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        meeting_id = await operations.arrange_meeting(
            demo_scope,
            committee_id=scene.committee_id,
            title="Yesterday’s meeting",
            starts_at=demo_scope.now - timedelta(hours=26),
            ends_at=demo_scope.now - timedelta(hours=24),
            venue="Hall",
            in_public=False,
        )
    item = await added(scene, meeting_id.hex)

    page = (await scene.officer.get(f"/agenda-items/{item}")).text
    assert f"/meetings/{meeting_id}/live#item-{item}" in page and "Record a decision" in page
    assert "Record a decision" not in (await scene.gp.get(f"/agenda-items/{item}")).text
    gone = await scene.officer.post(
        f"/agenda-items/{item}/decisions", {"outcome": "agreed", "text": "Agreed."}
    )
    assert gone.status_code in {404, 405}, "a decision has one way in, which tests it"


async def test_meeting_is_cancelled_with_a_reason(scene: Scene) -> None:
    meeting = UUID(await arranged(scene))

    without = await scene.officer.post(f"/meetings/{meeting}/cancellation", {"because": ""})
    assert without.status_code == 422 and "Enter why the meeting is cancelled" in without.text
    assert (
        await scene.officer.post(f"/meetings/{meeting}/cancellation", {"because": "The hall flooded."})
    ).status_code == 303
    page = (await scene.gp.get(f"/meetings/{meeting}")).text
    assert "Cancelled because: The hall flooded." in page
    assert "Add an item" not in (await scene.officer.get(f"/meetings/{meeting}")).text
