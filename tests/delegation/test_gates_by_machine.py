"""No path lets the system pass a gate, meet a criterion or waive one; and nothing refuses a fact that happened.

A random walk of everything that can be done at a gate, by people and by the system, on the real database: after each
step the rows themselves are read. Beside it, the code is read: signatures are written in one place, and no chore,
import, provisioning or message calls it.
"""

import ast
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import backend
from backend.catalogue.criteria import Finding
from backend.delegation import operations, queries
from backend.delegation.queries import GateView
from backend.delegation.rules import Judgement
from backend.delegation.rules.gates import Imposed, What
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.scope import NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from tests.delegation.stage import a_person, a_programme, taken_up

_BACKEND = Path(backend.__file__).parent
PROOF = "A code at 9:00am"
Act = Callable[[Scope, GateView, random.Random], Awaitable[Any]]


async def _judge(scope: Scope, gate: GateView, chance: random.Random) -> None:
    state = chance.choice([*[Judgement.MET] * 6, Judgement.NOT_MET, Judgement.OPEN])
    condition = chance.choice(gate.unmet or gate.conditions)
    await operations.judge_condition(scope, condition_id=condition.id, state=state, words="A letter")


async def _pass(scope: Scope, gate: GateView, chance: random.Random) -> None:
    await operations.pass_gate(scope, gate_id=gate.id, seen=gate.sha256, proved_by=PROOF)


async def _reopen(scope: Scope, gate: GateView, chance: random.Random) -> None:
    await operations.reopen_gate(scope, gate_id=gate.id, reason="Second thoughts", proved_by=PROOF)


async def _waive(scope: Scope, gate: GateView, chance: random.Random) -> None:
    until = scope.today + timedelta(days=chance.randint(0, 40))
    condition = chance.choice(gate.conditions)
    await operations.waive(
        scope, condition_id=condition.id, reason="For a while", until=until, proved_by=PROOF
    )


async def _settle(scope: Scope, gate: GateView, chance: random.Random) -> None:
    if not gate.imposed:
        return
    await operations.settle(
        scope, imposed_id=chance.choice(gate.imposed).id, state=Imposed.MET, words="It is done"
    )


async def _provision(scope: Scope, gate: GateView, chance: random.Random) -> None:
    await operations.change_programme(scope, programme=a_programme(about=f"Made again {chance.random()}"))


async def _impose(scope: Scope, gate: GateView, chance: random.Random) -> None:
    await operations.impose(scope, gate_id=gate.id, words="Publish the accounts")


async def _record(scope: Scope, gate: GateView, chance: random.Random) -> None:
    await operations.record_happening(
        scope,
        gate_id=gate.id,
        what=What.MILESTONE,
        milestone_id=gate.milestones[0].id,
        words="It began all the same",
        happened_on=scope.today - timedelta(days=chance.randint(0, 400)),
        decided_by="Not known",
    )


BY_PERSONS_ALONE: tuple[Act, ...] = (_judge, _pass, _reopen, _waive, _settle)
FACTS: tuple[Act, ...] = (_record,)
OTHERS: tuple[Act, ...] = (_provision, _impose)


@pytest.mark.parametrize("seed", [0, 1, 4])
async def test_whatever_is_done_only_people_pass_meet_and_waive_and_no_fact_is_refused(
    scope: Scope, seed: int
) -> None:
    chance = random.Random(seed)  # a walk, no secret
    await taken_up(scope)
    signer = await a_person(scope, "Avery Pretend", roles=("executive-owner",))
    machine = replace(scope.as_chore("delegation.anything"), roles=frozenset({"executive-owner"}))
    done = 0
    for step in range(45):
        act = chance.choice(
            [*BY_PERSONS_ALONE, _judge, _pass, _reopen, *OTHERS, *(FACTS if step > 20 else ())]
        )
        who = chance.choice([machine, scope if act is _judge else signer, scope if act is _judge else signer])
        now = replace(who, now=scope.now + timedelta(days=step))
        async with transactions.scope_tx(now, readonly=True):
            gate = (await queries.gates_of(now))[0]
        try:
            async with transactions.scope_tx(now):
                await act(now, gate, chance)
                done += 1
        except NotPermitted:
            assert act in BY_PERSONS_ALONE, act
        except Refusal:
            assert act not in FACTS, act
            if who is machine:
                assert act not in (_pass, _waive, _reopen), "the system is refused for what it is"
        else:
            if who is machine and act in BY_PERSONS_ALONE:
                assert act is _settle
                assert not gate.imposed
        await _no_machine_spoke(scope)
    async with transactions.scope_tx(scope, readonly=True):
        gate = (await queries.gates_of(replace(scope, now=scope.now + timedelta(days=50))))[0]
    assert done >= 10
    assert gate.happenings
    assert gate.passings, "the walk must come through the gate, or it shows nothing"


async def _no_machine_spoke(scope: Scope) -> None:
    """What only people may say was said by people: in the rows, whatever wrote them."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            """
            SELECT
              (SELECT count(*) FROM delegation_passing p WHERE p.tenant_id = $1 AND NOT EXISTS (
                SELECT 1 FROM people_person o WHERE o.tenant_id = $1 AND o.id = p.person_id AND o.name = p.person_name)
              ) AS passed,
              (SELECT count(*) FROM delegation_judgement j WHERE j.tenant_id = $1 AND j.state = 'met'
                AND (j.person_id IS NULL OR j.person_name LIKE 'Probity%')) AS met,
              (SELECT count(*) FROM delegation_waiver w WHERE w.tenant_id = $1 AND w.person_name LIKE 'Probity%')
                AS waived,
              (SELECT count(*) FROM delegation_imposed_state s WHERE s.tenant_id = $1
                AND s.person_name LIKE 'Probity%') AS settled,
              (SELECT count(*) FROM delegation_happening h WHERE h.tenant_id = $1 AND h.irregular
                AND h.action_id IS NULL) AS forgotten""",
            scope.tenant.id,
        )
    assert dict(rows[0]) == {"passed": 0, "met": 0, "waived": 0, "settled": 0, "forgotten": 0}


async def test_database_itself_refuses_what_no_person_said(scope: Scope) -> None:
    programme = await taken_up(scope)
    gate = programme.gates[0]
    shared = {"tenant_id": scope.tenant.id, "id": new_id(), "person_name": "Probity", "since": scope.today}
    statements = (
        f"INSERT INTO delegation_passing (tenant_id, id, gate_id, number, act, since, known_from, person_name, office, "
        f"words, content, sha256, proved_by) VALUES ($1, $2, '{gate.id}', 1, 'passed', $4, now(), $3, 'nobody', 'So', "
        f"'{{}}', '{'0' * 64}', 'nothing')",
        f"INSERT INTO delegation_judgement (tenant_id, id, condition_id, version, state, words, since, known_from, "
        f"person_name) VALUES ($1, $2, '{gate.conditions[0].id}', 1, 'met', 'So', $4, now(), $3)",
    )
    for statement in statements:
        with pytest.raises(Exception, match=r"person_id|delegation_judgement_of_a_person"):  # both say it
            async with transactions.scope_tx(scope):
                await fetch(statement, *shared.values())


def test_file_can_say_that_a_criterion_is_not_met_and_never_that_it_is() -> None:
    assert Finding(outcome="not-met", words="It was not", mark="setting")
    for word in ("met", "passed", "waived"):
        with pytest.raises(ValidationError):
            Finding(outcome=word, words="It was", mark="setting")


def test_signatures_are_written_in_one_place_and_called_from_pages_alone() -> None:
    """A chore, an import, provisioning and the door for messages name none of what only people do."""
    acts = {
        "pass_gate",
        "reopen_gate",
        "judge_condition",
        "judge_commitment",
        "waive",
        "settle",
        "carry_over",
    }
    allowed = {"delegation/pages/at_gate.py", "delegation/pages/judging.py"}
    written: dict[str, set[str]] = {"Passing": set(), "Waiver": set(), "Judgement": set()}
    for path in _BACKEND.rglob("*.py"):
        name = path.relative_to(_BACKEND).as_posix()
        text = path.read_text(encoding="utf-8")
        if not any(f"{word}(" in text for word in acts) and not any(
            f"{word}.add" in text for word in written
        ):
            continue
        tree = ast.parse(text)
        from_delegation = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backend.delegation")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = node.func.value
            if not isinstance(owner, ast.Name):
                continue
            if node.func.attr == "add" and name.startswith("delegation/") and owner.id in written:
                written[owner.id].add(name)
            called = owner.id in from_delegation and node.func.attr in acts
            if called and not name.startswith("delegation/operations/"):
                assert name in allowed, f"{name} calls {node.func.attr}"
    assert written == {
        "Passing": {"delegation/operations/passing.py"},
        "Waiver": {"delegation/operations/waivers.py"},
        "Judgement": {"delegation/operations/judgements.py"},
    }
