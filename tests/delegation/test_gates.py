"""Gates: passed by a named person alone, waived for a while, with conditions, and never in the way of a fact."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from backend.actions import queries as actions
from backend.actions.rules import SourceKind
from backend.delegation import operations, queries
from backend.delegation.operations import evidence, happenings, imposed, passing, waivers
from backend.delegation.queries import checking, gates
from backend.delegation.rules import Judgement, UnableToJudge
from backend.delegation.rules import gates as at_gates
from backend.delegation.rules.gates import GateState, What
from backend.delegation.stating import STATINGS
from backend.facts.operations import restate_all
from backend.facts.values import value_on
from backend.kit.identity import new_id
from backend.ledger.records import Record
from backend.scope import NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_person, a_programme, taken_up

PROOF = "Password and code at 9:00am"


async def the_gate(scope: Scope, *, on: date | None = None) -> queries.GateView:
    async with transactions.scope_tx(scope, readonly=True):
        return (await gates.gates_of(scope, on=on))[0]


async def judge(scope: Scope, slug: str, state: Judgement = Judgement.MET) -> None:
    found = next(each for each in (await the_gate(scope)).conditions if each.slug == slug)
    async with transactions.scope_tx(scope):
        await operations.judge_condition(scope, condition_id=found.id, state=state, words="A letter")


async def sign(scope: Scope, conditions: tuple[passing.ToSet, ...] = ()) -> UUID:
    gate = await the_gate(scope)
    async with transactions.scope_tx(scope):
        return await passing.pass_gate(
            scope, gate_id=gate.id, seen=gate.sha256, proved_by=PROOF, conditions=conditions
        )


async def executive(scope: Scope, name: str = "Avery Pretend") -> Scope:
    return await a_person(scope, name, roles=("executive-owner",))


async def test_gate_is_passed_by_a_person_who_judged_nothing_and_says_the_words(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    with pytest.raises(at_gates.UnableToPass, match="C1 and C2"):
        await sign(signer)
    await judge(scope, "C1")
    await judge(signer, "C2")
    assert (await the_gate(scope)).state is GateState.READY

    with pytest.raises(NotPermitted, match="You judged C2"):
        await sign(signer)
    with pytest.raises(NotPermitted, match="executive owner"):
        await sign(scope)
    await judge(scope, "C2")
    old = await the_gate(scope)
    await judge(scope, "C2")  # the words are the same, so what lies there is the same
    await sign(signer, (passing.ToSet(words="Send the ledger codes", due_on=date(2014, 12, 1)),))
    gate = await the_gate(scope)

    assert gate.state is GateState.PASSED
    assert gate.passing is not None
    assert gate.passing.sha256 == old.sha256
    assert "2 of 2 criteria judged as met, 1 condition set" in gate.passing.words
    assert "milestone M03" in gate.passing.words
    assert (gate.passing.person_name, gate.passing.office, gate.passing.proved_by) == (
        "Avery Pretend",
        "executive owner",
        PROOF,
    )
    with pytest.raises(at_gates.UnableToPass, match="passed already"):
        await sign(signer)
    assert (await the_gate(scope, on=date(2014, 8, 31))).state is not GateState.PASSED


async def test_whoever_read_another_state_of_the_gate_signs_nothing(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    for slug in ("C1", "C2"):
        await judge(scope, slug)
    gate = await the_gate(scope)
    async with transactions.scope_tx(scope):
        record = Record(room="evidence", kind="file", id=new_id(), title="A letter that came later")
        await evidence.show(scope, condition_id=gate.conditions[0].id, record=record, kind="letter")
    with pytest.raises(OvertakenByAnother, match="changed since you opened"):
        async with transactions.scope_tx(signer):
            await passing.pass_gate(signer, gate_id=gate.id, seen=gate.sha256, proved_by=PROOF)
    with pytest.raises(at_gates.UnableToPass, match="Prove who you are"):
        async with transactions.scope_tx(signer):
            await passing.pass_gate(signer, gate_id=gate.id, seen=gate.sha256, proved_by=" ")


async def test_waiver_has_an_end_lapses_by_itself_and_can_be_withdrawn(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    await judge(scope, "C1")
    second = (await the_gate(scope)).conditions[1]

    async def waive(who: Scope, until: date, reason: str = "The books open in October") -> UUID:
        async with transactions.scope_tx(who):
            return await waivers.waive(
                who, condition_id=second.id, reason=reason, until=until, proved_by=PROOF
            )

    with pytest.raises(NotPermitted):
        await waive(scope, date(2014, 10, 1))
    with pytest.raises(at_gates.UnableToWaive, match="lies in the past"):
        await waive(signer, date(2014, 8, 1))
    with pytest.raises(at_gates.UnableToWaive, match="Say why"):
        await waive(signer, date(2014, 10, 1), reason=" ")
    waiver_id = await waive(signer, date(2014, 10, 1))
    with pytest.raises(at_gates.UnableToWaive, match="waived already"):
        await waive(signer, date(2014, 11, 1))
    assert (await the_gate(scope)).state is GateState.READY
    later = replace(scope, now=datetime(2014, 10, 2, 9, tzinfo=UTC))
    lapsed = await the_gate(later)
    assert lapsed.state is GateState.STOPPED
    assert lapsed.conditions[1].lapsed_waiver is not None

    await sign(signer)
    shaken = await the_gate(later)
    assert shaken.state is GateState.PASSED
    assert [each.slug for each in shaken.shaken] == ["C2"]
    async with transactions.scope_tx(signer):
        await waivers.withdraw_waiver(signer, waiver_id=waiver_id, reason="The books stay shut")
    assert [each.slug for each in (await the_gate(scope)).shaken] == ["C2"]


async def test_condition_set_is_followed_up_and_carried_over_with_a_trail(scope: Scope) -> None:
    await taken_up(scope)
    gate = await the_gate(scope)
    async with transactions.scope_tx(scope):
        first = await imposed.impose(
            scope, gate_id=gate.id, words="Publish the accounts", due_on=date(2015, 3, 31)
        )
        action = (await actions.actions_from(scope, kind=SourceKind.GATE, source_ids=[first]))[first][0]
    assert (action.words, action.due_on) == ("Publish the accounts", date(2015, 3, 31))
    later = replace(scope, now=datetime(2015, 3, 30, 9, tzinfo=UTC))
    machine = replace(later.as_chore("delegation.anything"), permissions=later.permissions)
    async with transactions.scope_tx(later):
        for bad in ({"year": None}, {"year": "2015/17"}):
            with pytest.raises(at_gates.UnableToSetCondition):
                await imposed.carry_over(later, imposed_id=first, words="Late ledger", **bad)
        with pytest.raises(NotPermitted):
            await imposed.carry_over(machine, imposed_id=first, words="Late", year="2015/16")
        with pytest.raises(NotPermitted):
            await imposed.settle(machine, imposed_id=first, state=at_gates.Imposed.MET, words="Done")
        second = await imposed.carry_over(
            later, imposed_id=first, words="The ledger closed late", year="2015/16", due_on=date(2015, 9, 30)
        )
        old, new = [await gates.imposed(later, imposed_id=each) for each in (first, second)]
        with pytest.raises(at_gates.UnableToSetCondition, match="carried over"):
            await imposed.settle(later, imposed_id=first, state=at_gates.Imposed.MET, words="Done")
        await imposed.settle(later, imposed_id=second, state=at_gates.Imposed.MET, words="Published")
        settled = await gates.imposed(later, imposed_id=second)
        assert old.action_id is not None
        followed = (await actions.actions_by_id(later, [old.action_id]))[old.action_id]

    assert followed.due_on == date(2015, 9, 30)  # nobody is chased for the day that was given up
    assert (old.state_in_words, old.into_number, old.said) == (
        "Carried over",
        new.number,
        "Carried into 2015/16. The ledger closed late",
    )
    assert (new.from_number, new.year, new.action_id, new.due_on) == (
        old.number,
        "2015/16",
        old.action_id,
        date(2015, 9, 30),
    )
    assert (settled.state_in_words, settled.said) == ("Met", "Published")
    assert [each.number for each in (await the_gate(scope)).pending] == [1]


async def test_what_happened_past_a_gate_is_recorded_irregular_and_followed_up(scope: Scope) -> None:
    await taken_up(scope)
    gate = await the_gate(scope)
    third = gate.milestones[0]
    async with transactions.scope_tx(scope):
        guard = await queries.guard(scope, milestone_id=third.id)
        assert guard.sentence.startswith(
            "M03 stands behind gate G1, where C1 and C2 are not known to be met."
        )
        with pytest.raises(at_gates.UnableToGoPast):
            guard.check()
        happening_id = await happenings.record_happening(
            scope,
            gate_id=gate.id,
            what=What.MILESTONE,
            milestone_id=third.id,
            words="The start was announced",
            happened_on=date(2014, 8, 20),
            decided_by="The invented governing body",
        )
        found = await gates.happening(scope, happening_id=happening_id)
        past = await queries.guard(scope, milestone_id=third.id)
        await happenings.report_happening(
            scope, happening_id=happening_id, to="The invented area team", on=date(2014, 8, 25)
        )
        with pytest.raises(at_gates.UnableToRecord, match="before it happened"):
            await happenings.report_happening(scope, happening_id=happening_id, to="A", on=date(2014, 8, 1))

    assert found.irregular
    assert found.why == "Gate G1 was not passed on 20 August 2014: C1 and C2 stopped it."
    assert found.action_id is not None
    assert (past.clear, past.irregular) == (True, True)
    past.check()
    async with transactions.scope_tx(scope):
        await happenings.strike_out(scope, happening_id=happening_id, because="It was another programme")
    async with transactions.scope_tx(scope, readonly=True):
        assert not (await queries.guard(scope, milestone_id=third.id)).clear


async def test_gate_is_not_opened_again_once_what_it_guards_has_happened(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    for slug in ("C1", "C2"):
        await judge(scope, slug)
    await sign(signer)
    gate = await the_gate(scope)

    async def reopen(who: Scope, reason: str) -> None:
        async with transactions.scope_tx(who):
            await passing.reopen_gate(who, gate_id=gate.id, reason=reason, proved_by=PROOF)

    with pytest.raises(at_gates.UnableToPass, match="Say why"):
        await reopen(signer, "")
    await reopen(signer, "C2 was misread")
    assert (await the_gate(scope)).state is GateState.READY
    with pytest.raises(at_gates.UnableToPass, match="nothing to open again"):
        await reopen(signer, "Once more")
    await sign(signer)
    async with transactions.scope_tx(scope):
        happening_id = await happenings.record_happening(
            scope,
            gate_id=gate.id,
            what=What.MILESTONE,
            milestone_id=gate.milestones[0].id,
            words="The start",
            happened_on=scope.today,
            decided_by="The invented governing body",
        )
        assert not (await gates.happening(scope, happening_id=happening_id)).irregular
    with pytest.raises(
        at_gates.UnableToPass, match=r"what it guards has happened \(The start, on 1 September"
    ):
        await reopen(signer, "Second thoughts")
    await judge(scope, "C1", Judgement.NOT_MET)
    assert [each.slug for each in (await the_gate(scope)).shaken] == ["C1"]


async def test_evidence_by_kind_is_asked_for_before_a_commitment_is_in_place(scope: Scope) -> None:
    values = a_programme().model_dump(mode="json", exclude_none=True, by_alias=True)
    values["commitments"][1]["checking"] = {
        "kind": "needs-evidence",
        "kinds": ["internal-audit", "external-audit"],
    }
    programme = await taken_up(scope, a_programme(**values))
    commitment_id = programme.commitments[1].id

    async def place() -> None:
        async with transactions.scope_tx(scope):
            await operations.judge_commitment(
                scope, commitment_id=commitment_id, state=Judgement.MET, words="Both views are here"
            )

    async def show(kind: str) -> UUID:
        async with transactions.scope_tx(scope):
            record = Record(room="evidence", kind="file", id=new_id(), title=f"View of {kind}")
            return await evidence.show(scope, commitment_id=commitment_id, record=record, kind=kind)

    with pytest.raises(UnableToJudge, match="internal audit and external audit is not shown"):
        await place()
    shown_id = await show("internal-audit")
    with pytest.raises(UnableToJudge, match="external audit is not shown"):
        await place()
    await show("external-audit")
    await place()
    async with transactions.scope_tx(scope):
        await evidence.withdraw(scope, shown_id=shown_id, because="It was a draft")
        with pytest.raises(at_gates.UnableToShow, match="already"):
            await evidence.withdraw(scope, shown_id=shown_id, because="It was a draft")
    with pytest.raises(UnableToJudge):
        await place()


async def test_gate_reads_as_it_stood_on_any_day(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    for slug in ("C1", "C2"):
        await judge(scope, slug)
    await sign(signer)
    later = replace(scope, now=scope.now + timedelta(days=30))
    assert (await the_gate(later, on=scope.today)).state is GateState.PASSED
    before = await the_gate(later, on=scope.today - timedelta(days=1))
    assert (before.state, len(before.unmet), before.passing) == (GateState.STOPPED, 2, None)


async def test_gates_state_what_is_waived_owed_carried_and_irregular(scope: Scope) -> None:
    await taken_up(scope)
    signer = await executive(scope)
    gate = await the_gate(scope)
    async with transactions.scope_tx(signer):
        await waivers.waive(
            signer,
            condition_id=gate.conditions[0].id,
            reason="For a while",
            until=date(2014, 9, 30),
            proved_by=PROOF,
        )
    async with transactions.scope_tx(scope):
        first = await imposed.impose(scope, gate_id=gate.id, words="Publish the accounts")
        await imposed.carry_over(scope, imposed_id=first, words="It is late", year="2015/16")
        await happenings.record_happening(
            scope,
            gate_id=gate.id,
            what=What.OTHER,
            words="It began",
            happened_on=scope.today,
            decided_by="Not known",
        )
    async with transactions.scope_tx(scope, readonly=True):
        stating = next(each for each in STATINGS if each.about == "gate")
        (statement,) = await stating.state(scope, None)
    facts = statement.spans()
    assert set(facts) == set(stating.kinds)
    waived = facts["gate.conditions-waived"]
    assert [value_on(waived, date(2014, 9, day))[1] for day in (1, 30)] == [1, 1]
    assert value_on(waived, date(2014, 10, 1))[1] == 0
    told = {key: spans[0].value for key, spans in facts.items() if len(spans) == 1}
    assert told["gate.passed-on"] is None
    assert (told["gate.conditions-owed"], told["gate.conditions-carried"]) == (1, 1)
    assert (told["gate.irregular"], told["gate.irregular-unreported"]) == (1, 1)


async def test_rule_stands_beside_the_judgement_and_decides_nothing(scope: Scope) -> None:
    values = a_programme().model_dump(mode="json", exclude_none=True, by_alias=True)
    values["gates"][0]["conditions"][0]["rule"] = {
        "fact": "milestone.at-risk",
        "on": "invented-programme.m02",
        "is": False,
    }
    await taken_up(scope, a_programme(**values))

    async def verdict() -> str:
        found = (await the_gate(scope)).conditions
        async with transactions.scope_tx(scope, readonly=True):
            (rule,) = (await checking.rules_of(scope, found, on=scope.today)).values()
        return rule.verdict.outcome.value

    assert await verdict() == "unknown"
    async with transactions.scope_tx(scope):
        await restate_all(scope)
    assert await verdict() == "met"
    gate = await the_gate(scope)
    assert [each.slug for each in gate.stopping] == ["C1", "C2"]
