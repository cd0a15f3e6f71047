"""Gates in the two worlds of the sweep: criteria, waivers, conditions set and happenings with the world's words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.criteria import NotDiscussedAt
from backend.delegation import operations, queries
from backend.delegation.queries import GateView
from backend.delegation.rules import Judgement
from backend.delegation.rules.gates import What
from backend.evidence import operations as evidence
from backend.ledger.records import Record
from backend.tenancy import transactions
from tests.delegation.stage import a_programme, taken_up

Ids = dict[str, str]


async def _taken_up(world: Any) -> tuple[Ids, GateView]:
    from tests.house.world import MAKERS

    ids = await MAKERS["item"](world)
    drawn = a_programme(id=world.word("programme").replace(" ", "-").lower(), name=world.word("programme"))
    gate = drawn.gates[0]
    worded = drawn.model_copy(
        update={
            "gates": (
                gate.model_copy(
                    update={
                        "name": world.word("gate"),
                        "conditions": tuple(
                            each.model_copy(update={"text": world.word("criterion")})
                            for each in gate.conditions
                        ),
                    }
                ),
            ),
            "commitments": (
                drawn.commitments[0].model_copy(
                    update={
                        "text": world.word("promise"),
                        "checking": NotDiscussedAt(
                            kind="not-discussed-at",
                            subject="sheep",
                            words=("sheep",),
                            committee="nobody",
                            belongs_to="nobody",
                        ),
                    }
                ),
            ),
        }
    )
    view = await taken_up(world.officer, worded)
    return {
        "person_id": ids.get("person_id", ""),
        "item_id": ids["item_id"],
        "gate_id": str(view.gates[0].id),
        "condition_id": str(view.gates[0].conditions[1].id),
        "milestone_id": str(view.gates[0].milestones[0].id),
        "commitment_id": str(view.commitments[0].id),
    }, view.gates[0]


async def a_gate(world: Any) -> Ids:
    """A gate at which a condition was set, with a happening and evidence; the officer's own person is of the world."""
    ids, gate = await _taken_up(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        imposed_id = await operations.impose(
            scope, gate_id=gate.id, words=world.word("owed"), imposed_by=world.word("setter")
        )
        happening_id = await operations.record_happening(
            scope,
            gate_id=gate.id,
            what=What.OTHER,
            words=world.word("happened"),
            happened_on=date(2014, 2, 3),
            decided_by=world.word("decider"),
        )
        name = f"{world.word('shown')}.txt"
        file_id = await evidence.keep_file(
            scope, name=name, media_type="text/plain", data=world.word("inside").encode()
        )
        record = Record(room="evidence", kind="file", id=file_id, title=name, hash="0" * 64)
        shown_id = await operations.show(
            scope, condition_id=gate.conditions[1].id, record=record, kind="letter"
        )
        promised_id = await operations.show(
            scope, commitment_id=UUID(ids["commitment_id"]), record=record, kind="letter"
        )
        seen = await queries.gate(scope, gate_id=gate.id)
    return {
        **ids,
        "imposed_id": str(imposed_id),
        "happening_id": str(happening_id),
        "shown_id": str(shown_id),
        "promised_id": str(promised_id),
        "seen": seen.sha256,
    }


async def a_ready_gate(world: Any) -> Ids:
    """Every criterion is judged to be met, and nobody has passed the gate."""
    ids, gate = await _taken_up(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        for each in gate.conditions:
            await operations.judge_condition(
                scope, condition_id=each.id, state=Judgement.MET, words=world.word("ground")
            )
        seen = await queries.gate(scope, gate_id=gate.id)
    return {**ids, "seen": seen.sha256}


async def a_passed_gate(world: Any) -> Ids:
    ids = await a_ready_gate(world)
    signer = replace(world.scopes["executive-owner"], now=world.officer.now)
    async with transactions.scope_tx(signer):
        await operations.pass_gate(
            signer, gate_id=UUID(ids["gate_id"]), seen=ids["seen"], proved_by="A test signed in"
        )
    return ids


async def a_waived_criterion(world: Any) -> Ids:
    ids, gate = await _taken_up(world)
    signer = replace(world.scopes["executive-owner"], now=world.officer.now)
    async with transactions.scope_tx(signer):
        waiver_id = await operations.waive(
            signer,
            condition_id=gate.conditions[1].id,
            reason=world.word("excuse"),
            until=signer.today + timedelta(days=30),
            proved_by="A test signed in",
        )
    return {**ids, "waiver_id": str(waiver_id)}


MAKERS = {
    "gate": a_gate,
    "ready_gate": a_ready_gate,
    "passed_gate": a_passed_gate,
    "waived_criterion": a_waived_criterion,
}
