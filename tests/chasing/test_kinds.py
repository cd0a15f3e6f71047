"""Every kind that is chased: who hears of it, in words that are filled in; and nothing waits once it is settled."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from backend.actions import operations as actions
from backend.assurance.operations import evidence
from backend.assurance.rules import evidence as rules
from backend.catalogue.wording import SAMPLES
from backend.chasing import queries
from backend.committees import operations as committees
from backend.delegation import operations as delegation
from backend.delegation import queries as milestones
from backend.desk import chores
from backend.desk.chasing.chased import SOURCES
from backend.meetings import operations as meetings
from backend.meetings.rules import Part
from backend.people import operations as people
from backend.tenancy import transactions
from tests.actions.test_chasing import stage
from tests.actions.test_log import act, undertaken
from tests.chasing.test_sweeping import clock, letters, rows
from tests.delegation.stage import taken_up
from tests.house.route_table import ROUTES
from tests.meetings.conftest import folder
from tests.meetings.stage import Stage
from tests.notices.kept import letters_in_words

__all__ = ["folder", "stage"]


async def told(stage: Stage, day: date) -> list[tuple[str, str]]:
    """Who was told what on a day, each line of a digest for itself."""
    await chores.chase_what_is_owed(clock(stage.officer, day))
    kept = await rows(
        stage.officer,
        f"SELECT recipient_name, subject FROM chasing_line WHERE tenant_id = $1 AND state = 'told' AND day = '{day}' "
        "AND ladder <> 'annual-declaration'",
    )
    return sorted((row["recipient_name"].split()[0], row["subject"]) for row in kept)


async def pending(stage: Stage) -> list[str]:
    kept = await rows(
        stage.officer, "SELECT subject FROM notices_letter WHERE tenant_id = $1 AND state = 'pending'"
    )
    return [row["subject"] for row in kept]


async def test_claim_is_told_to_the_officer_in_the_digest_until_it_is_answered(stage: Stage) -> None:
    claimed = await undertaken(stage, words="Write to the practices", due_on=date(2014, 12, 1))
    asked = await undertaken(stage, words="Count the chairs", due_on=date(2014, 12, 1))
    secret = await undertaken(stage, words="Secret words", private=True, due_on=date(2014, 12, 1))
    await act(stage.gp, actions.claim_done, action_id=claimed, words="Done")
    await act(stage.gp, actions.ask_more_time, action_id=asked, until=date(2014, 12, 20), words="Busy")
    await act(stage.gp, actions.say_not_mine, action_id=secret, words="Not me")
    assert await told(stage, date(2014, 9, 2)) == [
        ("Olive", "Glenn Invented needs more time, until 20 December 2014: Count the chairs"),
        ("Olive", "Glenn Invented says that it is done: Write to the practices"),
        ("Olive", "Glenn Invented says that it is somebody else’s: A-3, a private action"),
    ]
    mine = [subject for _, name, subject in await letters(stage.officer) if name.startswith("Olive")]
    assert len(mine) == 1, "all of it in one letter"
    await act(
        stage.officer, actions.move_due_day, action_id=asked, due_on=date(2014, 12, 20), agreed_by="The chair"
    )
    (digest,) = [each for each in await letters_in_words(stage.officer) if each["kind"] == "digest"]
    assert "Count the chairs" not in digest["text"]
    assert "Write to the practices" in digest["text"]
    assert ("Olive", "Still to be answered: Write to the practices") in await told(stage, date(2014, 9, 8))
    late = await told(stage, date(2014, 9, 15))
    assert ("Charlie", "Unanswered since 1 September 2014: Write to the practices") in late


async def test_paper_is_chased_by_its_stage_and_not_after_its_meeting(stage: Stage) -> None:
    paper = await stage.submit(await stage.add_item())
    private = await stage.submit(
        await stage.add_item("Hidden", part=Part.PRIVATE, private_reason="Commercial"), title="Hidden words"
    )
    assert private
    soon = await told(stage, date(2014, 9, 4))
    assert ("Arden", "Paper due on 9 September 2014: Longer opening hours") in soon
    assert "Hidden words" not in str(soon)
    assert any("Longer opening hours" in each or "2 things" in each for each in await pending(stage))
    await stage.pass_to_chair(paper)
    assert not any("Longer opening hours" in each for each in await pending(stage)), "it moved on"
    chair = await told(stage, date(2014, 9, 8))
    assert ("Charlie", "A paper waits for you: Longer opening hours") in chair
    await act(stage.officer, meetings.cancel_meeting, meeting_id=stage.meeting_id, because="Snow (invented)")
    assert not [each for each in await told(stage, date(2014, 9, 12)) if "aper" in each[1]]


async def test_milestone_is_its_owners_and_goes_up_the_line(stage: Stage) -> None:
    programme = await taken_up(stage.officer)
    async with transactions.scope_tx(stage.officer):
        found = await milestones.milestones_of(stage.officer, programme_id=programme.line.id)
    money = next(each for each in found if each.slug == "M02")
    owner, boss = stage.gp.actor.person_id, stage.second_gp.actor.person_id
    assert owner and boss
    for person in (owner, boss):
        await act(stage.officer, people.grant_role, person_id=person, role="executive-owner")
    await act(stage.officer, delegation.name_owner, milestone_id=money.id, owner_id=owner)
    await act(stage.officer, people.name_manager, person_id=owner, manager_id=boss)
    week = await told(stage, date(2014, 9, 23))
    assert ("Glenn", "M02 is due in 7 days: Agree the money") in week
    assert "M01" not in str(week), "its month was over before it was taken up here"
    await act(stage.gp, delegation.take_step, milestone_id=money.id, step_id="submit")
    assert "M02" not in str(await pending(stage)), "it is delivered"
    assert "was due on" not in str(await told(stage, date(2014, 10, 1)))


async def test_milestone_under_two_signatures_is_chased_where_it_waits(stage: Stage) -> None:
    tenant = replace(stage.officer.tenant, pins={**stage.officer.tenant.pins, "milestone-acceptance": "v2"})
    pinned = replace(stage, officer=replace(stage.officer, tenant=tenant))
    programme = await taken_up(pinned.officer)
    money = next(each for each in programme.milestones if each.slug == "M02")
    await act(pinned.officer, delegation.take_step, milestone_id=money.id, step_id="submit")
    assert ("Charlie", "M02 waits to be accepted: Agree the money") in await told(pinned, date(2014, 9, 24))
    chair = replace(stage.chair, tenant=tenant)
    await act(chair, delegation.take_step, milestone_id=money.id, step_id="accept")
    asked = await told(pinned, date(2014, 9, 29))
    assert ("Olive", "M02 is with the reviewing body: Agree the money") in asked


async def test_review_of_terms_is_chased_until_they_are_adopted_anew(stage: Stage) -> None:
    given = {
        "committee_id": stage.committee_id, "approved_by": "The board (invented)", "changes": "None",
    }  # fmt: skip
    await act(
        stage.officer, committees.adopt_terms, text="Old", in_force_from=date(2013, 9, 20),
        review_by=date(2014, 9, 20), **given,
    )  # fmt: skip
    due = await told(stage, date(2014, 9, 8))
    assert {name for name, _ in due if name in {"Charlie", "Olive"}} == {"Charlie", "Olive"}
    assert "days left to review: Terms of reference of the" in str(due)
    await act(stage.officer, committees.adopt_terms, text="New", in_force_from=date(2014, 9, 9), **given)
    await chores.settle_terms(clock(stage.officer, date(2014, 9, 9)), committee_id=stage.committee_id)
    assert "Terms of reference" not in str(await pending(stage))
    assert "Not reviewed" not in str(await told(stage, date(2014, 9, 29)))


async def kept_evidence(stage: Stage, **given: Any) -> UUID:
    traits = rules.Traits(
        shows="All leases are signed",
        limits="Not what they cost",
        line=rules.Line.FIRST,
        independence=rules.Independence.WITHIN,
        level=rules.Level.REASONABLE,
        effective_from=date(2014, 9, 1),
    )
    wanted = {
        "title": "Leases", "content": evidence.Stated(words="They are.", on=date(2014, 9, 1), by_name="Ash Invented"),
        "traits": traits, "owner_person_id": stage.gp.actor.person_id, "review_on": date(2014, 10, 1),
    }  # fmt: skip
    found: UUID = await act(stage.officer, evidence.add_evidence, **(wanted | given))
    return found


async def test_evidence_is_chased_by_its_day_and_confidential_evidence_without_its_title(
    stage: Stage,
) -> None:
    leases = await kept_evidence(stage)
    await kept_evidence(stage, title="Secret words", confidential=True)
    await kept_evidence(stage, title="Later", review_on=date(2015, 9, 1))

    month = await told(stage, date(2014, 9, 3))

    assert month == [
        ("Glenn", "To be looked at again by 1 October 2014: E-1 Leases"),
        ("Glenn", "To be looked at again by 1 October 2014: E-2, confidential evidence"),
    ]
    await act(
        stage.officer, evidence.confirm_review, evidence_id=leases, version=1, words="Still signed",
        review_on=date(2015, 6, 1),
    )  # fmt: skip
    assert "Leases" not in str(await pending(stage)), "it was looked at"
    week = await told(stage, date(2014, 9, 24))
    assert {name for name, words in week if "E-2, confidential" in words} == {"Glenn", "Olive"}
    assert "Leases" not in str(week)
    assert "Secret" not in str(week)


def test_every_link_of_a_kind_leads_to_a_page() -> None:
    pages = [
        re.sub(r"\\{[a-z_]+\\}", "[0-9a-f-]{36}", re.escape(each.path))
        for each in ROUTES
        if each.method == "GET"
    ]
    line: Any = SimpleNamespace(thing=SimpleNamespace(id=uuid4(), more=uuid4()))
    found = [link for source in SOURCES for link in getattr(source, "links", lambda _: ())(line)]
    assert len(found) > 3
    for words, path in found:
        assert any(re.fullmatch(page, f"/t/{uuid4()}{path}") for page in pages), (words, path)


async def test_every_place_that_a_ladder_may_name_is_filled(stage: Stage) -> None:
    await undertaken(stage)
    claimed = await undertaken(stage, words="Claimed")
    await act(stage.gp, actions.claim_done, action_id=claimed, words="Done")
    await stage.submit(await stage.add_item())
    await taken_up(stage.officer)
    await kept_evidence(stage)
    await act(
        stage.officer, committees.adopt_terms, committee_id=stage.committee_id, text="Old", changes="None",
        in_force_from=date(2013, 9, 20), approved_by="The board (invented)",
    )  # fmt: skip
    reckoned = {"person", "owner", "title", "due_on", "days_left", "days_late"}
    scope = clock(stage.officer, date(2014, 9, 2))
    async with transactions.scope_tx(scope, readonly=True):
        settings = await queries.settings_of(scope)
        for source in SOURCES:
            things = await source.things(scope, until=date(2014, 12, 1), settings=settings)
            assert things, source.ladder
            samples = SAMPLES[queries.workflow_for(scope, source.ladder).about]
            for thing in things:
                assert set(samples) <= {*thing.places, *reckoned}, (source.ladder, thing.key)
