"""The UnitingCare contract, put through the gates with the facts as its sources give them."""

import itertools
from collections.abc import Iterable
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.criteria import GuardedAct
from backend.delegation import operations, printing, queries
from backend.delegation.pages.gates import told_of
from backend.delegation.queries import GateView
from backend.delegation.rules import Judgement
from backend.delegation.rules import gates as at_gates
from backend.delegation.rules.gates import AtGate, Criterion, GateState
from backend.kit.identity import new_id
from backend.scope import Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_person, taken_up
from tests.kit.documents.made import words_in

PLAN = shelf.catalogue().plans["unitingcare-through-the-gates/2015"]
CRITERIA = tuple(f"U{n}" for n in range(1, 12))
SOMEBODY = new_id()


def gate_with(met: Iterable[str]) -> AtGate:
    """Checkpoint 2 as the file gives it, with some of its criteria judged as met by somebody."""
    (gate,) = [each for each in PLAN.gates if each.id == "CP2"]
    turned = set(met)
    criteria = []
    for each in gate.conditions:
        assert each.found is not None
        found = Judgement.NOT_MET if each.found.outcome == "not-met" else Judgement.OPEN
        state = Judgement.MET if each.id in turned else found
        criteria.append(Criterion(slug=each.id, state=state, waived=False, judged_by_id=SOMEBODY))
    return AtGate(slug=gate.id, name=gate.name, passed=False, criteria=tuple(criteria))


def passes(gate: AtGate) -> bool:
    try:
        at_gates.check_can_pass(gate, person_id=new_id())
    except at_gates.UnableToPass:
        return False
    return True


def test_every_criterion_stops_the_signature_and_only_all_of_them_turned_let_it_pass() -> None:
    assert tuple(each.slug for each in gate_with(()).stopping) == CRITERIA
    for turned in CRITERIA:
        gate = gate_with([turned])
        assert not passes(gate)
        assert [each.slug for each in gate.stopping] == [each for each in CRITERIA if each != turned]
        rest = [each for each in CRITERIA if each != turned]
        assert not passes(gate_with(rest)), f"{turned} alone stops it"
    assert passes(gate_with(CRITERIA))
    pairs = itertools.combinations(CRITERIA, 2)
    assert not any(passes(gate_with([each for each in CRITERIA if each not in pair])) for pair in pairs)


def test_each_finding_says_where_it_was_read() -> None:
    (gate,) = [each for each in PLAN.gates if each.id == "CP2"]
    known = {each.id for each in PLAN.documents}
    for each in gate.conditions:
        assert each.found is not None
        assert each.found.source is not None
        assert each.found.source.document in known
    of_the_review = [
        each.id
        for each in gate.conditions
        if each.found and each.found.source and each.found.source.page == 18
    ]
    assert of_the_review == ["U1", "U2", "U3", "U4", "U5", "U6"]
    assert "conflict" in (gate.conditions[-1].found.note or "")  # type: ignore[union-attr]  # seen above


async def checkpoint(scope: Scope) -> GateView:
    async with transactions.scope_tx(scope, readonly=True):
        return next(each for each in await queries.gates_of(scope) if each.slug == "CP2")


async def test_report_names_the_criteria_and_the_pages_and_a_signature_past_it_is_recorded(
    scope: Scope,
) -> None:
    await taken_up(scope, PLAN.taken_up(reviewing_body="NHS England (invented office)"))
    gate = await checkpoint(scope)
    assert gate.state is GateState.STOPPED
    assert tuple(each.slug for each in gate.stopping) == CRITERIA
    async with transactions.scope_tx(scope, readonly=True):
        told = await told_of(scope, gate)
        guard = await queries.guard(scope, act=GuardedAct.CONTRACT_SIGNATURE)
    words = " ".join(words_in(printing.gate_report(scope, gate, told)).split())
    for slug in CRITERIA:
        assert f"{slug}." in words
    assert words.count("page 18") >= 6
    assert "A rapid review of new models of care" in words
    assert "made proper arrangements to fund the VAT liability" in words
    assert "11 stop it" in words
    assert not guard.clear

    async with transactions.scope_tx(scope):
        happening_id = await operations.record_happening(
            scope,
            gate_id=gate.id,
            what=at_gates.What.CONTRACT_SIGNATURE,
            words="The contract was signed",
            happened_on=scope.today,
            decided_by="An invented board",
        )
        past = await queries.guard(scope, act=GuardedAct.CONTRACT_SIGNATURE)
        found = next(
            each
            for each in (await queries.gate(scope, gate_id=gate.id)).happenings
            if each.id == happening_id
        )
    assert (past.clear, past.irregular) == (True, True)
    assert found.why.endswith("U1, U2, U3, U4, U5, U6, U7, U8, U9, U10 and U11 stopped it.")

    signer = await a_person(scope, "Avery Pretend", roles=("executive-owner",))
    for each in gate.conditions:
        await _judge(scope, each.id)
    whole = await checkpoint(scope)
    assert whole.state is GateState.READY
    async with transactions.scope_tx(signer):
        await operations.pass_gate(signer, gate_id=gate.id, seen=whole.sha256, proved_by="A code at 9:00am")
    assert (await checkpoint(scope)).open


async def _judge(scope: Scope, condition_id: UUID) -> None:
    async with transactions.scope_tx(scope):
        await operations.judge_condition(
            scope, condition_id=condition_id, state=Judgement.MET, words="Invented for a test"
        )
