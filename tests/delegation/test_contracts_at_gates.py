"""A contract that was signed past its gate says so, on its own page and at the gate, until that is recorded there."""

from dataclasses import replace

from backend.catalogue import shelf
from backend.delegation import beside, operations, queries
from backend.delegation.queries import contracts_at_gates
from backend.delegation.rules import gates as at_gates
from backend.people import permissions
from backend.scope import Scope
from backend.tenancy import transactions
from tests.contracts.made import a_contract
from tests.delegation.stage import a_person, taken_up

PLAN = shelf.catalogue().plans["unitingcare-through-the-gates/2015"]


async def test_signature_past_a_gate_is_told_until_it_is_recorded_there(scope: Scope) -> None:
    programme = await taken_up(scope, PLAN.taken_up(reviewing_body="NHS England (invented office)"))
    made = await a_person(scope, "Olive Invented", roles=("governance-officer",))
    officer = replace(made, permissions=permissions.permissions_for({"governance-officer"}))
    async with transactions.scope_tx(officer):
        signed = await a_contract(officer, programme=programme.line.slug, signed_on=officer.today)
        planned = await a_contract(officer, title="Another pathway", programme=programme.line.slug)
        gate = next(each for each in await queries.gates_of(officer) if each.slug == "CP2")
        found = {each.id: each for each in (await contracts_at_gates.contracts_at(officer, [gate]))[gate.id]}
        panel = await beside.gates_of_contract(officer, signed)

    assert (found[signed].irregular, found[planned].irregular) == (True, False)
    assert found[signed].said.endswith("when this gate was not passed; nothing is recorded of it there yet")
    assert found[planned].said == "Not signed"
    assert panel is not None and "Record at the gate what happened" in panel.lead

    async with transactions.scope_tx(officer):
        await operations.record_happening(
            officer,
            gate_id=gate.id,
            what=at_gates.What.CONTRACT_SIGNATURE,
            words="The contract was signed (invented)",
            happened_on=officer.today,
            decided_by="An invented board",
        )
        panel = await beside.gates_of_contract(officer, signed)
    assert panel is not None and "recorded at the gate as irregular" in panel.lead


async def test_whoever_sees_no_contracts_is_told_of_none(scope: Scope) -> None:
    await taken_up(scope, PLAN.taken_up(reviewing_body="NHS England (invented office)"))
    reader = replace(
        scope, permissions=permissions.permissions_for({"governance-officer"}) - {"contracts.read"}
    )
    async with transactions.scope_tx(reader, readonly=True):
        found = await queries.gates_of(reader)
        assert await contracts_at_gates.contracts_at(reader, found) == {}
