"""A meeting recorded over HTTP, without a script, on the real database; and a look at its pages."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.organisations import operations as organisations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed, seat_id
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


class Scene:
    """An officer, another, the chair and two GPs at a meeting that began half an hour ago."""

    officer: Visitor
    another: Visitor
    chair: Visitor
    gp: Visitor
    gale: Visitor
    committee_id: UUID
    meeting_id: UUID
    items: list[UUID]

    @property
    def live(self) -> str:
        return f"/meetings/{self.meeting_id}/live"

    @property
    def minutes(self) -> str:
        return f"/meetings/{self.meeting_id}/minutes"

    async def send(self, what: str, by: Visitor | None = None, **form: Any) -> Any:
        values = {"act": str(new_id()), "form": "a-form", **form}
        return await (by or self.officer).post(f"{self.live}/{what}", values)

    async def arrive(self, *who: Visitor) -> None:
        for each in who:
            answer = await self.send("presence", person_id=str(each.person_id), kind="arrived")
            assert answer.status_code == 303, answer.text


@pytest_asyncio.fixture
async def scene(visit: Visit, demo_scope: Scope) -> Scene:
    made = Scene()
    scope = replace(demo_scope, now=real_now())
    made.officer = await visit(name="Olive Invented")
    made.another = await visit(name="Orla Invented")
    made.chair = await visit(name="Charlie Invented", roles=())
    made.gp = await visit(name="Glenn Invented", roles=())
    made.gale = await visit(name="Gale Invented", roles=())
    async with transactions.scope_tx(scope):
        made.committee_id = await formed(scope)
        for visitor, slug, place in ((made.chair, "chair", 1), (made.gp, "gp", 1), (made.gale, "gp", 2)):
            seat = await seat_id(scope, made.committee_id, slug, place)
            await committees.appoint(scope, seat_id=seat, person_id=visitor.person_id, from_on=FIRST)
        practice = await organisations.add_as_named(
            scope, name="Castle Hill Invented Practice", demonstration=True
        )
        made.meeting_id = await meetings.arrange_meeting(
            scope,
            committee_id=made.committee_id,
            title="Commissioning Committee, live",
            starts_at=scope.now - timedelta(minutes=30),
            ends_at=scope.now + timedelta(minutes=90),
            venue="An invented hall",
            in_public=True,
        )
        made.items = [
            await meetings.add_item(
                scope,
                meeting_id=made.meeting_id,
                title=title,
                purpose=meeting_rules.Purpose.DECISION,
                **traits,
            )
            for title, traits in (
                (
                    "Longer opening hours",
                    {"organisation_ids": (practice,), "lead_person_id": made.gale.person_id},
                ),
                ("Minutes of the last meeting", {}),
            )
        ]
    return made


async def test_secretary_records_a_meeting_without_a_script_and_reads_its_minutes(scene: Scene) -> None:
    assert "Nobody holds this page yet" in (await scene.officer.get(scene.live)).text
    await scene.arrive(scene.chair, scene.gp, scene.gale)
    page = (await scene.officer.get(scene.live)).text
    assert "3 in the room" in page and "Quorate: 3 voting members count" in page
    item = str(scene.items[0])
    for what, form in (
        ("declarations", {"person_id": str(scene.gp.person_id), "nature": "Partner there", "is_new": "yes"}),
        ("presence", {"person_id": str(scene.gp.person_id), "kind": "left"}),
        (
            "decisions",
            {"outcome": "agreed", "text": "To agree the pilot", "votes_for": "2", "value": "£12,500"},
        ),
        ("actions", {"words": "Write to the practice", "owner": str(scene.gale.person_id)}),
        ("presence", {"person_id": str(scene.gp.person_id), "kind": "returned"}),
    ):
        answer = await scene.send(what, item_id=item, **form)
        assert answer.status_code == 303, (what, answer.text)
        assert answer.headers["location"].endswith(f"#item-{item}")
    page = (await scene.officer.get(scene.live)).text
    assert "Irregular: no power named" in page and "£12,500" in page and "£12,500.00" not in page
    upwards = f"/agenda-items/{item}/passage?upwards=yes"
    register = (await scene.officer.get(f"/committees/{scene.committee_id}/decisions")).text
    assert upwards in page and upwards in register, "what nobody may decide here is offered upwards"
    form = (await scene.officer.get(upwards)).text
    assert "beyond this committee’s power" in form
    assert "checked" in form[form.index('value="refer"') :][:80]
    assert upwards not in (await scene.gale.get(f"/committees/{scene.committee_id}/decisions")).text
    minutes = (await scene.officer.get(scene.minutes)).text
    for said in (
        "Glenn Invented",
        "Partner there",
        "To agree the pilot",
        "Write to the practice",
        "2 for, 0 against",
    ):
        assert said in minutes
    assert "being drafted" in (await scene.gale.get(scene.minutes)).text
    sheet = await scene.officer.get(f"/committees/{scene.committee_id}/decisions.csv")
    assert "To agree the pilot" in sheet.text and "no power named" in sheet.text


async def test_page_that_somebody_took_over_gives_the_words_back_and_one_button_sends_them(
    scene: Scene,
) -> None:
    await scene.arrive(scene.chair)
    assert (await scene.another.post(f"{scene.live}/hold")).status_code == 303
    item = str(scene.items[1])
    form = {
        "form": f"decide-{item}",
        "item_id": item,
        "outcome": "agreed",
        "text": "Words typed for long",
        "act": str(new_id()),
    }
    answer = await scene.send("decisions", **form)
    assert answer.status_code == 409
    assert "Orla Invented holds this page now" in answer.text and "Words typed for long" in answer.text
    assert "Take the page over from Orla Invented and save this" in answer.text
    assert form["act"] in answer.text
    assert (await scene.send("decisions", **form, take_over="yes")).status_code == 303
    assert "Words typed for long" in (await scene.officer.get(scene.live)).text


async def test_time_that_can_t_be_read_is_said_on_its_own_form_with_the_words_kept(scene: Scene) -> None:
    item = str(scene.items[0])
    form = f"decide-{item}"
    answer = await scene.send(
        "decisions", form=form, item_id=item, outcome="agreed", text="Kept words", time="half past"
    )
    assert answer.status_code == 422
    assert f'id="{form}-time-error"' in answer.text and f'href="#{form}-time"' in answer.text
    assert answer.text.count("Kept words") == 1
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids)), "an id stands twice on the page"


async def test_secretary_edits_a_part_with_a_preview_and_the_chair_agrees_it(scene: Scene) -> None:
    await scene.arrive(scene.chair)
    part = {
        "part": str(scene.items[1]),
        "version": "0",
        "words": "# Heard\n\nThe **minutes** were read.\n\n- once",
    }
    preview = await scene.officer.post(f"{scene.minutes}/preview", part)
    assert "<strong>minutes</strong>" in preview.text and "<li>once</li>" in preview.text
    assert (await scene.officer.post(f"{scene.minutes}/parts", part)).status_code == 303
    stale = await scene.officer.post(f"{scene.minutes}/parts", {**part, "words": "Other words"})
    assert stale.status_code == 409 and "Other words" in stale.text
    page = (await scene.chair.get(scene.minutes)).text
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert sha256 is not None
    agreed = await scene.chair.post(f"{scene.minutes}/steps", {"step": "agreed", "sha256": sha256[1]})
    assert agreed.status_code == 303, agreed.text
    assert "The <strong>minutes</strong> were read" in (await scene.gale.get(scene.minutes)).text


async def test_body_that_votes_by_class_carries_what_each_class_carries(scene: Scene) -> None:
    quorum = f"/committees/{scene.committee_id}/quorum"
    voting = f"/committees/{scene.committee_id}/voting"
    lay = {"class_1_name": "Lay members", "class_1_of": ["capacity:lay"]}
    practices = {"class_2_name": "GP practices", "class_2_of": ["capacity:gp"]}
    for wrong, sentence in (
        (lay, "Name a second class"),
        ({**lay, "class_2_name": "GP practices"}, "Give both the name of a class and who is of it"),
        ({**lay, **practices, "class_2_name": "lay members"}, "two classes called “lay members”"),
        ({**lay, **practices, "class_2_of": ["seat:chair"]}, "“Gp” has a vote and belongs to no class"),
        ({**lay, **practices, "class_3_name": "Chairs", "class_3_of": ["office:chair"]}, "at once"),
    ):
        answer = await scene.officer.post(voting, wrong)
        assert answer.status_code == 422 and sentence in answer.text, sentence
    assert (await scene.officer.post(voting, {**lay, **practices})).status_code == 303
    needs = "a majority in each of these classes: Lay members and GP practices"
    assert needs in (await scene.officer.get(quorum)).text
    assert needs in (await scene.gp.get(f"/committees/{scene.committee_id}")).text
    seat = {"name": "Nurse", "capacity": "nurse", "voting": "yes", "count": "1"}
    refused = await scene.officer.post(f"/committees/{scene.committee_id}/seats", seat)
    assert refused.status_code == 422 and "“Nurse” has a vote and belongs to no class" in refused.text

    await scene.arrive(scene.chair, scene.gp, scene.gale)
    item = str(scene.items[0])
    page = (await scene.officer.get(scene.live)).text
    assert "Votes: GP practices" in page and "2 may vote" in page
    decided = {"item_id": item, "outcome": "agreed"}
    # most of those in the room are for it, and one class is not
    lost = {"class_1": "lay-members", "class_1_for": "1", "class_2": "gp-practices", "class_2_for": "1"}
    answer = await scene.send(
        "decisions",
        **decided,
        **lost,
        class_2_against="1",
        text="To merge",
        named_for=[str(scene.gp.person_id)],
    )
    assert answer.status_code == 303, answer.text
    said = (
        "Lost: a majority in each class was needed, and there was none in GP practices. Lay members: 1 for, 0 against, "
        "0 abstained; GP practices: 1 for, 1 against, 0 abstained."
    )
    page = (await scene.officer.get(scene.live)).text
    assert said in page and "What is recorded as decided is not what the votes say" in page
    # names alone are enough, each in their own class; a casting vote decides nothing
    everybody = [str(who.person_id) for who in (scene.chair, scene.gp, scene.gale)]
    answer = await scene.send("decisions", **decided, text="To share", named_for=everybody, casting="against")
    assert answer.status_code == 303, answer.text
    # a level class has not carried it, and numbers of nobody's class are sent back
    answer = await scene.send("decisions", **decided, text="To wait", votes_for="3")
    assert answer.status_code == 422 and "Enter the votes of each class" in answer.text
    answer = await scene.send(
        "decisions", **decided, text="To pause", class_2="gp-practices", class_2_for="3"
    )
    assert answer.status_code == 303, answer.text
    page = (await scene.officer.get(scene.live)).text
    assert "Carried by a majority in each class. Lay members: 1 for" in page
    assert "Lay members: nobody voted" in page
    assert "GP practices: 3 votes are recorded, but 2 of the class in the room may vote" in page
    assert said in (await scene.officer.get(scene.minutes)).text
    register = (await scene.officer.get(f"/committees/{scene.committee_id}/decisions.csv")).text
    assert said in register
    # what was decided keeps its classes when the body votes otherwise later
    assert (await scene.officer.post(voting, {})).status_code == 303
    assert said in (await scene.officer.get(scene.live)).text
