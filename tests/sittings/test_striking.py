"""Decisions and actions that were recorded wrongly: struck out with a reason, corrected, never removed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from backend.actions import operations as actions
from backend.actions.rules import UnableToStep
from backend.between.rules import ActState
from backend.committees import operations as committee_operations
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.rules import Outcome
from backend.scope import NotFound
from backend.sittings import operations, queries, rules
from backend.tenancy import transactions
from tests.between.test_acts import BEFORE, act_by_chair, the_function
from tests.committees.made import FIRST, a_person, seat_id
from tests.meetings.stage import STARTS, Stage, at
from tests.sittings.test_sittings import arrive, decide, live, minutes, register, settle


async def strike(stage: Stage, what: str, line_id: UUID, because: str = "A slip of the pen") -> None:
    async with transactions.scope_tx(stage.officer):
        await operations.strike_out(
            stage.officer, meeting_id=stage.meeting_id, what=what, event_id=line_id, because=because
        )


async def test_struck_decision_stays_in_the_register_and_counts_no_more(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.gp)
    wrong = await decide(stage, item_id)
    assert wrong.faults
    with pytest.raises(rules.UnableToRecord, match="Say why"):
        await strike(stage, "decision", wrong.decision_id, because=" ")
    await strike(stage, "decision", wrong.decision_id)
    await strike(stage, "decision", wrong.decision_id)
    (line,) = await register(stage)
    assert line.decision.standing == "struck" and line.decision.struck_because == "A slip of the pen"
    assert line.decision.text == "To agree the pilot of longer hours" and line.decision.open_faults == ()
    (item,) = (await live(stage)).items
    assert item.decisions and not item.decided and item.doubts == ()
    assert "To agree the pilot" not in (await minutes(stage)).parts[1].words
    with pytest.raises(rules.UnableToSettle, match="struck out"):
        await settle(stage, line.decision.faults[0].id, wrong.decision_id)


async def test_wrong_vote_is_corrected_by_a_decision_that_keeps_the_moment(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.chair, stage.vice_chair, stage.gp, stage.second_gp)
    wrong = await decide(stage, item_id, tally=rules.Tally(votes_for=3), at=STARTS + timedelta(minutes=4))
    with pytest.raises(rules.UnableToRecord, match="recorded wrongly"):
        await decide(stage, item_id, corrects=wrong.decision_id)
    right = await decide(
        stage,
        item_id,
        tally=rules.Tally(votes_for=2, against=1),
        corrects=wrong.decision_id,
        because="One vote was against",
    )
    lines = {line.decision.id: line.decision for line in await register(stage)}
    assert lines[wrong.decision_id].replaced_by_id == right.decision_id
    assert lines[right.decision_id].decided_at == lines[wrong.decision_id].decided_at
    words = (await minutes(stage)).parts[1].words
    assert "2 for, 1 against" in words and "3 for" not in words


async def test_what_a_struck_decision_had_ratified_waits_again(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.gp)
    await decide(stage, item_id)
    later = replace(stage, officer=at(stage.officer, STARTS + timedelta(minutes=40)))
    await arrive(later, stage.chair, stage.second_gp, stage.vice_chair, when=STARTS + timedelta(minutes=31))
    ratifies = await decide(later, item_id, text="To ratify it")
    first = (await register(later))[-1].decision
    await settle(later, first.faults[0].id, ratifies.decision_id)
    await strike(later, "decision", ratifies.decision_id)
    assert (await register(later))[-1].decision.standing == "irregular"


async def test_action_is_corrected_and_the_old_one_stays_readable(stage: Stage) -> None:
    item_id = await stage.add_item()
    owner = stage.gp.actor.person_id
    assert owner is not None
    async with transactions.scope_tx(stage.officer):
        given = {"meeting_id": stage.meeting_id, "item_id": item_id, "owner_person_id": owner}
        wrong = await operations.add_action(stage.officer, words="Write to the parctice", **given)
        right = await operations.add_action(
            stage.officer, words="Write to the practice", **given, corrects=wrong, because="Spelling"
        )
        found = {
            each.id: each for each in await queries.actions_of(stage.officer, meeting_id=stage.meeting_id)
        }
        assert found[wrong].struck_because == "Spelling" and found[wrong].replaced_by_id == right
        followed = found[wrong].standing, found[right].standing
        assert [each.struck for each in followed if each] == [True, False]
        with pytest.raises(UnableToStep):
            await actions.claim_done(stage.officer, action_id=wrong, words="Done")
        await actions.reword(stage.officer, action_id=right, words="Write to every practice")
    words = (await minutes(stage)).parts[1].words
    assert "parctice" not in words and "Write to the practice" in words


async def test_line_of_another_meeting_is_not_struck_out(stage: Stage) -> None:
    item_id = await stage.add_item()
    wrong = await decide(stage, item_id)
    async with transactions.scope_tx(stage.officer):
        other = await meetings.arrange_meeting(
            stage.officer,
            committee_id=stage.committee_id,
            title="Another",
            starts_at=STARTS + timedelta(days=1),
            ends_at=STARTS + timedelta(days=1, hours=1),
            venue="An invented hall",
            in_public=True,
        )
    with pytest.raises(NotFound):
        await strike(replace(stage, meeting_id=other), "decision", wrong.decision_id)


@pytest.mark.parametrize("may_vote", [True, False])
async def test_named_deputy_is_forecast_and_counts_as_they_were_named(stage: Stage, may_vote: bool) -> None:
    item_id = await stage.add_item()
    gp_id = stage.gp.actor.person_id
    assert gp_id is not None
    async with transactions.scope_tx(stage.officer):
        dora = await a_person(stage.officer, "Dora Invented")
        seat = await seat_id(stage.officer, stage.committee_id, "gp", 1)
        await committee_operations.name_deputy(
            stage.officer,
            committee_id=stage.committee_id,
            seat_id=seat,
            person_id=dora,
            from_on=FIRST,
            may_vote=may_vote,
        )
        await meetings.apologise(
            stage.officer, meeting_id=stage.meeting_id, person_id=gp_id, deputy_person_id=dora
        )
        view = await meeting_queries.meeting(stage.officer, meeting_id=stage.meeting_id)
    (item,) = view.items
    assert item.forecast is not None and item.id == item_id
    assert item.forecast.standing_in == (("Dora Invented", "Glenn Invented"),)
    assert item.forecast.remaining == (4 if may_vote else 3)
    shown = {member.name: member for member in (await live(stage)).members}["Glenn Invented"]
    assert [deputy.name for deputy in shown.deputies] == ["Dora Invented"] and shown.coming == "Dora Invented"
    async with transactions.scope_tx(stage.officer):
        await operations.record_presence(
            stage.officer,
            meeting_id=stage.meeting_id,
            kind=rules.Kind.ARRIVED,
            person_id=dora,
            stands_for_person_id=gp_id,
        )
    assert (await live(stage)).quorum.counted == (1 if may_vote else 0)


async def test_nobody_comes_as_deputy_who_was_not_named(stage: Stage) -> None:
    gp_id, other = stage.gp.actor.person_id, stage.second_gp.actor.person_id
    assert gp_id is not None
    async with transactions.scope_tx(stage.officer):
        with pytest.raises(meeting_rules.UnableToRecord, match="named as a deputy for Glenn"):
            await meetings.apologise(
                stage.officer, meeting_id=stage.meeting_id, person_id=gp_id, deputy_person_id=other
            )


async def test_act_is_ratified_by_the_decision_on_its_item_and_waits_again_when_that_is_struck(
    stage: Stage,
) -> None:
    before = replace(stage, officer=at(stage.officer, BEFORE), chair=at(stage.chair, BEFORE))
    done = await act_by_chair(before, await the_function(before.officer, stage.committee_id))
    assert done.item_id is not None
    taken = await decide(stage, done.item_id, outcome=Outcome.NOTED, text="To note it")

    async def shown() -> tuple[ActState, queries.RegisterLine]:
        async with transactions.scope_tx(stage.officer, readonly=True):
            lines = await queries.register_of(stage.officer, committee_id=stage.committee_id)
        line = next(each for each in lines if each.act is not None)
        assert line.act is not None
        return line.act.state, line

    state, line = await shown()
    assert state is ActState.REPORTED and line.act is not None
    assert line.act.settled_by_decision_id == taken.decision_id
    assert queries.Wanted(words="chair").takes_act(line.act)
    assert not queries.Wanted(outcome=Outcome.AGREED).takes_act(line.act)
    await strike(stage, "decision", taken.decision_id)
    assert (await shown())[0] is ActState.AWAITING_REPORT
