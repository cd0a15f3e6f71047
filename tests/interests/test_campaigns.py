"""A campaign from its draft to its signed snapshot, over HTTP and by the operations."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.interests import chasing, snapshots
from backend.interests.operations import campaigns as acts
from backend.interests.operations import declarants as declarant_acts
from backend.interests.operations import declaring
from backend.interests.queries import campaigns
from backend.interests.rules import campaigns as rules
from backend.interests.rules.declaring import InterestType
from backend.kit import keyholder
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.kit.keys import KeyRing
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from backend.web.stacked import Part, stacked
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
NAMES = ("Ada", "Ben", "Cy", "Di", "Eve")
DUE = date(2014, 9, 29)


@pytest.fixture(autouse=True)
def keys_of_the_run(ring: KeyRing) -> None:
    keyholder.use(ring)


@pytest_asyncio.fixture
async def people(scope: Scope) -> dict[str, UUID]:
    """Five who declared long ago, and Olive, the officer."""
    async with transactions.scope_tx(scope):
        made = {
            name: await persons.add_person(
                scope,
                name=f"{name} Invented",
                email=f"{name.lower()}@example.invalid",
                joined_on=date(2014, 1, 6),
            )
            for name in (*NAMES, "Olive")
        }
    early = at(scope, "2014-08-01T09:00")
    early = replace(early, actor=replace(early.actor, person_id=made["Olive"]))
    async with transactions.scope_tx(early):
        for person_id in made.values():
            await declaring.make_nil_return(early, person_id=person_id)
    return made


@pytest.fixture
def officer(scope: Scope, people: dict[str, UUID]) -> Scope:
    return replace(scope, actor=replace(scope.actor, person_id=people["Olive"], name="Olive Invented"))


def at(scope: Scope, moment: str) -> Scope:
    return replace(scope, now=datetime.fromisoformat(moment).replace(tzinfo=UTC))


async def launched(scope: Scope, **traits: Any) -> UUID:
    population = traits.pop("population", rules.Population(whom=rules.Whom.EVERYBODY))
    async with transactions.scope_tx(scope):
        campaign_id = await acts.draft_campaign(
            scope, name="Yearly", asked=rules.Asked.DECLARE, words=None, due_on=DUE, population=population
        )
        found = await campaigns.found_by(scope, population=population)
        await acts.launch_campaign(scope, campaign_id=campaign_id, mark=found.mark)
    return campaign_id


async def answers(scope: Scope, campaign_id: UUID) -> dict[str, str]:
    async with transactions.scope_tx(scope, readonly=True):
        people = await campaigns.people_of(scope, campaign_id=campaign_id)
    return {person.person_name.split()[0]: person.answer.value for person in people}


async def test_people_are_frozen_counted_live_and_signed_at_the_close(
    officer: Scope, people: dict[str, UUID]
) -> None:
    campaign_id = await launched(officer)
    day = at(officer, "2014-09-10T09:00")
    async with transactions.scope_tx(day):
        practice = await organisations.add_as_named(day, name="Castle Hill Invented Practice Ltd")
        await declaring.declare_interest(
            day, person_id=people["Ada"], organisation_id=practice, interest_type=InterestType.FINANCIAL,
            nature="=Partner", since=date(2014, 9, 1),
        )  # fmt: skip
        await declaring.make_nil_return(day, person_id=people["Ben"])
        await declaring.confirm_unchanged(day, person_id=people["Cy"])
        await declarant_acts.pause(
            day, person_id=people["Di"], from_on=day.today, until_on=None, reason="zanthoxylum"
        )
        await persons.change_person(
            day, person_id=people["Eve"], name="Eve Renamed Invented", job_title=None, email=None,
            left_on=date(2014, 9, 9), now=day.now,
        )  # fmt: skip
        await persons.add_person(day, name="Newt Invented", joined_on=date(2014, 9, 10))

    expected = {
        "Ada": "DECLARED", "Ben": "NIL", "Cy": "CONFIRMED", "Di": "PAUSED", "Eve": "LEFT", "Olive": "OUTSTANDING",
    }  # fmt: skip
    assert await answers(day, campaign_id) == expected, "who joins later is not asked; who left is marked"

    close = at(officer, "2014-10-06T09:00")
    async with transactions.scope_tx(close):
        assert {
            p.person_name for p in await campaigns.people_of(close, campaign_id=campaign_id) if p.late
        } == {"Olive Invented"}, "who is paused is not late"
        await acts.close_campaign(close, campaign_id=campaign_id)
        taken = await campaigns.snapshot_of(close, campaign_id=campaign_id)
    assert taken
    later = at(officer, "2014-11-06T09:00")
    async with transactions.scope_tx(later):
        await declaring.make_nil_return(later, person_id=people["Olive"])
        again = await campaigns.snapshot_of(later, campaign_id=campaign_id)
    assert again == taken
    assert snapshots.holds(later, taken)
    assert await answers(later, campaign_id) == expected
    told = {person["name"]: person for person in json.loads(taken.content)["people"]}
    assert told["Ada Invented"]["interests"][0]["nature"] == "=Partner"
    assert told["Eve Invented"]["left_on"] == "2014-09-09"
    assert "zanthoxylum" not in taken.content
    assert "Newt" not in taken.content
    assert not snapshots.holds(later, replace(taken, content=taken.content.replace("Ada", "Ava")))
    assert b"Castle Hill Invented Practice Ltd: =Partner" in snapshots.as_csv(taken)


async def test_each_is_told_once_and_chased_by_the_campaigns_due_day(
    officer: Scope, people: dict[str, UUID]
) -> None:
    async def letters() -> list[tuple[str, str]]:
        async with transactions.scope_tx(officer, readonly=True):
            rows = await fetch(
                "SELECT recipient_name, kind, state FROM notices_letter WHERE tenant_id = $1 ORDER BY id",
                officer.tenant.id,
            )
        return [
            (row["recipient_name"].split()[0], row["kind"]) for row in rows if row["state"] != "withdrawn"
        ]

    async with transactions.scope_tx(officer):
        await declarant_acts.pause(
            officer, person_id=people["Di"], from_on=officer.today, until_on=None, reason="A reason"
        )
    campaign_id = await launched(officer)
    asked = [name for name, kind in await letters() if kind == "campaign-launched"]
    assert sorted(asked) == ["Ada", "Ben", "Cy", "Eve", "Olive"]

    morning = at(officer, "2014-09-22T08:00")
    async with transactions.scope_tx(morning):
        await declaring.make_nil_return(morning, person_id=people["Ada"])
        await acts.excuse_person(
            morning, campaign_id=campaign_id, person_id=people["Ben"], reason="Left for a year"
        )
        count = await chasing.chase(morning)
    assert count == 3, (
        "Cy, Eve and Olive, a week before the campaign's due day; by the rules alone nobody owes yet"
    )
    assert (await answers(morning, campaign_id))["Ben"] == "EXCUSED"
    with pytest.raises(NotPermitted):
        async with transactions.scope_tx(morning):
            await acts.excuse_person(morning, campaign_id=campaign_id, person_id=people["Olive"], reason="Me")
    with pytest.raises(rules.UnableToRunCampaign, match="Nothing is outstanding"):
        async with transactions.scope_tx(morning):
            await acts.excuse_person(morning, campaign_id=campaign_id, person_id=people["Ada"], reason="Why")


async def test_launch_is_refused_when_the_people_are_not_those_that_were_shown(officer: Scope) -> None:
    everybody = rules.Population(whom=rules.Whom.EVERYBODY)
    async with transactions.scope_tx(officer):
        campaign_id = await acts.draft_campaign(
            officer, name="Yearly", asked=rules.Asked.CONFIRM, words=None, due_on=DUE, population=everybody
        )
        shown = (await campaigns.found_by(officer, population=everybody)).mark
        await persons.add_person(officer, name="Newt Invented")
    with pytest.raises(Refusal, match="have changed since you looked"):
        async with transactions.scope_tx(officer):
            await acts.launch_campaign(officer, campaign_id=campaign_id, mark=shown)
    async with transactions.scope_tx(officer, readonly=True):
        held = await campaigns.campaign(officer, campaign_id=campaign_id)
        assert (held.state, held.asked_of) == (rules.CampaignState.DRAFT, 0)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"due_on": date(2014, 9, 1)}, "must lie ahead"),
        ({"population": rules.Population(whom=rules.Whom.GROUPS)}, "one group or more"),
        ({"population": rules.Population(whom=rules.Whom.COMMITTEES)}, "one committee or more"),
    ],
)
async def test_campaign_that_could_not_run_is_refused(
    officer: Scope, traits: dict[str, Any], sentence: str
) -> None:
    given = {
        "name": "Yearly", "asked": rules.Asked.DECLARE, "words": None, "due_on": DUE,
        "population": rules.Population(whom=rules.Whom.EVERYBODY), **traits,
    }  # fmt: skip
    with pytest.raises(rules.UnableToRunCampaign, match=sentence):
        async with transactions.scope_tx(officer):
            await acts.draft_campaign(officer, **given)


async def test_officer_runs_a_campaign_on_the_pages_and_member_sees_none(visit: Visit) -> None:
    officer, member = await visit(name="Olive Invented"), await visit(name="Mo Invented", roles=())
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))
    due = real_now().date() + timedelta(days=40)
    form = {
        "name": "Yearly declaration", "asked": "DECLARE", "whom": "GROUPS", "groups": ["employees"],
        "due_on-day": str(due.day), "due_on-month": str(due.month), "due_on-year": str(due.year),
    }  # fmt: skip
    wrong = await officer.post("/campaigns", {**form, "groups": []})
    made = await officer.post("/campaigns", form)
    assert (wrong.status_code, made.status_code) == (422, 303)
    path = made.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    preview = (await officer.get(path)).text
    assert "Exactly who would be asked" in preview
    assert "Ezra Invented" in preview
    mark = re.findall(r'name="mark" value="(\w+)"', preview)[0]
    assert (await officer.post(f"{path}/launch", {"mark": mark})).status_code == 422, "the box is not ticked"
    assert (await officer.post(f"{path}/launch", {"mark": mark, "sure": "yes"})).status_code == 303
    assert (await officer.post(f"{path}/launch", {"mark": mark, "sure": "yes"})).status_code == 422
    await executive.post("/interests/nil-return", {"correct": "yes"})
    shown = (await officer.get(path)).text
    assert "<strong>1</strong> of <strong>3</strong>" in shown
    listed = (await officer.get(f"{path}?answer=NIL")).text
    assert "1 person" in listed
    assert "Ezra Invented" in listed
    excused = await officer.post(f"{path}/people/{member.person_id}/exception", {"reason": "On secondment"})
    assert excused.status_code == 303
    assert (await officer.post(f"{path}/close")).status_code == 303
    closed = (await officer.get(path)).text
    assert "The signature holds" in closed
    for name, word in (("json", "On secondment"), ("csv", "Ezra Invented"), ("signature", "Ed25519")):
        answer = await officer.get(f"{path}/snapshot/{name}")
        assert answer.status_code == 200
        assert word in answer.text
        assert (await member.get(f"{path}/snapshot/{name}")).status_code in {403, 404}
    assert (await officer.get(f"{path}/snapshot/zip")).status_code == 404
    assert (await officer.get("/campaigns")).text.count("Yearly declaration") == 1


def test_stack_keeps_one_scale_and_leads_to_each_part() -> None:
    parts = [
        Part(key="NIL", words="Nil return"),
        Part(key="LEFT", words="Left"),
        Part(key="NONE", words="None"),
    ]
    stack = stacked(
        caption="Who", heading="Group", parts=parts, path="/x?group={row}&answer={part}",
        rows=[("A", "a", {"NIL": 3, "LEFT": 1}), ("B", "b", {"NIL": 1})],
    )  # fmt: skip
    assert [part.key for part in stack.parts] == ["NIL", "LEFT"]
    assert [(piece.x, piece.width) for piece in stack.bars[0].pieces] == [(0.0, 750.0), (750.0, 250.0)]
    assert stack.bars[1].pieces[0].width == 250.0
    assert stack.bars[0].pieces[1].path == "/x?group=a&answer=LEFT"
    assert stack.bars[0].in_words == "A: 3 nil return, 1 left"
    assert [piece.count for piece in stack.totals] == [4, 1]
