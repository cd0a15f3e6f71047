"""Mergers and splits with a neighbour of its own for each of the two worlds of the sweep, in that world's words."""

from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.people import permissions
from backend.people.operations import persons
from backend.succession import rules
from backend.succession.operations import announcing, asking, consenting, mapping, merging
from backend.succession.queries.conflicts import conflicts_of, still_open
from backend.tenancy import transactions
from tests.house.world_together import _neighbour
from tests.scopes import a_scope
from tests.together.stage import Side

Ids = dict[str, str]


async def _plan(world: Any) -> Ids:
    """One of ours that nobody was asked about yet, with somebody designate."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        plan_id = await announcing.announce(
            scope,
            kind=rules.Kind.MERGER,
            name=world.word("plan"),
            words=world.word("what is planned"),
            falls_on=scope.today,
        )
        person_id = await persons.add_person(scope, name=world.word("designate"))
        designate_id = await announcing.name_designate(
            scope, plan_id=plan_id, person_id=person_id, post=world.word("post"), reads=False
        )
        tasks = await fetch(
            "SELECT id FROM succession_task WHERE tenant_id = $1 AND plan_id = $2 ORDER BY position",
            scope.tenant.id,
            plan_id,
        )
    neighbour = await _neighbour(world)
    return {
        "plan_id": str(plan_id),
        "person_id": str(person_id),
        "designate_id": str(designate_id),
        "task_id": str(tasks[0]["id"]),
        "neighbour": neighbour.scope.tenant.slug,
    }


async def _agreed(world: Any) -> Ids:
    """One that a neighbour agreed to, with its stock taken and a conflict about an address."""
    ids = await _plan(world)
    scope, plan_id = world.officer, UUID(ids["plan_id"])
    neighbour = await _neighbour(world)
    ours = Side(scope=scope, committee_id=world.committee_id, signer_id=UUID(ids["person_id"]))
    await ours.act(persons.add_person, name=world.word("namesake"), email="s@example.invalid")
    predecessor_id = await ours.act(
        announcing.propose_to,
        plan_id=plan_id,
        slug=neighbour.scope.tenant.slug,
        signed_by_id=ours.signer_id,
        authority=world.word("minute"),
    )
    await ours.post()
    await _consent(neighbour)
    await ours.act(asking.ask_for_stock, plan_id=plan_id)
    await merging.take_stock(scope, plan_id=plan_id)
    rows = await ours.rows(
        "SELECT id, kind, reference FROM succession_item WHERE tenant_id = $1 AND plan_id = $2", plan_id
    )
    item = {row["reference"] if row["kind"] == "person" else row["kind"]: row["id"] for row in rows}
    await ours.act(
        mapping.choose, plan_id=plan_id, item_ids=[item["s@example.invalid"]], choice=rules.Choice.CARRY
    )
    return {
        **ids,
        "predecessor_id": str(predecessor_id),
        "item_id": str(item["committee"]),
        "conflict": "address s@example.invalid",
    }


async def _asked(world: Any) -> Ids:
    """One that waits for approval; its conflict is settled, and it counts as rehearsed."""
    ids = await _agreed(world)
    scope, plan_id = world.officer, UUID(ids["plan_id"])
    async with transactions.scope_tx(scope):
        for each in still_open(await conflicts_of(scope, plan_id=plan_id)):
            await mapping.settle_conflict(
                scope, plan_id=plan_id, conflict=each.key, words=world.word("it stands")
            )
        await execute(
            "UPDATE succession_plan SET rehearsed_at = $3, rehearsed_choices = $4 WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            plan_id,
            scope.now,
            await mapping.fingerprint(scope, plan_id),
        )
        await asking.ask_for_approval(scope, plan_id=plan_id)
    return ids


async def _proposed(world: Any) -> Ids:
    """One that a neighbour proposes to us."""
    neighbour = await _neighbour(world)
    plan_id = await neighbour.act(
        announcing.announce,
        kind=rules.Kind.SPLIT,
        name=world.word("their plan"),
        words=world.word("what they plan"),
        falls_on=neighbour.scope.today,
    )
    await neighbour.act(
        announcing.propose_to,
        plan_id=plan_id,
        slug=world.tenant.slug,
        signed_by_id=neighbour.signer_id,
        authority=world.word("minute"),
    )
    rows = await neighbour.rows(
        "SELECT agreement_id FROM succession_predecessor WHERE tenant_id = $1 AND plan_id = $2", plan_id
    )
    await neighbour.post()
    return {"agreement_id": str(rows[0]["agreement_id"])}


async def _prepared(world: Any) -> Ids:
    """The same with our consent prepared by the officer."""
    ids = await _proposed(world)
    async with transactions.scope_tx(world.officer):
        await consenting.prepare(
            world.officer, agreement_id=UUID(ids["agreement_id"]), words=world.word("decision")
        )
    return ids


async def _offer(world: Any) -> Ids:
    """What the member of the world declared to a predecessor."""
    ids = await _agreed(world)
    offer_id = new_id()
    async with transactions.scope_tx(world.officer):
        await execute(
            "INSERT INTO succession_offer (tenant_id, id, plan_id, predecessor_id, person_id, from_interest_id, said, "
            "state, offered_at) VALUES ($1, $2, $3, $4, $5, $2, jsonb_build_object('organisation', $6::text, "
            "'interest_type', 'FINANCIAL', 'nature', $7::text, 'relationship', NULL, 'is_indirect', false, "
            "'mitigation', NULL, 'since', '2014-04-01', 'until', NULL), 'waiting', $8)",
            world.tenant.id,
            offer_id,
            UUID(ids["plan_id"]),
            UUID(ids["predecessor_id"]),
            world.visitors["member"].person_id,
            world.word("company"),
            world.word("director"),
            world.officer.now,
        )
    return {**ids, "offer_id": str(offer_id)}


async def _consent(body: Side) -> None:
    """The body's consent to what was proposed last: its officer prepares it, its signer approves."""
    scope = a_scope(
        body.scope.tenant, now=body.scope.now, person_id=body.signer_id, roles=(permissions.EXECUTIVE,)
    )
    rows = await body.rows(
        "SELECT id FROM together_agreement WHERE tenant_id = $1 AND kind = 'succession' AND state = 'proposed'"
    )
    officer = await body.rows(
        "SELECT id FROM people_person WHERE tenant_id = $1 AND email = 'o@example.invalid'"
    )
    prepares = a_scope(body.scope.tenant, now=body.scope.now, person_id=officer[0]["id"])
    async with transactions.scope_tx(prepares):
        await consenting.prepare(prepares, agreement_id=rows[0]["id"], words="Minute 3")
    async with transactions.scope_tx(scope):
        await consenting.approve(scope, agreement_id=rows[0]["id"])
    await body.post()


MAKERS = {
    "succession_plan": _plan,
    "succession_agreed": _agreed,
    "succession_asked": _asked,
    "succession_proposed": _proposed,
    "succession_prepared": _prepared,
    "succession_offer": _offer,
}
