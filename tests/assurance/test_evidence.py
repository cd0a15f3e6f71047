"""Evidence as it is kept: versions, what rests on it, records that are amended, who sees it, holds and disposal."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.assurance.operations import evidence as operations
from backend.assurance.operations import evidence_retention
from backend.assurance.queries import evidence as queries
from backend.assurance.queries import evidence_retention as kept
from backend.assurance.queries import linking
from backend.assurance.rules import evidence as rules
from backend.facts.registers import Moment
from backend.interests.operations import correcting
from backend.interests.registers import INTERESTS
from backend.kit.identity import new_id
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.registers.rules import retention
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage, an_organisation, at

TODAY = date(2014, 9, 1)
TRAITS = rules.Traits(
    shows="The committee agreed the pilot",
    limits="Not whether the pilot works",
    line=rules.Line.SECOND,
    independence=rules.Independence.WITHIN,
    level=rules.Level.REASONABLE,
    effective_from=TODAY,
)
SAID = operations.Stated(words="All leases are signed.", on=TODAY, by_name="Ash Invented")


def later(scope: Scope, days: float) -> Scope:
    return at(scope, scope.now + timedelta(days=days))


async def add(scope: Scope, **traits: Any) -> UUID:
    given = {
        "title": "Leases",
        "content": SAID,
        "traits": TRAITS,
        "owner_person_id": scope.actor.person_id,
        "review_on": TODAY + timedelta(days=90),
        **traits,
    }
    async with transactions.scope_tx(scope):
        return await operations.add_evidence(scope, **given)


async def read(scope: Scope, evidence_id: UUID, on: date | None = None) -> queries.EvidenceView:
    async with transactions.scope_tx(scope):
        return await queries.evidence(scope, evidence_id=evidence_id, on=on)


async def decision_of(stage: Stage, part: meeting_rules.Part = meeting_rules.Part.PUBLIC) -> UUID:
    item_id = await stage.add_item(
        part=part,
        **({"private_reason": "Commercial in confidence"} if part is meeting_rules.Part.PRIVATE else {}),
    )
    async with transactions.scope_tx(stage.officer):
        return await meetings.record_decision(
            stage.officer,
            item_id=item_id,
            text="The pilot was agreed",
            outcome=meeting_rules.Outcome.AGREED,
        )


async def linked(scope: Scope, code: str, record_id: UUID, as_at: date | None = None) -> operations.Linked:
    async with transactions.scope_tx(scope):
        return operations.Linked(looked=await linking.sort_named(code).look(scope, record_id, as_at))


async def test_versions_stay_and_a_past_day_shows_the_one_of_that_day(stage: Stage) -> None:
    officer = stage.officer
    evidence_id = await add(
        officer, content=operations.HandedIn(filename="leases.md", data=b"# Leases\n\nAll are signed.\n")
    )
    first = await read(officer, evidence_id)
    assert (first.sort, first.file_name, first.version_number) == (rules.Sort.FILE, "leases.md", 1)
    then = later(officer, 100)
    assert (await read(then, evidence_id)).state is rules.State.DUE
    better = replace(TRAITS, level=rules.Level.SUBSTANTIAL, expires_on=then.today + timedelta(days=30))
    async with transactions.scope_tx(then):
        with pytest.raises(rules.ChangedMeanwhile):
            await operations.renew(
                then, evidence_id=evidence_id, version=7, content=SAID, traits=better, review_on=None, why="x"
            )
        number = await operations.renew(
            then,
            evidence_id=evidence_id,
            version=first.version,
            content=SAID,
            traits=better,
            review_on=None,
            why="The last lease",
        )
    now, before = await read(then, evidence_id), await read(then, evidence_id, TODAY)
    assert (number, now.level, now.state) == (2, rules.Level.SUBSTANTIAL, rules.State.CURRENT)
    assert (before.version_number, before.level, before.sha256) == (1, rules.Level.REASONABLE, first.sha256)
    assert now.sha256 != first.sha256
    assert (await read(then, evidence_id, then.today + timedelta(days=31))).state is rules.State.EXPIRED


async def test_expired_evidence_bears_nothing_new_and_stops_counting_for_what_rests_on_it(
    stage: Stage,
) -> None:
    officer = stage.officer
    expires = TODAY + timedelta(days=10)
    evidence_id = await add(officer, traits=replace(TRAITS, expires_on=expires), review_on=None)
    answer = Record(room="assurance", kind="answer", id=new_id(), title="Answer 1")
    async with transactions.scope_tx(officer):
        for _ in range(2):
            await operations.rely(officer, evidence_id=evidence_id, by=answer, path="/assurance/answer/1")
        rested = await queries.relied_on_by(officer, records=[answer.id])
        assert [(view.id, view.counts, view.used) for view in rested[answer.id]] == [(evidence_id, True, 1)]
    after = later(officer, 11)
    async with transactions.scope_tx(after):
        standing = (await queries.standing_of(after, evidence_ids=[evidence_id]))[evidence_id]
        assert not standing.counts
        assert "11 September 2014" in standing.why
        other = Record(room="assurance", kind="answer", id=new_id(), title="Answer 2")
        with pytest.raises(rules.UnableToRely, match="expired"):
            await operations.rely(after, evidence_id=evidence_id, by=other, path="/assurance/answer/2")
        with pytest.raises(rules.UnableToRely, match="why"):
            await operations.rely_no_longer(after, evidence_id=evidence_id, by=answer, reason=" ")
        await operations.rely_no_longer(after, evidence_id=evidence_id, by=answer, reason="It has expired")
        assert (await queries.relied_on_by(after, records=[answer.id]))[answer.id] == ()
        assert len((await queries.relied_on_by(after, records=[answer.id], on=TODAY))[answer.id]) == 1
        (use,) = await queries.uses_of(after, evidence_id=evidence_id)
        assert use.ended_because == "It has expired"


async def test_a_struck_decision_sends_what_rests_on_it_to_review_until_somebody_confirms(
    stage: Stage,
) -> None:
    decision_id = await decision_of(stage)
    then = later(stage.officer, 1)
    evidence_id = await add(then, content=await linked(then, "decision", decision_id), traits=TRAITS)
    assert (await read(then, evidence_id)).state is rules.State.CURRENT
    struck = later(then, 1)
    async with transactions.scope_tx(struck):
        await meetings.strike_decision(struck, decision_id=decision_id, because="It was another item")
    view = await read(struck, evidence_id)
    assert (view.state, view.counts) == (rules.State.DUE, True)
    assert view.why.startswith("The decision was struck out on 3 September 2014 by Olive Invented")
    assert (await read(struck, evidence_id, then.today)).state is rules.State.CURRENT
    looked = later(struck, 1)
    async with transactions.scope_tx(looked):
        with pytest.raises(rules.UnableToKeepEvidence, match="looked at"):
            await operations.confirm_review(
                looked, evidence_id=evidence_id, version=1, words=" ", review_on=date(2015, 1, 1)
            )
        await operations.confirm_review(
            looked,
            evidence_id=evidence_id,
            version=view.version,
            words="The same was decided at the next item",
            review_on=date(2015, 1, 1),
        )
    assert (await read(looked, evidence_id)).state is rules.State.CURRENT
    assert (await read(looked, evidence_id, struck.today)).state is rules.State.DUE


async def test_a_withdrawn_entry_sends_the_register_to_review_and_a_new_one_does_not(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.gp, practice)
    then = later(stage.officer, 1)
    content = await linked(then, "register", linking.register_id(then, "interests"), TODAY)
    evidence_id = await add(then, content=content)
    last = later(then, 1)
    await replace(stage, officer=last).conflicted(stage.second_gp, practice)
    assert (await read(last, evidence_id)).state is rules.State.CURRENT
    async with transactions.scope_tx(last):
        rows = await INTERESTS.rows(last, Moment(on=TODAY, known_at=last.now))
        entry = next(row for row in rows if row.person_id == stage.gp.actor.person_id)
        await correcting.withdraw_interest(last, interest_id=entry.id, reason="Declared by mistake")
    view = await read(last, evidence_id)
    assert view.state is rules.State.DUE
    assert view.why.startswith("An entry of the register was withdrawn on 3 September 2014")
    now = await linked(last, "register", view.record_id or new_id(), TODAY)
    assert now.looked.sha256 != view.sha256


async def test_a_private_decision_needs_confidential_evidence_that_others_only_see_count(
    stage: Stage,
) -> None:
    decision_id = await decision_of(stage, part=meeting_rules.Part.PRIVATE)
    content = await linked(stage.officer, "decision", decision_id)
    with pytest.raises(rules.UnableToKeepEvidence) as refused:
        await add(stage.officer, content=content)
    assert refused.value.field == "confidential"
    evidence_id = await add(stage.officer, content=content, title="Hush", confidential=True)
    answer = Record(room="assurance", kind="answer", id=new_id(), title="Answer")
    async with transactions.scope_tx(stage.officer):
        await operations.rely(stage.officer, evidence_id=evidence_id, by=answer, path="/x")
    gp = stage.gp
    async with transactions.scope_tx(gp):
        assert await queries.all_evidence(gp) == ()
        with pytest.raises(NotFound):
            await queries.evidence(gp, evidence_id=evidence_id)
        (view,) = (await queries.relied_on_by(gp, records=[answer.id]))[answer.id]
    assert (view.hidden, view.counts, view.title) == (True, True, "Confidential evidence")
    assert "pilot" not in repr(view)
    assert "Hush" not in repr(view)
    assert stage.officer.actor.person_id and gp.actor.person_id
    async with transactions.scope_tx(stage.officer):
        await operations.change_keeping(
            stage.officer,
            evidence_id=evidence_id,
            version=1,
            title="Hush",
            owner_person_id=stage.officer.actor.person_id,
            confidential=True,
            readers=[gp.actor.person_id],
        )
    async with transactions.scope_tx(gp):
        assert [each.title for each in await queries.all_evidence(gp)] == ["Hush"]
        with pytest.raises(NotPermitted):
            await operations.withdraw(gp, evidence_id=evidence_id, version=2, reason="Mine")


async def test_a_hold_beats_the_schedule_and_somebody_else_approves(stage: Stage) -> None:
    officer = stage.officer
    evidence_id = await add(officer)
    async with transactions.scope_tx(officer):
        with pytest.raises(retention.UnableToDispose, match="in use"):
            await evidence_retention.propose_disposal(officer, evidence_id=evidence_id)
        await operations.withdraw(officer, evidence_id=evidence_id, version=1, reason="Out of date")
        with pytest.raises(retention.UnableToDispose, match="31 August 2020"):
            await evidence_retention.propose_disposal(officer, evidence_id=evidence_id)
    then = later(officer, 366 * 6)
    async with transactions.scope_tx(then):
        hold_id = await evidence_retention.place_hold(
            then, evidence_id=evidence_id, kind=retention.HoldKind.INQUIRY, reason="An inquiry"
        )
        with pytest.raises(retention.UnableToDispose, match="hold"):
            await evidence_retention.propose_disposal(then, evidence_id=evidence_id)
        await evidence_retention.lift_hold(then, hold_id=hold_id, reason="It is over")
        disposal_id = await evidence_retention.propose_disposal(then, evidence_id=evidence_id)
        with pytest.raises(retention.UnableToDispose, match="Somebody else"):
            await evidence_retention.decide_disposal(
                then, disposal_id=disposal_id, approve=True, reason="Old"
            )
    other = replace(then, actor=replace(then.actor, name="Quinn Invented"))
    async with transactions.scope_tx(other):
        await evidence_retention.decide_disposal(other, disposal_id=disposal_id, approve=True, reason="Old")
        await evidence_retention.place_hold(
            other, evidence_id=evidence_id, kind=retention.HoldKind.LEGAL, reason="A claim"
        )
        with pytest.raises(retention.UnableToDispose, match="hold"):
            await evidence_retention.note_carried_out(other, disposal_id=disposal_id, how="Shredded")
        (line,) = await kept.disposals_of(other, evidence_id=evidence_id)
        assert line.state is retention.DisposalState.APPROVED
