"""Acts recorded and asked over HTTP, without a script, on the real database; and what their pages say."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


class Scene:
    """An officer, the chair and a GP of a committee that meets in a month."""

    officer: Visitor
    chair: Visitor
    gp: Visitor
    committee_id: UUID
    meeting_id: UUID

    @property
    def acts(self) -> str:
        return f"/committees/{self.committee_id}/acts"


@pytest_asyncio.fixture
async def scene(visit: Visit, demo_scope: Scope) -> Scene:
    made = Scene()
    scope = replace(demo_scope, now=real_now())
    made.officer = await visit(name="Olive Invented")
    made.chair = await visit(name="Charlie Invented", roles=())
    made.gp = await visit(name="Glenn Invented", roles=())
    async with transactions.scope_tx(scope):
        made.committee_id = await formed(scope)
        for visitor, slug in ((made.chair, "chair"), (made.gp, "gp")):
            seat = await seat_id(scope, made.committee_id, slug)
            await committees.appoint(scope, seat_id=seat, person_id=visitor.person_id, from_on=FIRST)
        made.meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=made.committee_id,
            title="Commissioning Committee, next",
            starts_at=scope.now + timedelta(days=30),
            ends_at=scope.now + timedelta(days=30, hours=2),
            venue="An invented hall",
            in_public=True,
        )
    return made


def _act(location: str) -> str:
    found = re.search(r"/acts/[0-9a-f-]{36}", location)
    assert found, location
    return found[0]


async def test_officer_records_a_chairs_action_in_steps_and_puts_right_what_was_typed(scene: Scene) -> None:
    officer = scene.officer
    empty = await officer.get(scene.acts)
    assert "Nothing that was decided between meetings is recorded" in empty.text
    start = await officer.get(f"{scene.acts}/new")
    assert "the Chair acts" in start.text.replace("The Chair", "the Chair")
    assert "from memory, not verified" in start.text
    page = await officer.get(f"{scene.acts}/new?kind=chair-action")
    form_id = re.search(r'name="act" value="([0-9a-f-]{36})"', page.text)
    assert form_id
    facts = {"act": form_id[1], "kind": "chair-action", "title": "Keep the branch open"}
    wrong = await officer.post(scene.acts, {**facts, "because": "It would close on Friday."})
    assert wrong.status_code == 422
    assert "It would close on Friday." in wrong.text
    looked = await officer.post(
        scene.acts, {**facts, "because": "It can’t wait.", "find": "zzz", "look": "yes"}
    )
    assert looked.status_code == 200 and "It can’t wait." in looked.text
    assert "No organisation has that name" in looked.text and "Keep the branch open" in looked.text
    tomorrow = real_now() + timedelta(days=2)
    day = {f"taken_on-{part}": str(getattr(tomorrow, part)) for part in ("day", "month", "year")}
    early = await officer.post(scene.acts, {**facts, "words": "Pay for a locum.", **day})
    assert early.status_code == 422
    assert "still to come" in early.text
    for _ in range(2):  # the same form sent twice is recorded once
        begun = await officer.post(scene.acts, {**facts, "words": "Pay for a locum.", "value": "8,000"})
        assert begun.status_code == 303
    here = _act(begun.headers["location"])
    nobody = await officer.post(f"{here}/finish")
    assert nobody.status_code == 422
    assert "Say who acted" in nobody.text
    person = {"part": "acted", "person_id": str(scene.chair.person_id), "declared": "interest"}
    said = await officer.post(f"{here}/people", person)
    assert said.status_code == 422
    assert "Say what interest was declared" in said.text
    said = await officer.post(f"{here}/people", {**person, "interest": "My sister runs it."})
    assert said.status_code == 303
    before = await officer.get(f"{here}/people")
    for words in (
        "it will be marked",
        "Charlie Invented acted and has an interest",
        "must be consulted first",
    ):
        assert words in before.text, words
    done = await officer.post(f"{here}/finish")
    assert done.status_code == 303
    shown = await scene.gp.get(here)
    for words in (
        "To be ratified",
        "Irregular",
        "No power named",
        "My sister runs it.",
        "£8,000",
        "for ratification",
    ):
        assert words in shown.text, words
    assert "Strike it out" not in shown.text
    listed = await scene.gp.get(f"{scene.acts}?state=awaiting-ratification&kind=chair-action")
    assert "1 act that matches" in listed.text
    assert "No act matches" in (await scene.gp.get(f"{scene.acts}?kind=urgent-powers")).text
    assert (await scene.gp.get(f"{scene.acts}?kind=nonsense&state=nonsense")).status_code == 200
    file = await scene.gp.get(f"{scene.acts}.csv")
    assert "Keep the branch open" in file.text
    item = re.search(r"/agenda-items/[0-9a-f-]{36}", shown.text)
    assert item
    assert "Decided between meetings" in (await scene.gp.get(item[0])).text
    assert "Between meetings" in (await scene.gp.get(f"/committees/{scene.committee_id}")).text
    struck = await officer.post(f"{here}/striking", {"because": "Typed for the wrong committee"})
    assert struck.status_code == 303
    assert "Typed for the wrong committee" in (await scene.gp.get(here)).text
    assert (await officer.post(f"{here}/striking", {"because": "Again"})).status_code == 422


async def test_member_replies_by_letter_and_nobody_else_can(scene: Scene, demo_scope: Scope) -> None:
    officer = scene.officer
    begun = await officer.post(
        scene.acts, {"kind": "correspondence", "title": "A second locum", "words": "Shall it be paid?"}
    )
    here = _act(begun.headers["location"])
    page = await officer.get(f"{here}/people")
    assert page.text.count("checked") >= 2
    asked = {"person_ids": [str(scene.chair.person_id), str(scene.gp.person_id)], "by_letter": "yes"}
    assert (await officer.post(f"{here}/asking", {"by_letter": "yes"})).status_code == 422
    assert (await officer.post(f"{here}/asking", asked)).status_code == 303
    async with transactions.scope_tx(demo_scope, readonly=True):
        letters = await fetch(
            "SELECT text FROM notices_letter WHERE tenant_id = $1 AND kind = 'question'", demo_scope.tenant.id
        )
    assert len(letters) == 2
    assert all(f"{here}/reply" in each["text"] for each in letters)
    assert (await officer.get(f"{here}/reply")).status_code == 404
    assert (await scene.gp.post(f"{here}/closing", {"closing": "agreed"})).status_code == 403
    yes = {"declared": "interest", "answer": "agree"}
    blank = await scene.gp.post(f"{here}/reply", yes)
    assert blank.status_code == 422
    assert "Say what your interest is" in blank.text
    assert (await scene.gp.post(f"{here}/reply", {**yes, "interest": "I own it."})).status_code == 303
    mine = await scene.gp.get(f"{here}/reply")
    assert "You replied: agrees" in mine.text
    shown = await officer.get(here)
    assert "I own it." in shown.text
    assert "How the interest is handled" in shown.text
    assert "Closed now as agreed, it would be marked irregular" in shown.text
    by_hand = {"person_id": str(scene.chair.person_id), "answer": "agree", "words": "By telephone"}
    assert (await officer.post(f"{here}/replies", by_hand)).status_code == 303
    assert (await officer.post(f"{here}/reminder")).headers["location"].endswith("reminded-already")
    closed = await officer.post(f"{here}/closing", {"closing": "agreed"})
    assert closed.status_code == 303
    after = await scene.gp.get(here)
    # the GP's reply does not count, so one is left of a quorum of two
    for words in (
        "Not quorate",
        "1 does not count",
        "Needs at least two members; one replied.",
        "To be ratified",
    ):
        assert words in after.text, words
    late = await scene.gp.post(f"{here}/reply", {"declared": "none", "answer": "disagree"})
    assert late.status_code == 422
    assert "closed" in late.text
