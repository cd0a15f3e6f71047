"""Keeping risks: what stands, what stood on a day, what two people at once do, and what can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from backend.facts.values import value_on
from backend.risks import operations, queries, rules
from backend.risks.stating import STATINGS
from backend.scope import NotFound, NotPermitted
from backend.tenancy import transactions
from tests.meetings.stage import Stage
from tests.risks.made import SAID, act, later, scored, seen, value_of, with_appetite


async def test_register_reads_as_it_stood_on_any_day(stage: Stage) -> None:
    officer = stage.officer  # on 1 September 2014
    risk_id = await act(officer, operations.open_risk, said=SAID, on=date(2014, 8, 1))
    await scored(officer, risk_id, 4, 4, on=date(2014, 8, 1))
    control = await act(
        officer, operations.add_control, risk_id=risk_id, words="A bank of staff", since=date(2014, 8, 5)
    )
    await act(
        officer,
        operations.add_assurance,
        risk_id=risk_id,
        control_id=control,
        words="Weekly count of open shifts",
        line=1,
    )
    gap = await act(
        officer,
        operations.add_gap,
        risk_id=risk_id,
        kind=rules.GapKind.ASSURANCE,
        words="Nobody independent has looked",
        due_on=date(2014, 9, 10),
    )
    autumn = later(officer, "2014-10-06")
    await scored(autumn, risk_id, 3, 4, because="Two posts were filled")
    await act(
        autumn,
        operations.change_risk,
        risk_id=risk_id,
        said=replace(SAID, effect="Patients wait, or go elsewhere"),
    )
    await act(autumn, operations.end_part, subject="gap", part_id=gap, because="Internal audit reported")
    now, then = await seen(autumn, risk_id), await seen(autumn, risk_id, on=date(2014, 9, 20))
    assert (value_of(now), now.movement, now.gaps) == (12, rules.Movement.DOWN, ())
    assert (value_of(then), then.movement, then.effect) == (
        16,
        rules.Movement.NEW,
        "Patients wait longer",
    )
    assert [each.overdue for each in then.gaps] == [True] and then.assurances_of(control)[0].line == 1
    august = await seen(autumn, risk_id, on=date(2014, 8, 3))
    assert august.controls == () and value_of(august) == 16 and august.opened_on == date(2014, 8, 1)
    with pytest.raises(NotFound):
        await seen(autumn, risk_id, on=date(2014, 7, 31))
    async with transactions.scope_tx(autumn, readonly=True):
        assert await queries.risks_as_at(autumn, on=date(2014, 7, 31)) == ()
        scores = await queries.scores_of(autumn, risk_ids=[risk_id])
    assert [each.value for each in scores[risk_id]] == [16, 12]


async def test_second_of_two_people_at_once_gets_a_sentence(stage: Stage) -> None:
    risk_id = await act(stage.officer, operations.open_risk, said=SAID)
    version = (await seen(stage.officer, risk_id)).version
    first, second = replace(SAID, title="Mine"), replace(SAID, title="Theirs")
    await act(stage.officer, operations.change_risk, risk_id=risk_id, said=first, version=version)
    with pytest.raises(rules.ChangedMeanwhile, match="Somebody else changed this"):
        await act(stage.officer, operations.change_risk, risk_id=risk_id, said=second, version=version)
    assert (await seen(stage.officer, risk_id)).title == "Mine"


async def test_last_step_is_undone_and_counts_on_no_day(stage: Stage) -> None:
    officer = stage.officer
    risk_id = await act(officer, operations.open_risk, said=SAID, on=date(2014, 8, 1))
    await scored(officer, risk_id, 2, 2, on=date(2014, 8, 1))
    await scored(officer, risk_id, 5, 5, on=date(2014, 8, 20))
    await act(officer, operations.close_risk, risk_id=risk_id, because="It went away")
    async with transactions.scope_tx(officer, readonly=True):
        history = await queries.history_of(officer, risk_id=risk_id)
    assert [step.act for step in history] == ["closed", "scored", "scored", "opened"]
    with pytest.raises(rules.UnableToUndoStep, match="Only the last step"):
        await act(officer, operations.undo_step, step_id=history[1].id, because="A slip")
    for step in history[:2]:
        await act(officer, operations.undo_step, step_id=step.id, because="A slip")
    now = await seen(officer, risk_id)
    assert now.open and now.closed_on is None and value_of(now) == 4
    assert value_of(await seen(officer, risk_id, on=date(2014, 8, 25))) == 4
    # its form is stale for whoever had it open, and what is written next counts on
    await act(
        officer,
        operations.change_risk,
        risk_id=risk_id,
        said=replace(SAID, title="Anew"),
        version=now.version,
    )
    assert (await seen(later(officer, "2014-09-09"), risk_id, on=date(2014, 9, 2))).title == "Anew"


async def test_risk_opened_by_mistake_is_undone_whole(stage: Stage) -> None:
    risk_id = await act(stage.officer, operations.open_risk, said=SAID)
    async with transactions.scope_tx(stage.officer, readonly=True):
        (opened,) = await queries.history_of(stage.officer, risk_id=risk_id)
    await act(stage.officer, operations.undo_step, step_id=opened.id, because="It is on the register already")
    with pytest.raises(NotFound):
        await seen(stage.officer, risk_id)


async def test_beyond_appetite_follows_what_was_settled_for_the_day(stage: Stage) -> None:
    officer = stage.officer
    risk_id = await act(officer, operations.open_risk, said=SAID)
    await scored(officer, risk_id, 4, 4)
    assert (await seen(officer, risk_id)).beyond_appetite is None
    settled_id = await with_appetite(officer, most=8, effective_from=date(2014, 9, 3))
    after = later(officer, "2014-09-05")
    assert (await seen(after, risk_id)).beyond_appetite is True
    assert (await seen(after, risk_id, on=date(2014, 9, 2))).beyond_appetite is None
    await act(after, operations.take_back, settled_id=settled_id, because="It was not agreed")
    assert (await seen(after, risk_id)).beyond_appetite is None


async def test_move_to_the_framework_is_proposed_and_agreed_to(stage: Stage) -> None:
    officer = stage.officer
    owner = replace(
        officer, roles=frozenset({"executive-owner"}), permissions=frozenset({"risks.read", "risks.keep"})
    )
    risk_id = await act(owner, operations.open_risk, said=SAID)
    with pytest.raises(NotPermitted):
        await act(owner, operations.open_risk, said=replace(SAID, level=rules.Level.BAF))
    move_id = await act(owner, operations.propose_move, risk_id=risk_id, because="It threatens an objective")
    with pytest.raises(rules.UnableToKeepRisk, match="proposed already"):
        await act(owner, operations.propose_move, risk_id=risk_id, because="Again")
    with pytest.raises(NotPermitted):
        await act(owner, operations.settle_move, move_id=move_id, agreed=True, by="Me")
    await act(officer, operations.settle_move, move_id=move_id, agreed=True, by="Governing body")
    view = await seen(officer, risk_id)
    (move,) = view.moves
    assert view.level is rules.Level.BAF and move.agreed_by == "Governing body" and move.because
    async with transactions.scope_tx(officer, readonly=True):
        (on_baf,) = await queries.risks_as_at(officer, level=rules.Level.BAF)
        history = await queries.history_of(officer, risk_id=risk_id)
    assert on_baf.id == risk_id
    with pytest.raises(NotPermitted):
        await act(owner, operations.undo_step, step_id=history[0].id, because="No")
    await act(officer, operations.undo_step, step_id=history[0].id, because="It was only discussed")
    again = await seen(officer, risk_id)
    assert again.level is rules.Level.CORPORATE and again.waiting_move is not None


async def test_what_is_not_a_risk_is_refused_in_words(stage: Stage) -> None:
    officer = stage.officer
    risk_id = await act(officer, operations.open_risk, said=SAID)
    other_id = await act(officer, operations.open_risk, said=SAID)
    control = await act(officer, operations.add_control, risk_id=other_id, words="A control of another")
    for said, field in (
        (replace(SAID, cause=" "), "cause"),
        (replace(SAID, category="weather"), "category"),
        (replace(SAID, owner_person_id=risk_id), "owner_person_id"),
        (replace(SAID, committee_id=risk_id), "committee_id"),
        (replace(SAID, objective_ids=(risk_id,)), "objective_ids"),
        (replace(SAID, linked_ids=(risk_id,)), "linked_ids"),
    ):
        with pytest.raises(rules.UnableToKeepRisk) as refused:
            await act(officer, operations.change_risk, risk_id=risk_id, said=said)
        assert refused.value.field == field
    with pytest.raises(rules.UnableToKeepRisk, match="Choose a control of this risk"):
        await act(
            officer,
            operations.add_gap,
            risk_id=risk_id,
            kind=rules.GapKind.CONTROL,
            words="x",
            control_id=control,
        )
    with pytest.raises(rules.UnableToScore, match="no likelihood of 6"):
        await scored(officer, risk_id, 6, 3)
    with pytest.raises(rules.UnableToScore, match="no score of 26"):
        await act(officer, operations.add_point, risk_id=risk_id, falls_on=date(2015, 1, 1), score=26)
    with pytest.raises(rules.UnableToKeepRisk, match="not one ahead"):
        await scored(officer, risk_id, 3, 3, on=date(2014, 9, 2))
    assert (await seen(officer, risk_id)).current is None


async def test_what_is_stated_of_a_risk_changes_with_time_alone(stage: Stage) -> None:
    officer = stage.officer
    risk_id = await act(officer, operations.open_risk, said=replace(SAID, committee_id=stage.committee_id))
    await scored(officer, risk_id, 4, 4)
    gap = {"kind": rules.GapKind.CONTROL, "words": "No bank", "due_on": date(2014, 9, 10)}
    await act(officer, operations.add_gap, risk_id=risk_id, **gap)
    await act(officer, operations.add_control, risk_id=risk_id, words="Agency staff")
    await with_appetite(officer, most=8, effective_from=date(2014, 10, 1))
    async with transactions.scope_tx(officer, readonly=True):
        (statement,) = await STATINGS[0].state(officer, [risk_id])
        assert await STATINGS[0].state(officer, []) == ()
    spans = statement.spans()
    assert set(spans) == set(STATINGS[0].kinds)

    def told(fact: str, *days: date) -> list[object]:
        return [value_on(spans[fact], day) for day in days]

    assert told("risk.gap-due-on", date(2014, 9, 1)) == [(True, date(2014, 9, 10))]
    assert told("risk.beyond-appetite", date(2014, 9, 30), date(2014, 10, 1)) == [(True, None), (True, True)]
    assert told("risk.reviewed-on", date(2014, 9, 1)) == [(True, None)]
    assert told("risk.controls", date(2014, 9, 1)) == [(True, 1)]
