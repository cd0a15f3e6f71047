"""The action log on the real database: undertaken, claimed, accepted, undone, waited for, answered by a link."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.actions import links, operations, queries, rules
from backend.actions.operations import Source, SourceKind
from backend.actions.rules import State
from backend.actions.rules.rag import Rag, Setting
from backend.scope import NotFound, NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage

DUE = date(2014, 9, 17)


async def act(scope: Scope, operation: Any, **given: Any) -> Any:
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


def source(stage: Stage) -> Source:
    return Source(
        kind=SourceKind.MEETING,
        title="Commissioning Committee, September",
        id=stage.meeting_id,
        on=date(2014, 9, 1),
        committee_id=stage.committee_id,
        meeting_id=stage.meeting_id,
    )


async def undertaken(stage: Stage, **traits: Any) -> UUID:
    given = {
        "source": source(stage),
        "words": "Write to the practices",
        "owner_person_id": stage.gp.actor.person_id,
        "due_on": DUE,
        **traits,
    }
    if "owner_name" in traits:
        del given["owner_person_id"]
    action_id: UUID = await act(stage.officer, operations.undertake, **given)
    return action_id


async def seen(scope: Scope, action_id: UUID) -> queries.ActionView:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.action(scope, action_id=action_id)


async def refused(scope: Scope, operation: Any, kind: type[Refusal], **given: Any) -> str:
    with pytest.raises(kind) as refusal:
        await act(scope, operation, **given)
    return refusal.value.sentence


async def test_action_is_claimed_by_its_owner_and_closed_by_another(stage: Stage) -> None:
    action_id = await undertaken(stage)
    await refused(stage.second_gp, operations.claim_done, NotPermitted, action_id=action_id, words="I did it")
    await act(stage.gp, operations.report, action_id=action_id, words="Half of them are written")
    await act(
        stage.gp, operations.show_evidence, action_id=action_id, link=f"/t/{stage.gp.tenant.slug}/packs"
    )
    await act(stage.gp, operations.claim_done, action_id=action_id, words="All letters went out")
    view = await seen(stage.officer, action_id)
    assert (view.line.state, view.line.rag) == (State.DONE_CLAIMED, Rag.GREEN)
    await refused(stage.gp, operations.accept, NotPermitted, action_id=action_id)
    await act(stage.chair, operations.reopen, action_id=action_id, reason="One practice has none")
    await act(stage.officer, operations.claim_done, action_id=action_id, words="Said at the meeting")
    await refused(stage.officer, operations.accept, NotPermitted, action_id=action_id)
    await act(stage.chair, operations.accept, action_id=action_id)
    view = await seen(stage.officer, action_id)
    assert (view.line.state, view.line.rag) == (State.CLOSED, Rag.BLUE)
    assert [step.kind for step in reversed(view.steps)] == [
        *("undertaken", "updated", "evidence-shown", "done-claimed", "reopened", "done-claimed", "closed")
    ]
    assert len(view.evidence) == 1


async def test_closing_waits_for_the_committee_where_the_setting_wants_it(stage: Stage) -> None:
    action_id = await undertaken(stage)
    setting = Setting(
        effective_from=date(2014, 4, 1),
        committee_id=stage.committee_id,
        closed_by_committee=True,
        source="Standing orders (invented)",
    )
    await act(stage.officer, lambda scope: operations.set_rule(scope, setting))
    await act(stage.gp, operations.claim_done, action_id=action_id, words="Done")
    assert "The committee agrees" in await refused(
        stage.officer, operations.accept, rules.UnableToStep, action_id=action_id
    )
    tomorrow = stage.officer.today + timedelta(days=1)
    await refused(
        stage.officer, operations.accept, rules.UnableToStep, action_id=action_id, agreed_on=tomorrow
    )
    await act(stage.officer, operations.accept, action_id=action_id, agreed_on=date(2014, 9, 1))
    assert (await seen(stage.officer, action_id)).steps[0].agreed_on == date(2014, 9, 1)


async def test_due_day_keeps_its_history_and_who_agreed(stage: Stage) -> None:
    action_id = await undertaken(stage)
    await act(stage.gp, operations.ask_more_time, action_id=action_id, until=date(2014, 10, 1), words="Leave")
    assert (await seen(stage.officer, action_id)).line.waits_for_officer
    await refused(
        stage.gp,
        operations.move_due_day,
        NotPermitted,
        action_id=action_id,
        due_on=date(2014, 10, 1),
        agreed_by="Me",
    )
    for day in (date(2014, 10, 1), date(2014, 11, 3)):
        await act(
            stage.officer, operations.move_due_day, action_id=action_id, due_on=day, agreed_by="The chair"
        )
    view = await seen(stage.officer, action_id)
    assert [(step.was, step.came, step.agreed_by) for step in view.due_days] == [
        ("17 September 2014", "1 October 2014", "The chair"),
        ("1 October 2014", "3 November 2014", "The chair"),
    ]
    assert (view.line.moves, view.line.rag, view.line.asked) == (2, Rag.AMBER, None)


async def test_last_change_is_undone_and_an_update_struck_out_with_a_reason(stage: Stage) -> None:
    action_id = await undertaken(stage)
    before = (await seen(stage.officer, action_id)).line
    update_id = await act(stage.gp, operations.report, action_id=action_id, words="Of another action")
    claim_id = await act(stage.gp, operations.claim_done, action_id=action_id, words="Done")
    strike_id = await act(stage.officer, operations.strike_out, action_id=action_id, reason="Entered twice")
    await refused(
        stage.officer, operations.undo_step, rules.UnableToUndo, step_id=claim_id, because="Too early"
    )
    await refused(stage.officer, operations.undo_step, rules.UnableToStep, step_id=strike_id, because=" ")
    await act(stage.officer, operations.undo_step, step_id=strike_id, because="It was not")
    await act(stage.officer, operations.undo_step, step_id=claim_id, because="Of another action")
    await refused(
        stage.second_gp, operations.strike_step, NotPermitted, step_id=update_id, because="Not mine"
    )
    await act(stage.gp, operations.strike_step, step_id=update_id, because="Of another action")
    view = await seen(stage.officer, action_id)
    assert view.line == before
    assert {step.kind: step.undone_because for step in view.steps} == {
        "undertaken": None,
        "updated": "Of another action",
        "done-claimed": "Of another action",
        "struck-out": "It was not",
    }


async def test_private_action_is_unknown_to_who_may_not_see_it(stage: Stage) -> None:
    owner = stage.author_id
    action_id = await undertaken(stage, private=True, owner_person_id=owner, words="Settle the dispute")
    stranger = replace(stage.gp, seats=())
    await refused(stranger, operations.claim_done, NotFound, action_id=action_id, words="Done")
    for reader, found in ((stage.officer, True), (stage.gp, True), (stranger, False)):
        async with transactions.scope_tx(reader, readonly=True):
            lines = await queries.actions_of(reader, committee_id=stage.committee_id)
            log = await queries.log_of(reader, queries.Filters(show="all"))
        assert bool(lines) is bool(log.lines) is found
    mine = replace(stranger, actor=replace(stranger.actor, person_id=owner))
    assert (await seen(mine, action_id)).line.words == "Settle the dispute"


async def test_actions_wait_for_each_other_but_never_in_a_circle(stage: Stage) -> None:
    first, second, third = [
        await undertaken(stage, words=f"Step {n}", due_on=date(2014, 12, n)) for n in (1, 2, 3)
    ]
    await act(stage.officer, operations.wait_for, action_id=first, for_action_id=second)
    await act(stage.officer, operations.wait_for, action_id=second, for_action_id=third)
    for waits, other in ((third, first), (second, second), (first, second)):
        await refused(
            stage.officer, operations.wait_for, rules.UnableToWait, action_id=waits, for_action_id=other
        )
    view = await seen(stage.officer, second)
    assert [line.number for line in view.waits_for] == [3]
    assert [line.number for line in view.waited_for_by] == [1]
    assert view.line.rag is Rag.AMBER
    await act(stage.officer, operations.wait_no_longer, action_id=second, for_action_id=third)
    assert (await seen(stage.officer, second)).line.rag is Rag.GREEN


async def test_log_is_narrowed_by_owner_colour_and_age_and_counts_the_rest(stage: Stage) -> None:
    await undertaken(stage, undertaken_on=date(2014, 3, 3), due_on=date(2014, 4, 1))
    await undertaken(stage, owner_name="Pat of the Council (invented)", due_on=None)
    closed = await undertaken(stage, words="Close me")
    await act(stage.gp, operations.claim_done, action_id=closed, words="Done")
    await act(stage.officer, operations.accept, action_id=closed)
    async with transactions.scope_tx(stage.officer, readonly=True):
        log = await queries.log_of(stage.officer, queries.Filters())
        red = await queries.log_of(stage.officer, queries.Filters(rag=Rag.RED, age="older"))
        gps = await queries.log_of(
            stage.officer, queries.Filters(owner_person_id=stage.gp.actor.person_id, show="all")
        )
        open_ones = await queries.actions_of(stage.officer, meeting_id=stage.meeting_id, open_only=True)
    assert [line.number for line in log.lines] == [1, 2]
    assert (log.open, log.red, log.closed_lately, log.added_lately) == (2, 1, 1, 2)
    assert [bar.count for bar in log.ages] == [1, 0, 0, 0, 1]
    assert [line.number for line in red.lines] == [1]
    assert [line.number for line in gps.lines] == [1, 3]
    assert [line.owner for line in open_ones] == ["Glenn Invented", "Pat of the Council (invented)"]


async def test_link_answers_for_its_holder_until_it_runs_out_or_the_action_moves(stage: Stage) -> None:
    action_id = await undertaken(stage)
    holder = stage.gp.actor.person_id
    assert holder is not None
    token = links.token_of(stage.officer, action_id=action_id, holder_id=holder)
    anybody = replace(stage.officer, roles=frozenset(), seats=(), permissions=frozenset())
    step = {"token": token, "words": "Letters went out"}
    await act(anybody, operations.answer_by_link, token=token, answer="more-time", until=date(2014, 10, 1))
    await act(anybody, operations.answer_by_link, answer="done", **step)
    view = await seen(stage.officer, action_id)
    assert (view.line.state, view.steps[0].by_link) == (State.DONE_CLAIMED, True)
    assert view.steps[0].made_by_name == "Glenn Invented"
    await refused(anybody, operations.answer_by_link, rules.UnableToStep, answer="done", **step)

    later = replace(anybody, now=anybody.now + timedelta(days=links.VALID_DAYS + 1))
    await refused(later, operations.answer_by_link, NotFound, answer="done", **step)
    spoilt = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    elsewhere = replace(anybody, tenant=replace(anybody.tenant, id=stage.committee_id))
    for scope, bad in ((anybody, spoilt), (anybody, "x"), (anybody, "%%%"), (elsewhere, token)):
        with pytest.raises(NotFound):
            links.read(scope, bad)

    await act(stage.officer, operations.reopen, action_id=action_id, reason="One is missing")
    await act(stage.officer, operations.hand_over, action_id=action_id, owner_person_id=stage.author_id)
    await refused(anybody, operations.answer_by_link, NotFound, answer="done", **step)


async def test_work_list_counts_what_is_mine_and_what_i_am_to_settle(stage: Stage) -> None:
    late = await undertaken(stage, due_on=date(2014, 8, 1))
    await undertaken(stage)
    for scope, expected in ((stage.gp, (2, 1, 0)), (stage.officer, (0, 0, 0)), (stage.chair, (0, 0, 0))):
        async with transactions.scope_tx(scope, readonly=True):
            found = await queries.waiting_for(scope)
        assert (found.mine, found.overdue, found.to_settle) == expected
    await act(stage.gp, operations.claim_done, action_id=late, words="Done")
    for scope, expected in ((stage.gp, (1, 0, 0)), (stage.officer, (0, 0, 1)), (stage.chair, (0, 0, 1))):
        async with transactions.scope_tx(scope, readonly=True):
            found = await queries.waiting_for(scope)
        assert (found.mine, found.overdue, found.to_settle) == expected


async def test_owner_from_outside_answers_by_a_link_too(stage: Stage) -> None:
    action_id = await undertaken(stage, owner_name="Pat of the Council (invented)")
    holder = links.holder_from_outside(action_id, "Pat of the Council (invented)")
    token = links.token_of(stage.officer, action_id=action_id, holder_id=holder)
    anybody = replace(stage.officer, roles=frozenset(), seats=(), permissions=frozenset())
    await act(anybody, operations.answer_by_link, token=token, answer="done", words="Sent")
    view = await seen(stage.officer, action_id)
    assert view.steps[0].made_by_name == "Pat of the Council (invented) (from outside)"


async def test_action_needs_words_and_one_owner_and_the_same_id_is_entered_once(stage: Stage) -> None:
    given = {"source": source(stage), "due_on": DUE}
    for more in (
        {"words": " ", "owner_name": "Pat"},
        {"words": "Write"},
        {"words": "Write", "owner_name": "Pat", "owner_person_id": stage.author_id},
        {"words": "Write", "owner_person_id": stage.committee_id},
    ):
        await refused(stage.officer, operations.undertake, rules.UnableToUndertake, **given, **more)
    first = await undertaken(stage)
    assert await undertaken(stage, action_id=first, words="Other words") == first
    assert (await seen(stage.officer, first)).line.words == "Write to the practices"
