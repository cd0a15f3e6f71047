"""Milestones on the real database: what is said of them, in time, by whom."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from backend.delegation import operations, queries, rules
from backend.delegation.queries import MilestoneView
from backend.delegation.rules.gates import UnableToGoPast
from backend.kit.calendar import MonthDate
from backend.kit.identity import new_id
from backend.ledger.queries import history_of
from backend.ledger.records import Record
from backend.scope import NotFound, NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_governing_body, a_person, taken_up

NOVEMBER = MonthDate(2014, 11)
THE_BODY = "NHS England (invented office)"
A_LETTER = {
    "outcome": "accepted",
    "by_name": "Ada Invented",
    "body": THE_BODY,
    "on": date(2014, 9, 9),
    "words": "We accept it.",
    "evidence": [
        Record(room="evidence", kind="file", id=new_id(), title="Letter of 9 September", hash="b" * 64)
    ],
}


async def milestone_of(scope: Scope, slug: str, *, on: date | None = None) -> MilestoneView:
    async with transactions.scope_tx(scope, readonly=True):
        line = (await queries.programmes_of(scope))[0]
        found = (await queries.programme(scope, programme_id=line.id, on=on)).milestone(slug)
    assert found is not None
    return found


def at(scope: Scope, year: int, month: int, day: int) -> Scope:
    """The same person, at noon of another day."""
    return replace(scope, now=datetime(year, month, day, 12, tzinfo=UTC))


async def said(scope: Scope, verb: str, milestone_id: UUID, **values: object) -> None:
    async with transactions.scope_tx(scope):
        await getattr(operations, verb)(scope, milestone_id=milestone_id, **values)


async def test_milestone_is_accepted_by_both_sides_each_for_itself(scope: Scope) -> None:
    await taken_up(scope)
    body = await a_governing_body(scope)
    executive = await a_person(scope, "Ezra Invented", roles=["executive-owner"])
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    chair = await a_person(scope, "Cleo Invented", chairs=body)
    first = (await milestone_of(scope, "M01")).id

    await said(at(executive, 2014, 9, 3), "take_step", first, step_id="submit", on=date(2014, 7, 30))
    await said(at(chair, 2014, 9, 5), "take_step", first, step_id="accept")
    ours = await milestone_of(at(scope, 2014, 9, 6), "M01")
    assert (ours.state_in_words, ours.accepted, ours.accepted_by_us) == (
        "Accepted by the commissioner",
        False,
        True,
    )
    await said(at(officer, 2014, 9, 12), "record_review", first, **A_LETTER)

    found = await milestone_of(at(scope, 2014, 9, 13), "M01")
    assert (found.state, found.state_in_words) == ("accepted", "Accepted by the reviewing body")
    assert (found.finished, found.accepted, found.settled_on) == (True, True, date(2014, 9, 9))
    assert (found.delivered_by_name, found.delivered_on) == ("Ezra Invented", date(2014, 7, 30))
    assert (found.accepted_by_name, found.accepted_on) == ("Cleo Invented", date(2014, 9, 5))
    assert found.review is not None
    assert found.review.told_in_words.endswith(
        "on 9 September 2014: Ada Invented, NHS England (invented office)"
    )
    assert found.timing_in_words == "Delivered in time"
    async with transactions.scope_tx(scope, readonly=True):
        lines = await history_of(scope, room="delegation", kind="milestone", record_id=first)
        versions = await queries.versions_of(scope, milestone_id=first)
    assert [line.act for line in lines] == [
        "delegation.milestone.delivered",
        "delegation.milestone.accepted",
        "delegation.milestone.evidence-shown",
        "delegation.milestone.reviewed",
    ]
    assert lines[1].after is not None
    assert "accept for the commissioner that it is met" in lines[1].after["words"]
    assert [(each.act_in_words, each.person_name) for each in versions] == [
        ("Taken up with the programme", "Morgan Invented"),
        ("Submit with its evidence", "Ezra Invented"),
        ("Accept for the commissioner", "Cleo Invented"),
        (
            "Accepted by the reviewing body",
            "Olive Invented, for Ada Invented (NHS England (invented office))",
        ),
    ]


async def test_nobody_accepts_what_they_submitted(scope: Scope) -> None:
    await taken_up(scope)
    body = await a_governing_body(scope)
    both = await a_person(scope, "Bo Invented", roles=["governance-officer"], chairs=body)
    first = (await milestone_of(scope, "M01")).id
    await said(both, "take_step", first, step_id="submit")

    with pytest.raises(
        NotPermitted, match="You said that M01 is delivered, so somebody else has to accept it"
    ):
        await said(both, "take_step", first, step_id="accept")

    assert (await milestone_of(scope, "M01")).state == "submitted"


async def test_chair_of_a_body_that_does_not_decide_accepts_nothing(scope: Scope) -> None:
    await taken_up(scope)
    panel = await a_governing_body(scope, kind="patient-panel")
    chair = await a_person(scope, "Pat Invented", chairs=panel)
    first = (await milestone_of(scope, "M01")).id
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    await said(officer, "take_step", first, step_id="submit")

    with pytest.raises(
        NotPermitted, match="“Accept for the commissioner” is for the chair or the vice-chair"
    ):
        await said(chair, "take_step", first, step_id="accept")


async def test_what_stands_behind_a_gate_waits_until_it_is_passed(scope: Scope) -> None:
    await taken_up(scope)
    body = await a_governing_body(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    chair = await a_person(scope, "Cleo Invented", chairs=body)
    last = (await milestone_of(scope, "M03")).id
    await said(officer, "take_step", last, step_id="submit")

    with pytest.raises(UnableToGoPast, match="G1"):
        await said(chair, "take_step", last, step_id="accept")

    assert (await milestone_of(scope, "M03")).state == "submitted"


async def test_evidence_that_is_not_enough_sends_it_back_with_a_reason(scope: Scope) -> None:
    await taken_up(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    other = await a_person(scope, "Rory Invented", roles=["governance-officer"])
    first = (await milestone_of(scope, "M01")).id
    paper = Record(room="meetings", kind="paper-version", id=new_id(), title="The plan", hash="a" * 64)
    await said(officer, "take_step", first, step_id="submit", evidence=[paper, paper])
    assert (await milestone_of(scope, "M01")).evidence == 1

    with pytest.raises(Refusal, match="Say why: “Ask for more evidence” needs a reason"):
        await said(other, "take_step", first, step_id="ask-for-more")
    await said(other, "take_step", first, step_id="ask-for-more", reason="The minutes are missing.")

    found = await milestone_of(scope, "M01")
    assert (found.state, found.delivered_by, found.delivered_on) == ("planned", None, None)
    assert found.reason == "The minutes are missing."


async def test_moving_keeps_the_baseline_and_the_month_stays_a_month(scope: Scope) -> None:
    await taken_up(scope)
    second = (await milestone_of(scope, "M02")).id

    await said(scope, "move_milestone", second, to=NOVEMBER, reason="Agreed at the interface group.")

    found = await milestone_of(scope, "M02")
    assert (found.baseline, found.due, found.moved) == (MonthDate(2014, 9), NOVEMBER, True)
    assert found.due_in_words == "November 2014"
    await said(scope, "move_milestone", second, to=MonthDate(2014, 9), reason="Back to the plan.")
    assert not (await milestone_of(scope, "M02")).moved


async def test_risk_expectation_and_owner_are_said_beside_the_state(scope: Scope) -> None:
    await taken_up(scope)
    executive = await a_person(scope, "Ezra Invented", roles=["executive-owner"])
    auditor = await a_person(scope, "Ira Invented", roles=["internal-audit"])
    second = (await milestone_of(scope, "M02")).id

    await said(scope, "mark_at_risk", second, at_risk=True, reason="No answer yet.")
    await said(scope, "expect_milestone", second, month=NOVEMBER, reason="No answer yet.")
    await said(scope, "name_owner", second, owner_id=executive.actor.person_id)
    with pytest.raises(Refusal, match="marked as at risk already"):
        await said(scope, "mark_at_risk", second, at_risk=True, reason="Again.")
    with pytest.raises(Refusal, match="can’t own a milestone"):
        await said(scope, "name_owner", second, owner_id=auditor.actor.person_id)
    with pytest.raises(NotFound):
        await said(scope, "name_owner", second, owner_id=new_id())

    found = await milestone_of(scope, "M02")
    assert (found.at_risk, found.expected, found.owner_name) == (True, NOVEMBER, "Ezra Invented")
    assert found.state == "planned"
    assert found.due == MonthDate(2014, 9)


async def test_day_to_come_is_refused_and_nothing_written(scope: Scope) -> None:
    await taken_up(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    first = (await milestone_of(scope, "M01")).id

    with pytest.raises(Refusal, match="still to come") as refused:
        await said(officer, "take_step", first, step_id="submit", on=date(2014, 9, 2))

    assert refused.value.field == "on"
    assert (await milestone_of(scope, "M01")).version == 1


async def test_unknown_step_and_unknown_milestone_are_refused(scope: Scope) -> None:
    await taken_up(scope)
    first = (await milestone_of(scope, "M01")).id
    with pytest.raises(rules.UnableToTakeStep, match="not a step"):
        await said(scope, "take_step", first, step_id="release")
    with pytest.raises(NotFound):
        await said(scope, "take_step", new_id(), step_id="submit")


async def test_state_as_at_a_day_is_what_held_then_and_what_was_known_then(scope: Scope) -> None:
    """As at 1 October 2014: what happened by then, even if told later; and apart from it, what was known by then."""
    await taken_up(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    first, second = (await milestone_of(scope, "M01")).id, (await milestone_of(scope, "M02")).id
    await said(at(officer, 2014, 9, 20), "take_step", first, step_id="submit")
    await said(at(officer, 2014, 10, 6), "take_step", second, step_id="submit", on=date(2014, 9, 29))
    await said(at(officer, 2014, 10, 20), "mark_at_risk", second, at_risk=True, reason="Questions came.")
    later = at(scope, 2014, 12, 1)
    october = date(2014, 10, 1)

    assert (await milestone_of(later, "M01", on=date(2014, 9, 19))).state == "planned"
    assert (await milestone_of(later, "M01", on=october)).state == "submitted"
    told_later = await milestone_of(later, "M02", on=october)
    assert (told_later.state, told_later.at_risk) == ("submitted", False)
    async with transactions.scope_tx(later, readonly=True):
        known_then = await queries.milestones_of(
            later,
            programme_id=told_later.programme_id,
            on=october,
            known_at=datetime(2014, 10, 1, 12, tzinfo=UTC),
        )
    assert [(each.slug, each.state) for each in known_then] == [
        ("M01", "submitted"),
        ("M02", "planned"),
        ("M03", "planned"),
    ]
    assert (await milestone_of(later, "M02")).at_risk


async def test_day_before_the_programme_was_kept_has_no_record(scope: Scope) -> None:
    await taken_up(scope)
    found = await milestone_of(scope, "M01", on=date(2014, 8, 31))
    assert (found.state, found.state_in_words) == (None, "No record yet")
    assert (await milestone_of(scope, "M01")).timing_in_words == "Due before records began here"


async def test_month_that_passed_without_a_delivery_is_late_until_one_is_said(scope: Scope) -> None:
    await taken_up(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    october = at(officer, 2014, 10, 1)
    assert not (await milestone_of(at(scope, 2014, 9, 30), "M02")).late
    second = await milestone_of(october, "M02")
    assert (second.late, second.timing_in_words) == (True, "Late: not recorded as delivered")

    await said(october, "take_step", second.id, step_id="submit", on=date(2014, 9, 30))

    found = await milestone_of(october, "M02")
    assert (found.late, found.timing_in_words) == (False, "Delivered in time")


async def test_pack_holds_the_state_on_its_last_day_and_what_was_said_in_its_period(scope: Scope) -> None:
    await taken_up(scope)
    second = (await milestone_of(scope, "M02")).id
    await said(at(scope, 2014, 9, 10), "move_milestone", second, to=NOVEMBER, reason="Agreed.")
    await said(at(scope, 2014, 10, 10), "mark_at_risk", second, at_risk=True, reason="No answer.")
    later = at(scope, 2014, 12, 1)
    async with transactions.scope_tx(later, readonly=True):
        (packed,) = await queries.programmes_for_pack(later, since=date(2014, 9, 5), until=date(2014, 9, 30))
        (whole,) = await queries.programmes_for_pack(later, since=date(2014, 9, 5), until=date(2016, 1, 1))
    assert [(each.milestone, each.act_in_words) for each in packed.changes] == [
        ("M02", "Another date agreed")
    ]
    milestone = packed.programme.milestone("M02")
    assert milestone is not None
    assert (milestone.due, milestone.at_risk) == (NOVEMBER, False)
    assert whole.until == date(2014, 12, 1)
    assert len(whole.changes) == 2


async def test_tenant_without_programme_has_nothing_for_a_pack(scope: Scope) -> None:
    async with transactions.scope_tx(scope, readonly=True):
        assert await queries.programmes_for_pack(scope, since=date(2014, 9, 1), until=date(2014, 9, 30)) == ()
