"""A sitting on the real database: presence, decisions and their faults, minutes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.committees import operations as committee_operations
from backend.committees import queries as committees
from backend.kit import database
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.meetings.treating import Treatment
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.sittings import operations, queries, rules
from backend.tenancy import transactions
from tests.committees.made import a_person
from tests.meetings.stage import STARTS, Stage, an_organisation, as_person, at

SAID = {"outcome": Outcome.AGREED, "text": "To agree the pilot of longer hours", "procedural": True}


async def arrive(stage: Stage, *who: Scope, when: datetime = STARTS) -> None:
    for each in who:
        await record(stage, rules.Kind.ARRIVED, each, at=when)


async def record(stage: Stage, kind: rules.Kind, who: Scope, **traits: Any) -> UUID:
    async with transactions.scope_tx(stage.officer):
        return await operations.record_presence(
            stage.officer, meeting_id=stage.meeting_id, kind=kind, person_id=who.actor.person_id, **traits
        )


async def decide(stage: Stage, item_id: UUID, **traits: Any) -> operations.Recorded:
    async with transactions.scope_tx(stage.officer):
        return await operations.take_decision(
            stage.officer, meeting_id=stage.meeting_id, item_id=item_id, **{**SAID, **traits}
        )


async def live(stage: Stage) -> queries.LiveView:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return await queries.live_of(stage.officer, meeting_id=stage.meeting_id)


async def minutes(stage: Stage, reader: Scope | None = None) -> queries.MinutesView:
    who = reader or stage.officer
    async with transactions.scope_tx(who, readonly=True):
        return await queries.minutes_of(who, meeting_id=stage.meeting_id)


async def register(stage: Stage) -> tuple[queries.RegisteredDecision, ...]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return await queries.decision_register(stage.officer, committee_id=stage.committee_id)


async def step(scope: Scope, stage: Stage, to: rules.Step, sha256: str, **traits: Any) -> str:
    async with transactions.scope_tx(scope):
        return await operations.take_step(
            scope, meeting_id=stage.meeting_id, step=to, sha256=sha256, **traits
        )


def faults_of(recorded: operations.Recorded) -> Sequence[rules.Fault]:
    return [fault.fault for fault in recorded.faults]


async def test_quorum_of_each_item_follows_who_is_in_the_room(stage: Stage) -> None:
    first, second = await stage.add_item(), await stage.add_item("Something else")
    assert (await live(stage)).quorum.quorate is False
    await arrive(stage, stage.chair, stage.gp, stage.second_gp, stage.vice_chair)
    assert (await live(stage)).quorum.quorate is True
    for each in (stage.chair, stage.vice_chair):
        await record(stage, rules.Kind.LEFT, each, item_id=first)
    view = await live(stage)
    assert [item.quorum.quorate for item in view.items] == [False, True]
    assert view.items[0].out == ("Charlie Invented", "Vivian Invented")
    await record(stage, rules.Kind.RETURNED, stage.chair, item_id=first)
    assert (await live(stage)).items[0].quorum.quorate is True
    assert {item.item.id for item in view.items} == {first, second}


async def test_inquorate_decision_is_recorded_told_and_ratified_by_a_later_quorate_one(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.gp)
    found = await decide(stage, item_id)
    assert faults_of(found) == [rules.Fault.INQUORATE]
    async with transactions.scope_tx(stage.officer, readonly=True):
        letters = await database.fetch(
            "SELECT kind FROM notices_letter WHERE tenant_id = $1", stage.officer.tenant.id
        )
    assert {letter["kind"] for letter in letters} & {"irregular-decision", "sittings.irregular-decision"}
    (line,) = await register(stage)
    assert line.decision.standing == "irregular" and "not quorate" in line.decision.standing_in_words
    (fault,) = line.decision.faults

    with pytest.raises(rules.UnableToSettle, match="later"):
        await settle(stage, fault.id, found.decision_id)
    later = replace(stage, officer=at(stage.officer, STARTS + timedelta(minutes=30)))
    still = await decide(later, item_id, text="To ratify")
    with pytest.raises(rules.UnableToSettle, match="irregular itself"):
        await settle(later, fault.id, still.decision_id)
    last = replace(stage, officer=at(stage.officer, STARTS + timedelta(minutes=40)))
    await arrive(last, stage.chair, stage.second_gp, stage.vice_chair, when=STARTS + timedelta(minutes=31))
    ratifies = await decide(last, item_id, text="To ratify the decision")
    assert ratifies.faults == ()
    await settle(last, fault.id, ratifies.decision_id)
    lines = await register(last)
    assert lines[-1].decision.standing == "settled"
    with pytest.raises(rules.UnableToSettle, match="already"):
        await settle(last, fault.id, ratifies.decision_id)


async def settle(stage: Stage, fault_id: UUID, by: UUID) -> None:
    async with transactions.scope_tx(stage.officer):
        await operations.settle_irregularity(
            stage.officer, irregularity_id=fault_id, to=rules.Settlement.RATIFIED, by_decision_id=by
        )


async def test_decision_past_a_check_without_a_function_and_with_a_barred_vote_is_taken_all_the_same(
    stage: Stage,
) -> None:
    item_id = await stage.add_item()
    await stage.submit(item_id)
    await arrive(stage, stage.chair, stage.vice_chair, stage.gp, stage.second_gp)
    await declare(stage, stage.gp, item_id, treatment=Treatment.LEAVE_FOR_ITEM)
    gp_id = stage.gp.actor.person_id
    assert gp_id is not None
    found = await decide(
        stage,
        item_id,
        procedural=False,
        value_pence=99_999_999_99,
        named={gp_id: rules.Choice.FOR},
        tally=rules.Tally(votes_for=1, against=3),
    )
    assert set(faults_of(found)) >= {rules.Fault.PAST_GATE, rules.Fault.BARRED_VOTE}
    assert found.doubt is not None
    (line,) = await register(stage)
    assert line.decision.votes_in_words == (
        "Lost: 1 for, 3 against, 0 abstained.",
        "Glenn Invented voted for.",
    )
    assert (await live(stage)).items[0].conflicts[0].warning


async def declare(stage: Stage, who: Scope, item_id: UUID | None, **traits: Any) -> UUID:
    assert who.actor.person_id is not None
    async with transactions.scope_tx(stage.officer):
        return await operations.record_declaration(
            stage.officer,
            meeting_id=stage.meeting_id,
            person_id=who.actor.person_id,
            item_id=item_id,
            nature="Partner in the invented practice that would run the pilot",
            is_new=traits.pop("is_new", True),
            **traits,
        )


async def test_new_interest_declared_at_the_meeting_is_due_on_the_register_within_28_days(
    stage: Stage,
) -> None:
    item_id = await stage.add_item()
    await declare(stage, stage.gp, item_id)
    (line,) = (await live(stage)).declared
    assert line.due_on == STARTS.date() + timedelta(days=28)
    async with transactions.scope_tx(stage.officer, readonly=True):
        (letter,) = await database.fetch(
            "SELECT recipient_person_id, subject FROM notices_letter WHERE tenant_id = $1",
            stage.officer.tenant.id,
        )
    assert letter["recipient_person_id"] == stage.gp.actor.person_id
    assert "15 October 2014" in letter["subject"]


async def test_same_form_sent_twice_happens_once(stage: Stage) -> None:
    item_id = await stage.add_item()
    once = new_id()
    for _ in range(2):
        await record(stage, rules.Kind.ARRIVED, stage.chair, presence_id=once)
        await decide(stage, item_id, decision_id=once)
    assert len((await live(stage)).log) == 1
    assert len(await register(stage)) == 1


async def test_two_decisions_on_one_item_both_stand(stage: Stage) -> None:
    item_id = await stage.add_item()
    await decide(stage, item_id)
    await decide(stage, item_id, outcome=Outcome.NOT_AGREED, text="Not to agree it after all")
    (item,) = (await live(stage)).items
    assert len(item.decisions) == 2 and any("2 decisions" in doubt for doubt in item.doubts)


async def test_second_secretary_is_told_who_holds_the_page_and_may_take_it_over(stage: Stage) -> None:
    await arrive(stage, stage.chair)
    async with transactions.scope_tx(stage.officer):
        other_id = await a_person(stage.officer, "Orla Invented")
    other = replace(
        stage, officer=as_person(stage.officer, other_id, "Orla Invented", roles=("governance-officer",))
    )
    with pytest.raises(rules.HeldByAnother, match="Olive Invented holds this page"):
        await arrive(other, stage.gp)
    async with transactions.scope_tx(other.officer):
        await operations.take_over(other.officer, meeting_id=stage.meeting_id)
    await arrive(other, stage.gp)
    with pytest.raises(rules.HeldByAnother, match="Orla Invented"):
        await arrive(stage, stage.second_gp)
    assert (await live(stage)).present == 2


async def test_deputy_arriving_restores_the_quorum_and_an_apology_is_the_meetings_own(stage: Stage) -> None:
    await stage.add_item()
    chair_id = stage.chair.actor.person_id
    assert chair_id is not None
    async with transactions.scope_tx(stage.officer):
        await operations.record_apologies(stage.officer, meeting_id=stage.meeting_id, person_id=chair_id)
        deputy_id = await a_person(stage.officer, "Devon Invented")
        await operations.record_presence(
            stage.officer,
            meeting_id=stage.meeting_id,
            kind=rules.Kind.ARRIVED,
            person_id=deputy_id,
            stands_for_person_id=chair_id,
        )
    view = await live(stage)
    assert {member.name: member.state for member in view.members}["Charlie Invented"] == "apologies"
    assert view.quorum.counted == 1
    found = (await minutes(stage)).parts[0].words
    assert "Devon Invented, Chair, deputy for Charlie Invented" in found
    assert "- Charlie Invented (deputy: Devon Invented)" in found


async def test_line_that_was_wrong_is_struck_out_and_counts_no_more(stage: Stage) -> None:
    event_id = await record(stage, rules.Kind.ARRIVED, stage.chair)
    async with transactions.scope_tx(stage.officer):
        await operations.strike_out(
            stage.officer,
            meeting_id=stage.meeting_id,
            what="presence",
            event_id=event_id,
            because="It was the vice-chair",
        )
    assert (await live(stage)).present == 0


async def test_what_is_still_to_come_and_what_is_elsewhere_is_sent_back(stage: Stage) -> None:
    with pytest.raises(rules.UnableToRecord, match="still to come"):
        await record(stage, rules.Kind.ARRIVED, stage.chair, at=STARTS + timedelta(hours=1))
    with pytest.raises(NotFound):
        await record(stage, rules.Kind.ARRIVED, stage.chair, item_id=new_id())
    async with transactions.scope_tx(stage.officer):
        with pytest.raises(NotFound):
            await operations.record_presence(
                stage.officer,
                meeting_id=new_id(),
                kind=rules.Kind.ARRIVED,
                person_id=stage.gp.actor.person_id,
            )


async def test_minutes_hold_the_conflict_with_times_and_quorum(stage: Stage) -> None:
    item_id = await stage.add_item(organisation_ids=[await an_organisation(stage.officer)])
    await arrive(stage, stage.chair, stage.vice_chair, stage.gp, stage.second_gp)
    await declare(
        stage,
        stage.gp,
        item_id,
        is_new=False,
        materiality="The practice would be paid",
        treatment=Treatment.LEAVE_FOR_ITEM,
        decided_by_name="Charlie Invented",
    )
    await record(stage, rules.Kind.LEFT, stage.gp, item_id=item_id, at=STARTS + timedelta(minutes=2))
    await decide(stage, item_id, at=STARTS + timedelta(minutes=5), tally=rules.Tally(votes_for=3))
    await record(stage, rules.Kind.RETURNED, stage.gp, item_id=item_id, at=STARTS + timedelta(minutes=9))
    words = (await minutes(stage)).parts[1].words
    for said in (
        "Partner in the invented practice",
        "(declared at the meeting)",
        "Why it is a conflict: The practice would be paid.",
        "Charlie Invented decided: ",
        "Glenn Invented left at 2:02pm and returned at 2:09pm.",
        "Without Glenn Invented the meeting remained quorate",
        "**Agreed:** To agree the pilot of longer hours.",
        "Carried: 3 for, 0 against, 0 abstained.",
    ):
        assert said in words, words


async def test_minutes_are_edited_agreed_approved_with_corrections_and_signed(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.chair, stage.gp, stage.second_gp)
    async with transactions.scope_tx(stage.officer):
        await operations.write_part(
            stage.officer, meeting_id=stage.meeting_id, part=str(item_id), words="Much was said.", version=0
        )
        with pytest.raises(OvertakenByAnother):
            await operations.write_part(
                stage.officer, meeting_id=stage.meeting_id, part=str(item_id), words="Other words", version=0
            )
    assert not (await minutes(stage, stage.gp)).shown
    await decide(stage, item_id)
    view = await minutes(stage, stage.chair)
    part = view.parts[1]
    assert part.words == "Much was said." and part.changed_since and "To agree the pilot" in part.drafted
    with pytest.raises(NotPermitted):
        await step(stage.officer, stage, rules.Step.AGREED, view.sha256)
    with pytest.raises(OvertakenByAnother):
        await step(stage.chair, stage, rules.Step.AGREED, "0" * 64)
    kept = await step(stage.chair, stage, rules.Step.AGREED, view.sha256)
    assert kept == view.sha256 == (await minutes(stage, stage.gp)).sha256
    async with transactions.scope_tx(stage.officer):
        with pytest.raises(rules.UnableToMinute, match="Open them again"):
            await operations.write_part(
                stage.officer, meeting_id=stage.meeting_id, part=str(item_id), words="No", version=1
            )
    with pytest.raises(rules.UnableToMinute, match="later meeting"):
        await step(stage.officer, stage, rules.Step.APPROVED, kept, at_meeting_id=stage.meeting_id)
    async with transactions.scope_tx(stage.officer):
        next_id = await meetings.arrange_meeting(
            stage.officer,
            committee_id=stage.committee_id,
            title="Commissioning Committee, October",
            starts_at=STARTS + timedelta(days=28),
            ends_at=STARTS + timedelta(days=28, hours=2),
            venue="An invented hall",
            in_public=True,
        )
    after = STARTS + timedelta(days=28, minutes=10)
    officer, chair = at(stage.officer, after), at(stage.chair, after)
    approved = await step(
        officer,
        stage,
        rules.Step.APPROVED,
        kept,
        at_meeting_id=next_id,
        corrections="Item 1: for “much” read “little”",
    )
    assert approved != kept, "the corrections are part of what is signed"
    with pytest.raises(OvertakenByAnother):
        await step(chair, stage, rules.Step.SIGNED, kept, proved_by="password")
    await step(chair, stage, rules.Step.SIGNED, approved, proved_by="password")
    done = await minutes(stage, stage.gp)
    assert done.state_in_words == "Signed" and done.corrections and done.sha256 == approved


async def test_member_reads_nothing_of_a_private_item_that_is_not_theirs_and_a_withheld_one_is_withheld(
    stage: Stage,
) -> None:
    from backend.meetings.rules import Part

    secret = await stage.add_item(
        "Rent of the invented surgery", part=Part.PRIVATE, private_reason="Commercial"
    )
    await arrive(stage, stage.chair)
    view = await minutes(stage, stage.chair)
    await step(stage.chair, stage, rules.Step.AGREED, view.sha256)
    outsider = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("executive-owner",))
    shown = await minutes(stage, outsider)
    assert secret not in {part.item_id for part in shown.parts} and len(shown.parts) == 2
    gp_id = stage.gp.actor.person_id
    assert gp_id is not None
    async with transactions.scope_tx(stage.officer):
        await meetings.withhold_papers(
            stage.officer, item_id=secret, person_id=gp_id, reason="Their own practice"
        )
    (hidden,) = [part for part in (await minutes(stage, stage.gp)).parts if part.item_id == secret]
    assert hidden.withheld and "withheld from you" in hidden.words


async def test_attendance_of_the_year_says_who_came_apologised_and_sent_a_deputy(stage: Stage) -> None:
    await stage.add_item()
    await arrive(stage, stage.chair)
    gp_id, vice_id = stage.gp.actor.person_id, stage.vice_chair.actor.person_id
    assert gp_id is not None
    async with transactions.scope_tx(stage.officer):
        await operations.record_apologies(stage.officer, meeting_id=stage.meeting_id, person_id=gp_id)
        await operations.record_presence(
            stage.officer,
            meeting_id=stage.meeting_id,
            kind=rules.Kind.ARRIVED,
            name="A guest",
            stands_for_person_id=vice_id,
        )
        await operations.record_turn(stage.officer, meeting_id=stage.meeting_id, turn=rules.Turn.CLOSED)
        year = STARTS.year
        table = await queries.attendance_of(
            stage.officer,
            committee_id=stage.committee_id,
            since=STARTS.date().replace(year=year, month=4, day=1),
            until=STARTS.date().replace(year=year + 1, month=3, day=31),
        )
    marks = {row.name: row.marks for row in table.rows}
    assert marks["Charlie Invented"] == ("Present",)
    assert marks["Glenn Invented"] == ("Apologies",)
    assert marks["Vivian Invented"] == ("Deputy sent",)
    assert marks["Gale Invented"] == ("Absent",)
    assert len(table.sha256) == 64


async def test_member_whose_term_ended_yesterday_came_and_does_not_count(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        view = await committees.committee(stage.officer, committee_id=stage.committee_id)
        term = next(member for member in view.members if member.person_id == stage.gp.actor.person_id)
        await committee_operations.end_term(
            stage.officer, term_id=term.term_id, last_on=STARTS.date() - timedelta(days=1)
        )
    await arrive(stage, stage.gp)
    view_now = await live(stage)
    assert [other.name for other in view_now.others] == ["Glenn Invented"]
    assert view_now.quorum.counted == 0
