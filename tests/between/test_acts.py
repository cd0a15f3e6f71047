"""Acts on a real database: recorded as they happened, put on the next agenda, settled by a decision there."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.between import chores, operations, queries, rules
from backend.between.operations import Said
from backend.between.rules import ActKind, ActState, Answer, Closing, Fault, Handling
from backend.catalogue.quorum import Office
from backend.interests.queries.register import interests_touching
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings.rules import Outcome, Purpose
from backend.powers.rules import Party, PartyKind
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, formed
from tests.meetings.stage import LONDON, Stage, an_organisation, at
from tests.powers import made

BEFORE = datetime(2014, 9, 3, 9, 0, tzinfo=LONDON)
AFTER = datetime(2014, 9, 18, 9, 0, tzinfo=LONDON)


async def the_function(scope: Scope, committee_id: UUID, *, limit: int | None = 50_000_00) -> UUID:
    """A function that the committee holds up to £50,000."""
    async with transactions.scope_tx(scope):
        function_id = await made.a_function(scope, "Vary a contract")
        body = Party(kind=PartyKind.COMMITTEE, committee_id=committee_id)
        await made.an_entry(scope, function_id, body, clause="Scheme 4.2 (invented)", limit=limit)
    return function_id


def who(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None
    return scope.actor.person_id


async def act_by_chair(stage: Stage, function_id: UUID | None, **traits: Any) -> operations.Finished:
    officer = at(stage.officer, BEFORE)
    given: dict[str, Any] = {
        "committee_id": stage.committee_id,
        "kind": ActKind.CHAIR_ACTION,
        "title": "Keep the branch open",
        "words": "Pay for a locum until October.",
        "because": "The branch would close on Friday.",
        "function_id": function_id,
        "value_pence": 8_000_00,
        "taken_at": BEFORE - timedelta(days=1),
        "acted": [Said(person_id=who(stage.chair), declared=rules.Declared.NONE)],
        "consulted": [Said(person_id=who(stage.gp), answer=Answer.AGREE, said_at=BEFORE - timedelta(days=2))],
        **traits,
    }
    async with transactions.scope_tx(officer):
        return await operations.record_act(officer, **given)


async def decide(stage: Stage, item_id: UUID, outcome: Outcome) -> tuple[Scope, UUID]:
    officer = at(stage.officer, AFTER)
    async with transactions.scope_tx(officer):
        return officer, await meetings.record_decision(
            officer,
            item_id=item_id,
            text="So it was decided.",
            outcome=outcome,
            decided_at=AFTER - timedelta(hours=18),
        )


async def line_of(stage: Stage, act_id: UUID) -> queries.ActLine:
    async with transactions.scope_tx(stage.officer, readonly=True):
        lines = await queries.listed_acts(stage.officer, committee_id=stage.committee_id)
    return next(line for line in lines if line.id == act_id)


async def test_regular_act_is_told_to_the_next_meeting_and_reported_by_its_decision(stage: Stage) -> None:
    function_id = await the_function(stage.officer, stage.committee_id)
    done = await act_by_chair(stage, function_id)
    assert done.faults == ()
    line = await line_of(stage, done.act_id)
    assert (line.number, line.state, line.finding_kind) == ("2014/15-1", ActState.AWAITING_REPORT, "within")
    assert line.clause == "Scheme 4.2 (invented)"
    assert line.item_id == done.item_id
    assert line.meeting_id == stage.meeting_id
    assert line.sha256 and len(line.sha256) == 64
    assert done.item_id is not None
    async with transactions.scope_tx(stage.officer, readonly=True):
        _, item = await meeting_queries.item(stage.officer, item_id=done.item_id)
        assert [each.id for each in await queries.acts_of_item(stage.officer, item_id=item.id)] == [line.id]
    assert item.purpose is Purpose.NOTE
    assert "Chair’s action 2014/15-1" in item.title
    officer, decision_id = await decide(stage, done.item_id, Outcome.NOTED)
    async with transactions.scope_tx(officer):
        settled = await operations.settle_by_item(officer, item_id=done.item_id, decision_id=decision_id)
        again = await operations.settle_by_item(officer, item_id=done.item_id, decision_id=decision_id)
        found = await queries.acts_of(officer, committee_id=stage.committee_id, since=FIRST)
        steps = await fetch(
            "SELECT act FROM ledger_event WHERE tenant_id = $1 AND act LIKE 'between.%' ORDER BY recorded_at, id",
            officer.tenant.id,
        )
    assert (settled, again) == ((done.act_id,), ())
    assert [(each.state, each.settled_by_decision_id) for each in found] == [(ActState.REPORTED, decision_id)]
    assert [each["act"] for each in steps] == [
        "between.act.begun",
        "between.person.recorded",
        "between.person.recorded",
        "between.act.finished",
        "between.act.placed",
        "between.act.reported",
    ]
    with pytest.raises(rules.UnableToRecordAct, match="settled"):
        async with transactions.scope_tx(officer):
            await operations.strike_act(officer, act_id=done.act_id, because="Typed twice")


async def test_conflicted_chair_alone_and_above_the_limit_is_recorded_irregular_and_told(
    stage: Stage,
) -> None:
    function_id = await the_function(stage.officer, stage.committee_id, limit=5_000_00)
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.chair, practice)
    done = await act_by_chair(stage, function_id, consulted=[], because="", organisation_ids=[practice])
    assert {each.fault for each in done.faults} == {
        Fault.CONFLICTED,
        Fault.NOT_CONSULTED,
        Fault.NO_REASON,
        Fault.BEYOND_POWER,
    }
    words = next(each.words for each in done.faults if each.fault is Fault.CONFLICTED)
    assert "Vivian Invented, the vice-chair, should have taken it." in words
    async with transactions.scope_tx(stage.officer, readonly=True):
        view = await queries.act(stage.officer, act_id=done.act_id)
        letters = await fetch(
            "SELECT recipient_name FROM notices_letter WHERE tenant_id = $1 AND kind = 'irregular-act' ORDER BY 1",
            stage.officer.tenant.id,
        )
    assert view.state is ActState.AWAITING_RATIFICATION
    assert view.acted[0].found == (
        "Charlie Invented has declared a financial interest in Castle Hill Invented Practice: "
        "Partner in the practice (invented).",
    )
    assert {each["recipient_name"] for each in letters} >= {"Charlie Invented", "Vivian Invented"}
    assert done.item_id is not None
    officer, decision_id = await decide(stage, done.item_id, Outcome.AGREED)
    async with transactions.scope_tx(officer):
        # beyond the committee's power: the same committee can't ratify it
        assert await operations.settle_by_item(officer, item_id=done.item_id, decision_id=decision_id) == ()
        await operations.settle_act(
            officer,
            act_id=done.act_id,
            decision_id=None,
            outcome="ratified",
            words="NHS England agreed by its letter of 17 September 2014 (invented).",
        )
    assert (await line_of(stage, done.act_id)).state is ActState.RATIFIED


async def test_inquorate_correspondence_is_ratified_by_the_next_meeting(stage: Stage) -> None:
    function_id = await the_function(stage.officer, stage.committee_id)
    officer = at(stage.officer, BEFORE)
    asked = [who(each) for each in (stage.chair, stage.vice_chair, stage.gp, stage.second_gp)]
    async with transactions.scope_tx(officer):
        act_id = await operations.begin_act(
            officer,
            committee_id=stage.committee_id,
            kind=ActKind.CORRESPONDENCE,
            title="A second locum",
            words="Shall a second locum be paid?",
            because="The rota begins on Monday.",
            function_id=function_id,
            value_pence=4_000_00,
        )
        await operations.ask_members(officer, act_id=act_id, person_ids=asked)
        view = await queries.act(officer, act_id=act_id)
    async with transactions.scope_tx(stage.gp, readonly=True):
        assert [line.id for line, _ in await queries.questions_to(stage.gp)] == [act_id]
    assert view.reply_by is not None and view.reply_by.isoformat() == "2014-09-10"
    for scope, answer, interest in (
        (stage.gp, Answer.AGREE, None),
        (stage.second_gp, Answer.AGREE, "My partner works there."),
        (stage.vice_chair, Answer.MEETING, None),
    ):
        async with transactions.scope_tx(at(scope, BEFORE + timedelta(days=1))):
            await operations.reply(
                at(scope, BEFORE + timedelta(days=1)), act_id=act_id, answer=answer, interest=interest
            )
    with pytest.raises(NotFound):
        async with transactions.scope_tx(at(stage.observer, BEFORE)):
            await operations.reply(at(stage.observer, BEFORE), act_id=act_id, answer=Answer.AGREE)
    with pytest.raises(rules.UnableToReply, match="Nobody decides"):
        async with transactions.scope_tx(at(stage.gp, AFTER)):
            await operations.reply(
                at(stage.gp, AFTER),
                act_id=act_id,
                answer=Answer.AGREE,
                handling=Handling.TOOK_PART,
                handled_by="Glenn Invented",
            )
    later = at(stage.officer, BEFORE + timedelta(days=2))
    async with transactions.scope_tx(later):
        assert await operations.remind(later, act_id=act_id) == 1
        assert await operations.remind(later, act_id=act_id) == 0
        done = await operations.close(
            later, act_id=act_id, closing=Closing.AGREED, words="A second locum is paid."
        )
    assert {each.fault for each in done.faults} == {Fault.INQUORATE, Fault.MEETING_ASKED}
    line = await line_of(stage, act_id)
    assert line.state is ActState.AWAITING_RATIFICATION
    assert line.quorum_words and "Needs at least one lay member; none replied." in line.quorum_words
    assert done.item_id is not None
    officer, decision_id = await decide(stage, done.item_id, Outcome.AGREED)
    async with transactions.scope_tx(officer):
        nothing = await operations.settle_by_item(
            officer, item_id=done.item_id, decision_id=decision_id, irregular=True
        )
        settled = await operations.settle_by_item(officer, item_id=done.item_id, decision_id=decision_id)
    assert (nothing, settled) == ((), (act_id,))
    assert (await line_of(stage, act_id)).state is ActState.RATIFIED


async def test_act_without_a_meeting_waits_until_one_is_arranged_and_leaves_the_agenda_when_struck(
    stage: Stage,
) -> None:
    function_id = await the_function(stage.officer, stage.committee_id)
    async with transactions.scope_tx(stage.officer):
        await meetings.cancel_meeting(stage.officer, meeting_id=stage.meeting_id, because="Snow")
    done = await act_by_chair(stage, function_id)
    assert done.item_id is None
    officer = at(stage.officer, BEFORE + timedelta(hours=2))
    async with transactions.scope_tx(officer):
        meeting_id = await meetings.arrange_meeting(
            officer,
            committee_id=stage.committee_id,
            title="Commissioning Committee, October",
            starts_at=datetime(2014, 10, 15, 14, 0, tzinfo=LONDON),
            ends_at=datetime(2014, 10, 15, 16, 0, tzinfo=LONDON),
            venue="An invented hall",
            in_public=True,
        )
        await meetings.add_item(
            officer, meeting_id=meeting_id, title="Any other business", purpose=Purpose.DISCUSSION
        )
    chore = officer.as_chore("between.place_acts")
    await chores.place_acts(chore)
    await chores.place_acts(chore)
    async with transactions.scope_tx(officer, readonly=True):
        meeting = await meeting_queries.meeting(officer, meeting_id=meeting_id)
    assert [item.title for item in meeting.items] == [
        "Chair’s action 2014/15-1: Keep the branch open",
        "Any other business",
    ]
    async with transactions.scope_tx(officer):
        await meetings.cancel_meeting(officer, meeting_id=meeting_id, because="More snow")
        later_id = await meetings.arrange_meeting(
            officer,
            committee_id=stage.committee_id,
            title="Commissioning Committee, November",
            starts_at=datetime(2014, 11, 15, 14, 0, tzinfo=LONDON),
            ends_at=datetime(2014, 11, 15, 16, 0, tzinfo=LONDON),
            venue="An invented hall",
            in_public=True,
        )
    await chores.place_acts(chore)
    assert (await line_of(stage, done.act_id)).meeting_id == later_id
    async with transactions.scope_tx(officer):
        item_id = (await queries.act(officer, act_id=done.act_id)).line.item_id
        assert item_id is not None
        await meetings.withdraw_item(officer, item_id=item_id, because="The chair wants it in December")
    await chores.place_acts(chore)
    assert (await line_of(stage, done.act_id)).item_id is None
    async with transactions.scope_tx(officer):
        await operations.place_act(officer, act_id=done.act_id, meeting_id=later_id)
        await operations.strike_act(officer, act_id=done.act_id, because="It never happened")
        view = await queries.act(officer, act_id=done.act_id)
        left = await queries.acts_of(officer, committee_id=stage.committee_id)
    assert (view.state, view.line.struck_because, left) == (ActState.STRUCK, "It never happened", ())
    assert all(place.gone for place in view.places)
    async with transactions.scope_tx(officer):
        with pytest.raises(rules.UnableToRecordAct, match="Say why"):
            await operations.undo_striking(officer, act_id=done.act_id, because=" ")
        await operations.undo_striking(officer, act_id=done.act_id, because="It was another act")
        again = await queries.act(officer, act_id=done.act_id)
        with pytest.raises(rules.UnableToRecordAct, match="not struck out"):
            await operations.undo_striking(officer, act_id=done.act_id, because="Twice")
    assert again.state is ActState.AWAITING_REPORT and again.line.meeting_id == later_id
    assert [place.gone for place in again.places].count(False) == 1, "on the next agenda, once"
    said = [each.words for each in again.timeline]
    assert "Struck out: It never happened" in said and "Taken back: It was another act" in said
    await chores.place_acts(chore)
    assert (await line_of(stage, done.act_id)).item_id == again.line.item_id


async def test_private_act_is_for_its_committee_and_never_for_whoever_is_to_see_no_paper(
    stage: Stage,
) -> None:
    done = await act_by_chair(
        stage,
        None,
        private_reason="It names a patient.",
        consulted=[
            Said(
                person_id=who(stage.second_gp),
                interest="It is about my partner.",
                handling=Handling.NO_PAPERS,
                handled_by="Vivian Invented",
            )
        ],
    )
    assert Fault.NO_FUNCTION in {each.fault for each in done.faults}
    outsider = replace(stage.gp, seats=(), actor=replace(stage.gp.actor, person_id=stage.author_id))
    for scope, sees in ((stage.officer, True), (stage.gp, True), (stage.second_gp, False), (outsider, False)):
        async with transactions.scope_tx(scope, readonly=True):
            lines = await queries.acts_of(scope, committee_id=stage.committee_id)
            assert bool(lines) is sees, scope.actor.name
            if sees:
                assert (await queries.act(scope, act_id=done.act_id)).private_reason
            else:
                with pytest.raises(NotFound):
                    await queries.act(scope, act_id=done.act_id)
    async with transactions.scope_tx(stage.officer, readonly=True):
        told = await fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind = 'irregular-act'",
            stage.officer.tenant.id,
        )
    assert told
    assert all("locum" not in each["text"] for each in told)


async def test_radar_leaves_a_hint_that_changes_nothing(stage: Stage) -> None:
    """The words name the practice, and nobody named it as an organisation: a hint for officers, no fault."""
    function_id = await the_function(stage.officer, stage.committee_id)
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.gp, practice)
    done = await act_by_chair(
        stage, function_id, words="Pay Castle Hill Invented Practice for a locum until October."
    )
    assert done.faults == ()
    officer = at(stage.officer, BEFORE)
    await chores.search_for_interests(officer.as_chore("a test"), act_id=done.act_id)
    async with transactions.scope_tx(officer, readonly=True):
        view = await queries.act(officer, act_id=done.act_id)
        touching = await interests_touching(
            officer, person_ids=(who(stage.gp),), organisation_ids=(practice,), on=FIRST
        )
    assert len(touching) == 1
    assert [len(each.hinted) for each in view.people] == [0, 1]
    assert view.faults == ()
    async with transactions.scope_tx(at(stage.observer, BEFORE), readonly=True):
        view = await queries.act(at(stage.observer, BEFORE), act_id=done.act_id)
    assert [each.hinted for each in view.people] == [(), ()]


async def test_what_chair_and_another_hold_jointly_is_within_power_where_both_acted(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        function_id = await made.a_function(stage.officer, "Decide urgently")
        offices = (Office.CHAIR, Office.VICE_CHAIR)
        holders = [made.office(each, stage.committee_id) for each in offices]
        await made.an_entry(stage.officer, function_id, *holders, limit=25_000_00)
    chair, vice = (Said(person_id=who(each)) for each in (stage.chair, stage.vice_chair))
    together = await act_by_chair(stage, function_id, acted=[chair, vice])
    alone = await act_by_chair(stage, function_id, acted=[chair])
    above = await act_by_chair(stage, function_id, acted=[chair, vice], value_pence=25_000_01)
    line = await line_of(stage, together.act_id)
    assert together.faults == ()
    assert "Charlie Invented and Vivian Invented may decide" in (line.finding_words or "")
    assert {each.fault for each in alone.faults} == {Fault.WITHOUT_CONSENT}
    assert {each.fault for each in above.faults} == {Fault.BEYOND_POWER}
    assert (await line_of(stage, above.act_id)).number == "2014/15-3"


async def test_act_beyond_power_goes_up_to_who_holds_it_and_its_own_committee_is_told(stage: Stage) -> None:
    function_id = await the_function(stage.officer, stage.committee_id, limit=5_000_00)
    officer = at(stage.officer, BEFORE)
    async with transactions.scope_tx(officer):
        board_id = await formed(officer, id="board", name="Governing Body", kind="governing-body")
        await made.an_entry(officer, function_id, made.body(board_id), clause="Scheme 4.3 (invented)")
        given: dict[str, Any] = {"committee_id": board_id, "venue": "A hall", "in_public": True}
        coming = [
            await meetings.arrange_meeting(
                officer, title=title, starts_at=starts, ends_at=starts + timedelta(hours=2), **given
            )
            for title, starts in (
                ("The board", AFTER - timedelta(days=1)),
                ("The next", AFTER + timedelta(days=9)),
            )
        ]
    done = await act_by_chair(stage, function_id)
    assert {each.fault for each in done.faults} == {Fault.BEYOND_POWER}
    async with transactions.scope_tx(officer):
        view = await queries.act(officer, act_id=done.act_id)
        assert {(each.meeting, each.goes.value) for each in view.places} == {
            ("The board", "ratification"),
            ("Commissioning Committee, September", "report"),
        }
        assert (view.line.goes_to, view.line.meeting_id) == ("Governing Body", coming[0])
        assert len(await queries.waiting_acts(officer, committee_id=board_id)) == 1
        # put on another agenda its item is carried there, and the act follows it
        moved = await operations.place_act(officer, act_id=done.act_id, meeting_id=coming[1])
        assert (await queries.act(officer, act_id=done.act_id)).line.item_id == moved
        with pytest.raises(rules.UnableToPlaceAct):
            await operations.place_act(officer, act_id=done.act_id, meeting_id=new_id())
    later, decision_id = await decide(stage, moved, Outcome.AGREED)
    async with transactions.scope_tx(later):
        settled = await operations.settle_by_item(later, item_id=moved, decision_id=decision_id)
        kept = await queries.acts_between(later, since=FIRST, until=later.today)
    assert settled == (done.act_id,)
    assert [each.state for each in kept] == [ActState.RATIFIED]
