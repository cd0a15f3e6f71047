"""Acceptance from both sides on the real database: what they send, what we record, slips that move what follows."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend.delegation import operations, queries, rules
from backend.delegation.queries.following import what_follows
from backend.delegation.rules.reviews import UnableToTakeReview
from backend.kit.calendar import MonthDate
from backend.kit.identity import new_id
from backend.ledger.records import Record
from backend.scope import Actor, NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_governing_body, a_person, a_programme, taken_up
from tests.delegation.test_milestones import A_LETTER, THE_BODY, at, milestone_of, said

NOVEMBER = MonthDate(2014, 11)


def a_message(**traits: Any) -> dict[str, Any]:
    return {
        "outcome": "accepted",
        "by_name": "Ada Invented",
        "body": THE_BODY,
        "on": date(2014, 9, 1),
        "words": "We accept it.",
        "record": Record(room="together", kind="received", id=new_id(), title="Outcome"),
        **traits,
    }


async def submitted(scope: Scope) -> tuple[UUID, Scope]:
    """M01 with its evidence before the chair, and the chair."""
    await taken_up(scope)
    body = await a_governing_body(scope)
    executive = await a_person(scope, "Ezra Invented", roles=["executive-owner"])
    chair = await a_person(scope, "Cleo Invented", chairs=body)
    first = (await milestone_of(scope, "M01")).id
    await said(executive, "take_step", first, step_id="submit")
    return first, chair


async def test_answer_that_comes_first_waits_for_our_chair_and_then_both_have_signed(scope: Scope) -> None:
    first, chair = await submitted(scope)
    door = replace(scope, actor=Actor.of_chore("together.receive"))
    message = a_message()

    await said(door, "take_review", first, **message)
    await said(door, "take_review", first, **message)  # the same message again

    waiting = await milestone_of(scope, "M01")
    assert (waiting.state, waiting.accepted, waiting.version) == ("submitted", False, 3)
    assert waiting.review is not None
    assert waiting.review.waits
    await said(chair, "take_step", first, step_id="accept")
    found = await milestone_of(scope, "M01")
    assert (found.state, found.accepted, found.accepted_by_name) == ("accepted", True, "Cleo Invented")
    assert found.review is not None
    assert (found.review.by_name, found.review.waits) == ("Ada Invented", False)


async def test_conditions_are_kept_until_a_further_answer_and_refusal_sends_it_back(scope: Scope) -> None:
    first, chair = await submitted(scope)
    await said(chair, "take_step", first, step_id="accept")
    wanted = a_message(outcome="conditional", conditions=("Publish the plan",))
    with pytest.raises(UnableToTakeReview, match="none is named"):
        await said(scope, "take_review", first, **{**wanted, "conditions": ()})
    await said(scope, "take_review", first, **wanted)
    found = await milestone_of(scope, "M01")
    assert (found.state, found.finished, found.accepted) == ("conditional", False, False)
    assert found.review is not None
    assert found.review.conditions == ("Publish the plan",)
    await said(scope, "take_review", first, **a_message(outcome="refused", words="It was not published."))
    back = await milestone_of(scope, "M01")
    assert (back.state, back.accepted_on, back.delivered_on) == ("planned", None, None)
    async with transactions.scope_tx(scope, readonly=True):
        acts = [each.act for each in await queries.versions_of(scope, milestone_id=first)]
    assert acts == ["taken-up", "submit", "accept", "review-conditional", "review-refuse-after-all"]


async def test_acceptance_by_the_wrong_side_is_refused_in_a_sentence(scope: Scope) -> None:
    first, chair = await submitted(scope)
    await said(chair, "take_step", first, step_id="accept")
    ours = scope.tenant.name
    for body, why in (
        (ours, f"{ours} accepts it as the commissioner, through its own chair"),
        ("NHS Elsewhere (invented)", "an answer of NHS Elsewhere \\(invented\\) can’t be taken"),
    ):
        with pytest.raises(
            UnableToTakeReview, match=why.replace("(", r"\(").replace(")", r"\)") if body == ours else why
        ):
            await said(scope, "record_review", first, **{**A_LETTER, "body": body, "on": date(2014, 9, 1)})
    with pytest.raises(NotPermitted, match="is an act of the reviewing body"):
        await said(chair, "take_step", first, step_id="review-accept")
    with pytest.raises(UnableToTakeReview, match="Show the letter"):
        await said(scope, "record_review", first, **{**A_LETTER, "evidence": (), "on": date(2014, 9, 1)})
    assert (await milestone_of(scope, "M01")).state == "commissioner-accepted"


async def test_no_path_lets_the_system_itself_submit_accept_or_answer(scope: Scope) -> None:
    first, chair = await submitted(scope)
    nobody = replace(scope, actor=Actor.of_chore("delegation.chase_milestones"), seats=chair.seats)
    before = await milestone_of(scope, "M01")
    for step in before.followed.steps:
        with pytest.raises((NotPermitted, rules.UnableToTakeStep)):
            await said(nobody, "take_step", first, step_id=step.id, reason="Because")
    with pytest.raises(NotPermitted):
        await said(nobody, "record_review", first, **{**A_LETTER, "on": date(2014, 9, 1)})
    with pytest.raises(UnableToTakeReview, match="taken from a message of theirs"):
        by_hand = Record(room="evidence", kind="file", id=new_id(), title="A file")
        await said(nobody, "take_review", first, **a_message(record=by_hand))
    with pytest.raises(UnableToTakeReview, match="Name who accepted"):
        await said(nobody, "take_review", first, **a_message(by_name=" "))
    with pytest.raises(NotPermitted):
        await said(nobody, "take_back", first, version=before.version, reason="Because")
    assert await milestone_of(scope, "M01") == before


async def test_mistake_is_taken_back_by_who_made_it_and_stays_in_the_history(scope: Scope) -> None:
    first, chair = await submitted(scope)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    await said(chair, "take_step", first, step_id="accept")
    with pytest.raises(NotPermitted, match="Cleo Invented said it"):
        await said(officer, "take_back", first, version=3, reason="Wrong one")
    with pytest.raises(OvertakenByAnother):
        await said(chair, "take_back", first, version=2, reason="Wrong one")

    await said(chair, "take_back", first, version=3, reason="That was M02")

    found = await milestone_of(scope, "M01")
    assert (found.state, found.accepted_on, found.delivered_by_name) == ("submitted", None, "Ezra Invented")
    with pytest.raises(rules.UnableToChangeMilestone, match="Nothing was said"):
        await said(chair, "take_back", first, version=4, reason="Again")
    await said(chair, "take_step", first, step_id="accept")
    await said(scope, "take_review", first, **a_message())
    with pytest.raises(rules.UnableToChangeMilestone, match="theirs to correct"):
        await said(officer, "take_back", first, version=6, reason="Wrong")


async def test_slip_moves_only_what_is_ticked_and_says_why(scope: Scope) -> None:
    values = a_programme().model_dump(mode="json", exclude_none=True)
    values["milestones"][1] |= {"after": ["M01"]}
    values["milestones"][2] |= {"after": ["M02"]}
    await taken_up(scope, a_programme(**values))
    ids = {slug: (await milestone_of(scope, slug)).id for slug in ("M01", "M02", "M03")}
    with pytest.raises(rules.UnableToChangeMilestone, match="Say why: M01 is expected later than July 2014"):
        await said(scope, "slip", ids["M01"], kind="expected", to=NOVEMBER, reason="")
    async with transactions.scope_tx(scope, readonly=True):
        preview = await what_follows(scope, milestone_id=ids["M01"], kind="agreed", to=NOVEMBER)
    assert [(each.slug, each.as_much, each.in_words) for each in preview.lines] == [
        ("M02", MonthDate(2015, 1), "It would come 2 months before M01, which it follows"),
        ("M03", MonthDate(2015, 8), "7 months to spare after M02"),
    ]
    with pytest.raises(rules.UnableToChangeMilestone, match="doesn’t come after M02"):
        await said(scope, "slip", ids["M02"], kind="agreed", to=NOVEMBER, reason="x", followers=[ids["M01"]])

    await said(
        scope, "slip", ids["M01"], kind="agreed", to=NOVEMBER, reason="No answer.", followers=[ids["M02"]]
    )

    first, second, third = [await milestone_of(scope, slug) for slug in ids]
    assert (first.due, second.due, third.moved) == (NOVEMBER, MonthDate(2015, 1), False)
    assert (second.act, second.reason) == ("moved-along", "It follows M01: No answer.")


async def test_milestones_of_one_signature_go_on_until_somebody_moves_them(scope: Scope) -> None:
    older = replace(scope, tenant=replace(scope.tenant, pins={"milestone-acceptance": "v1"}))
    programme = await taken_up(older)
    officer = await a_person(scope, "Olive Invented", roles=["governance-officer"])
    first = (await milestone_of(older, "M01")).id
    await said(replace(officer, tenant=older.tenant), "take_step", first, step_id="deliver")
    newer = replace(older, tenant=scope.tenant)
    assert (await milestone_of(newer, "M01")).workflow == "milestone-acceptance/v1"

    async with transactions.scope_tx(at(newer, 2014, 9, 5)) as _:
        moved = await operations.go_on_under(at(newer, 2014, 9, 5), programme_id=programme.line.id)

    later = at(newer, 2014, 9, 6)
    found = await milestone_of(later, "M01")
    assert (moved, found.state, found.accepted, found.dual) == (3, "submitted", False, True)
    then = await milestone_of(later, "M01", on=date(2014, 9, 4))
    assert (then.state, then.state_in_words) == ("delivered", "Said to be delivered")
